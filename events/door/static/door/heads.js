// @ts-check
/** @file Counting heads: asked of the server, or decided here after 1.5 s of silence. */

import { createTaps } from "./taps.js";
import { hourOf } from "./timeslots.js";

/** @typedef {import("./types.js").Timeslot} Timeslot */

const SILENCE_MS = 1500;

/**
 * What became of a tap. `kept`: counted here (仮), the server hears of it later.
 * @typedef {object} Outcome
 * @property {"counted"|"kept"|"full"|"line_first"|"not_open"|"conflict"|"malformed"} result
 * @property {number|null} [number] who is next in the line
 */
/** @typedef {{age?: string, visit?: string, past_the_line?: boolean}} Said */

/**
 * @param {object} parts
 * @param {Pick<ReturnType<typeof import("./door.js").createDoor>,
 *   "slot"|"linked"|"board"|"heard"|"retry"|"refresh">} parts.door
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {Storage} parts.storage
 * @param {number} [parts.silence] milliseconds
 */
export function createHeads({ door, queue, storage, silence = SILENCE_MS }) {
  const taps = createTaps(storage);

  /**
   * @param {Timeslot} slot
   * @param {Said} said
   * @param {"online"|"offline"} mode
   */
  async function add(slot, said, mode) {
    const record = await queue.add("walk_in", {
      timeslot: slot.id,
      mode,
      age: said.age ?? "",
      visit: said.visit ?? "",
      past_the_line: said.past_the_line ?? false,
    });
    taps.add({ id: record.id, at: Date.now(), timeslot: slot.id, unsent: true });
    return record;
  }

  /** @param {any} row an answer: what became of the tap, how its timeslot stands */
  function answered(row) {
    const tap = taps.get(row.id);
    const slot = door.board?.timeslots.find((one) => one.id === tap?.timeslot);
    if (row.result === "counted") {
      taps.sent(row.id, Date.now());
    } else {
      taps.remove(row.id, Date.now());
    }
    if (slot && "free" in row) {
      slot.free = row.free;
      slot.walk_ins = row.walk_ins;
    }
    if (slot?.hours && tap && row.result === "counted") {
      const hour = hourOf(tap.at);
      slot.hours[hour] = (slot.hours[hour] ?? 0) + 1;
    }
  }

  return {
    answered,

    /**
     * One head at SLOT's door: the server decides, or after a while this phone.
     * @param {Timeslot} slot
     * @param {Said} said
     * @returns {Promise<Outcome>}
     */
    async ask(slot, said) {
      const record = await add(slot, said, door.linked ? "online" : "offline");
      if (!door.linked) {
        void door.retry();
        return { result: "kept" };
      }
      const asked = queue.sendNow(record);
      const sent = await Promise.race([asked, after(silence)]);
      if (sent?.row) {
        await door.heard(sent.answer.kind);
        answered(sent.row);
        return /** @type {any} */ (sent.row);
      }
      // Nobody answers: the person goes in, and the server is told so.
      await queue.amend(record, { mode: "offline" });
      void asked.then(async (late) => {
        if (late.row?.result === "counted") {
          answered(late.row);
        }
        await door.heard(late.answer.kind);
        if (late.answer.kind === "gone") {
          void door.retry();
        }
      });
      return { result: "kept" };
    },

    /**
     * One head where whoever comes goes in: counted at once, told in batches.
     * @param {Timeslot} slot
     * @param {Said} said
     */
    async tap(slot, said) {
      await add(slot, said, "offline");
      void door.retry();
    },

    /**
     * The latest tap of the last 15 minutes never was.
     * @returns {Promise<boolean>} false when there is none
     */
    async undo() {
      const tap = taps.last(Date.now());
      if (!tap) {
        return false;
      }
      await queue.add("undo", { of: tap.id });
      taps.remove(tap.id, Date.now());
      await door.retry();
      if (door.linked) {
        await door.refresh();
      }
      return true;
    },

    /** Is there something to take back? */
    get canUndo() {
      return taps.last(Date.now()) !== undefined;
    },

    /**
     * Seats left as far as this phone knows; null where nobody counts them.
     * @param {Timeslot} slot
     * @returns {number|null}
     */
    left(slot) {
      const free = slot.free ?? null;
      return free === null ? null : Math.max(0, free - taps.unsent(slot.id).length);
    },

    /** @param {Timeslot} slot counted here only */
    unsent: (slot) => taps.unsent(slot.id),

    wipe: () => taps.wipe(),
  };
}

/**
 * @param {number} milliseconds
 * @returns {Promise<null>}
 */
function after(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null));
}
