// @ts-check
/** @file One reading: stored, sent, and decided by the server or else by this phone. */

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {import("./judge.js").Judged} Judged */

/**
 * What has to be decided. A part may name the people, and say that a helper has let
 * them in (`said`, `let_in`); `here` is what to show where the server does not say so.
 * @typedef {object} Reading
 * @property {string} kind
 * @property {string} code
 * @property {number|null} timeslot
 * @property {"all"|number[]} [people]
 * @property {"admitted"} [said]
 * @property {number[]} [let_in]
 * @property {Row} [here]
 */

/** @typedef {Awaited<ReturnType<ReturnType<typeof import("./queue.js").createQueue>["sendNow"]>>} Sent */

/**
 * @typedef {object} Asked
 * @property {Outgoing} record
 * @property {Sent|null} sent the server's answer; null: none, or not in time
 * @property {Judged|null} judged what this phone says instead
 * @property {Promise<Sent>|null} later the answer may still come
 */

export const SILENCE_MS = 1500;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {ReturnType<typeof import("./judge.js").createJudge>} parts.judge
 * @param {() => boolean} parts.linked was the server in reach a moment ago?
 * @param {number} [parts.silence] how long a visitor waits for the server
 */
export function createAsking({ queue, judge, linked, silence = SILENCE_MS }) {
  /**
   * Out of reach: decided at once, and stored together with what was decided.
   * @param {Reading} reading
   * @returns {Promise<Asked>}
   */
  async function alone(reading) {
    const judged = await judge.judge(reading);
    const { said, let_in } = judged;
    const { code, timeslot, people = "all" } = reading;
    const what = { code, timeslot, mode: "offline", people, said, let_in };
    const record = await queue.add("scan", what);
    remember(record, judged);
    return { record, sent: null, judged, later: null };
  }

  /**
   * Where there is nothing to decide by, the question stays open.
   * @param {Reading} reading
   * @param {Outgoing} record
   */
  async function instead(reading, record) {
    const judged = await judge.judge(reading);
    if (!judged.row) {
      return { record, judged };
    }
    const { said, let_in } = judged;
    const told = await queue.amend(record, { said, let_in });
    remember(told, judged);
    return { record: told, judged };
  }

  /**
   * At once in memory; the record itself is on disk already.
   * @param {Outgoing} record
   * @param {Judged} judged
   */
  function remember(record, judged) {
    if (judged.let_in) {
      void judge.admitted(record.body, judged.hash, { numbers: judged.let_in });
    }
  }

  return {
    /**
     * @param {Reading} reading
     * @returns {Promise<Asked>}
     */
    async ask(reading) {
      if (!linked()) {
        return alone(reading);
      }
      const { code, timeslot, people = "all", said, let_in } = reading;
      const told = said ? { said, let_in } : {};
      const what = { code, timeslot, mode: "online", people, ...told };
      const record = await queue.add("scan", what);
      const asked = queue.sendNow(record);
      const sent = await Promise.race([asked, after(silence)]);
      if (sent && (sent.row || sent.answer.kind === "gone")) {
        return { record, sent, judged: null, later: null };
      }
      const here = await instead(reading, record);
      return { ...here, sent, later: sent ? null : asked };
    },
  };
}

/** @param {number} milliseconds @returns {Promise<null>} */
const after = (milliseconds) =>
  new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
