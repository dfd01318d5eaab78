// @ts-check
/** @file A party that came to another timeslot moves to this one. Online only. */

import { uuid } from "./queue.js";
import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Decided} Decided */
/** @typedef {import("./types.js").Action} Action */

/**
 * @param {object} parts
 * @param {() => ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {Record<string, string>} parts.words
 */
export function createMove({ door, api, words }) {
  /** One request at a time: a second tap would only ask the same again. */
  let asking = false;

  /**
   * @param {Decided} decided
   * @param {object} body the same id again is the same move
   */
  async function move(decided, body) {
    if (asking) {
      return;
    }
    asking = true;
    door().hold();
    const answer = await api.ask("moves", body);
    asking = false;
    await door().heard(answer.kind);
    if (answer.kind !== "ok") {
      await lost(answer, decided, body);
      return;
    }
    const row = answer.body.result;
    if (row.refused) {
      refused(row, decided, body);
      return;
    }
    const record = { id: row.id, kind: /** @type {const} */ ("scan") };
    const at = new Date().toISOString();
    door().showRow({ ...record, at, body: { ...decided.scan, id: row.id, at } }, row);
    void door().refresh();
  }

  /**
   * @param {import("./types.js").Answer<any>} answer
   * @param {Decided} decided
   * @param {object} body
   */
  async function lost(answer, decided, body) {
    if (answer.kind === "gone") {
      await door().refresh();
      return;
    }
    const again = { label: words.again, main: true, run: () => void move(decided, body) };
    tell(words.unknown, words.unknown_next, "again", [again]);
  }

  /**
   * @param {any} row
   * @param {Decided} decided
   * @param {object} body
   */
  function refused(row, decided, body) {
    const past = { ...body, past_the_line: true };
    const actions =
      row.refused === "line"
        ? [{ label: words.past_the_line, run: () => void move(decided, past) }]
        : [];
    tell(row.message, row.next, "move", actions);
  }

  /**
   * @param {string} word
   * @param {string} next
   * @param {"move"|"again"} state
   * @param {Action[]} actions
   */
  function tell(word, next, state, actions) {
    const shown = { state, word, next, count: null, sentence: "", speech: word };
    door().showVerdict(
      {
        ...shown,
        sign: state === "again" ? "off" : "move",
        language: "ja",
        sound: "step",
        vibration: [80, 80, 80],
      },
      actions,
    );
  }

  /** @type {import("./types.js").Part} */
  const part = {
    offers(decided) {
      const { row, scan, by } = decided;
      const people = row.movable ?? 0;
      const fits = people > 0 && people <= (row.free ?? 0);
      if (row.verdict !== "wrong_timeslot" || by === "here" || !fits) {
        return [];
      }
      const body = { id: uuid(), scan: row.id, code: scan.code };
      const where = { timeslot: scan.timeslot, people: "all" };
      return [
        {
          label: fill(words.move, { n: `${people}` }),
          sign: "move",
          main: true,
          leave: words.leave,
          run: () => void move(decided, { ...body, ...where }),
        },
      ];
    },
    tells({ row, by }) {
      if (row.verdict !== "wrong_timeslot") {
        return "";
      }
      if (by === "here" || row.free === undefined) {
        return words.needs_network;
      }
      return row.free ? fill(words.free, { n: `${row.free}` }) : words.none_free;
    },
  };
  return part;
}
