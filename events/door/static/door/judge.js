// @ts-check
/** @file Decides by this phone alone: from its list, and from what it did itself. */

import { decideHere } from "./decide.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Scan} Scan */

/**
 * @typedef {object} Judged
 * @property {NonNullable<Scan["said"]>} said
 * @property {number[]} [let_in] only where somebody goes in
 * @property {Row|null} row null: there is nothing to decide by
 * @property {"no_list"|"receipt"|"insecure"|""} why there is no row
 * @property {string} hash of the ticket, "" when it is none
 * @property {string} asOf how old the list is, by the server's clock
 */

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./list.js").createList>} parts.list
 * @param {ReturnType<typeof import("./inside.js").createInside>} parts.inside
 * @param {() => Date} parts.now by the server's clock
 */
export function createJudge({ list, inside, now }) {
  /**
   * @param {"no_list"|"receipt"|"insecure"} why
   * @returns {Judged}
   */
  const undecided = (why) => ({ said: "undecided", row: null, why, hash: "", asOf: "" });

  return {
    /**
     * @param {{kind: string, code: string, timeslot: number|null,
     *   people?: "all"|number[]}} reading
     * @returns {Promise<Judged>}
     */
    async judge({ kind, code, timeslot, people = "all" }) {
      if (kind === "other") {
        const row = { id: "", verdict: "malformed", admitted: 0, party: 0 };
        return { said: "malformed", row, why: "", hash: "", asOf: "" };
      }
      if (!list.able) {
        return undecided("insecure");
      }
      const head = list.current;
      if (!head) {
        return undecided("no_list");
      }
      if (kind !== "ticket") {
        return undecided("receipt");
      }
      const read = await list.find(code).catch(() => null);
      if (!read) {
        return undecided("no_list"); // the phone's storage is broken
      }
      const { hash, line } = read;
      const own = inside.of(hash, line?.seats ?? {});
      const found = decideHere({
        line,
        slots: head.timeslots,
        timeslot,
        at: now().getTime(),
        people,
        event: head.event_id,
        ...own,
      });
      const { verdict, let_in, party, remaining } = found;
      return {
        said: verdict,
        let_in: let_in.length ? let_in : undefined,
        row: {
          id: "",
          verdict,
          admitted: let_in.length,
          party,
          remaining,
          timeslot: found.timeslot,
          first_at: verdict === "already_in" && own.first ? own.first : null,
          people: line ? peopleOf(line, String(timeslot), own, let_in) : [],
        },
        why: "",
        hash,
        asOf: head.as_of,
      };
    },

    /**
     * Whom this phone, or the server through it, has let in.
     * @param {Scan} scan
     * @param {string} hash "" when it has to be found
     * @param {{numbers: "all"|number[], settled?: boolean}} who
     */
    async admitted(scan, hash, { numbers, settled = false }) {
      const known = hash || scan.ticket;
      const of = known || (await list.find(scan.code).catch(() => null))?.hash;
      if (!of || scan.timeslot === null) {
        return;
      }
      const { id, timeslot, at } = scan;
      await inside.add({ id, hash: of, timeslot, numbers, at }, { settled });
    },
  };
}

/**
 * The party in this timeslot: numbers and age bands, as the server tells of them.
 * @param {import("./types.js").Line} line
 * @param {string} slot
 * @param {{inside: Record<string, number[]>, outside: Record<string, number[]>}} own
 * @param {number[]} let_in
 * @returns {import("./types.js").Person[]}
 */
function peopleOf(line, slot, { inside, outside }, let_in) {
  /** @param {number} number */
  const wasIn = (number) =>
    inside[slot]?.includes(number) ||
    (line.in[slot]?.includes(number) && !outside[slot]?.includes(number));
  return (line.seats[slot] ?? []).map((number) => ({
    number,
    age: line.ages?.[number] ?? "",
    in: Boolean(wasIn(number)) || let_in.includes(number),
    here: let_in.includes(number),
    lacks_consent: Boolean(line.lacks?.includes(number)),
  }));
}
