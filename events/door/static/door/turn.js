// @ts-check
/** @file One visitor at a time, and no second reading of a ticket held in view. */

const REST_MS = 3000;

/**
 * @returns turn taking; all times in milliseconds
 */
export function createTurn() {
  let busy = false;
  let last = "";
  let quietUntil = 0;

  return {
    /**
     * May this code be taken now? A camera that still sees the last ticket starts
     * the rest again; a typed code is meant, and never rests.
     * @param {string} code
     * @param {number} now
     * @param {{typed?: boolean}} [how]
     * @returns {"take"|"busy"|"same"}
     */
    ask(code, now, { typed = false } = {}) {
      if (busy) {
        return "busy";
      }
      if (!typed && code === last && now < quietUntil) {
        quietUntil = now + REST_MS;
        return "same";
      }
      busy = true;
      last = code;
      return "take";
    },
    /** @param {number} now the verdict has left the screen */
    next(now) {
      busy = false;
      quietUntil = now + REST_MS;
    },
    get busy() {
      return busy;
    },
  };
}
