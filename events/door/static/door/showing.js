// @ts-check
/** @file Puts a verdict on screen: the server's, or this phone's own. */

import { clock } from "./timeslots.js";
import { present, presentHere, undecided } from "./verdict.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {import("./types.js").Timeslot} Timeslot */
/** @typedef {import("./types.js").Action} Action */
/** @typedef {import("./types.js").Presentation} Presentation */
/** @typedef {import("./judge.js").Judged} Judged */

const GO_ON_MS = 4000;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./device.js").createDevice>} parts.device
 * @param {ReturnType<typeof import("./judge.js").createJudge>} parts.judge
 * @param {ReturnType<typeof import("./screen.js").createScreen>} parts.screen
 * @param {ReturnType<typeof import("./sound.js").createSound>} parts.sound
 * @param {import("./types.js").Words} parts.words
 * @param {import("./types.js").Part[]} parts.others
 * @param {() => boolean} parts.calm
 * @param {(row: Row, id: string) => void} parts.count
 * @param {() => Timeslot[]} parts.slots of the event
 * @param {() => Timeslot|undefined} parts.slot at this door
 * @param {() => void} parts.next
 */
export function createShowing({
  device, judge, screen, sound, words, others, calm, count, slots, slot, next,
}) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let goOn;
  /** Shows the verdict once more, after a part's screen was left. */
  let again = () => {};

  /**
   * @param {Presentation} looks
   * @param {Action[]} actions
   */
  function put(looks, actions) {
    clearTimeout(goOn);
    again = () => screen.verdict(looks, actions);
    again();
  }

  /**
   * @param {Outgoing} record
   * @param {Row} row
   * @param {"server"|"here"} by
   */
  const lines = (record, row, by) =>
    others
      .map((part) => part.tells?.({ scan: record.body, row, by }) ?? "")
      .filter(Boolean);

  /**
   * @param {Outgoing} record
   * @param {Row} row
   * @param {"server"|"here"} by
   */
  const offers = (record, row, by) =>
    others.flatMap((part) => part.offers?.({ scan: record.body, row, by }) ?? []);

  /**
   * @param {Outgoing} record
   * @param {Row} row
   * @param {"server"|"here"} by
   * @param {Presentation} looks
   */
  const dressed = (record, row, by, looks) =>
    others.reduce(
      (shown, part) => part.looks?.(shown, { scan: record.body, row, by }) ?? shown,
      looks,
    );

  /** @param {Row} row */
  function options(row) {
    const right = slots().find((one) => one.id === row.timeslot);
    return {
      language: device.choices.language,
      values: {
        first_at: clock(row.first_at),
        right_timeslot: clock(right?.starts_at),
        doors_time: clock(slot()?.doors_at),
        closed_at: clock(slot()?.closes_at),
      },
    };
  }

  /** @param {Row} row */
  function goOnAfter(row) {
    clearTimeout(goOn);
    if (row.verdict === "admitted" && device.choices.goOn && !calm()) {
      // A family has to be counted, and may be fewer than the ticket says.
      goOn = setTimeout(next, (row.admitted ?? 1) > 1 ? 2 * GO_ON_MS : GO_ON_MS);
    }
  }

  return {
    /**
     * The server's word.
     * @param {Outgoing} record
     * @param {Row} row
     * @param {{same?: boolean, changed?: boolean}} [before] than what this phone had said
     */
    server(record, row, { same = false, changed = false } = {}) {
      count(row, record.id);
      if (row.verdict === "admitted") {
        const numbers = record.body.people;
        void judge.admitted(record.body, "", { numbers, settled: true });
      }
      const by = changed ? words.offline.notes.decided_after_all : "";
      const looks = dressed(record, row, "server", {
        ...present(row, words, options(row)),
        by,
        lines: lines(record, row, "server"),
      });
      put(looks, offers(record, row, "server"));
      if (!same) {
        sound.play(looks);
      }
      goOnAfter(row);
    },

    /**
     * What this phone says by itself, or that it cannot say.
     * @param {Outgoing} record
     * @param {Judged} judged
     * @param {{flood: boolean, byPaper: () => void}} how
     */
    here(record, { row, why, asOf }, { flood, byPaper }) {
      const onPaper = { label: words.offline.notes.let_in_by_paper, sign: "pen", run: byPaper };
      if (!row) {
        const looks = undecided(words, flood ? "flood" : why || "undecided");
        put(looks, [onPaper]);
        sound.play(looks);
        return;
      }
      const told = { ...row, id: record.id };
      count(told, record.id);
      const looks = dressed(record, told, "here", {
        ...presentHere(told, words, { ...options(told), asOf: clock(asOf) }),
        lines: lines(record, told, "here"),
      });
      const acts = offers(record, told, "here");
      put(looks, row.verdict === "unknown" ? [...acts, onPaper] : acts);
      sound.play(looks);
      goOnAfter(told);
    },

    /**
     * What a part has to say in the place of a verdict.
     * @param {Presentation} looks
     * @param {Action[]} [actions]
     */
    say(looks, actions = []) {
      put(looks, actions);
      sound.play(looks);
    },

    /** Nobody goes on by itself now. */
    stay: () => clearTimeout(goOn),

    /** Back to the verdict, where nothing was done. */
    again: () => again(),
  };
}
