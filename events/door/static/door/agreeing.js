// @ts-check
/**
 * @file What this phone has said by itself, and the server's word when it comes: while
 * the visitor still stands here, or long after.
 */

import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {import("./asking.js").Reading} Reading */
/** @typedef {import("./asking.js").Sent} Sent */
/** @typedef {import("./judge.js").Judged} Judged */

/**
 * What stands on screen without the server's word. `pending`: it may still come.
 * @typedef {{reading: Reading, record: Outgoing, judged: Judged, pending: boolean}} Open
 */

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {ReturnType<typeof import("./judge.js").createJudge>} parts.judge
 * @param {ReturnType<typeof import("./showing.js").createShowing>} parts.showing
 * @param {import("./types.js").Words} parts.words
 * @param {(reading: Reading) => Promise<void>} parts.decide
 * @param {(row: Row, id: string) => void} parts.count
 * @param {() => void} parts.next
 */
export function createAgreeing({ queue, judge, showing, words, decide, count, next }) {
  /** @type {Open|null} */
  let open = null;
  /** What the helper hears of once the camera's screen is back. */
  let news = "";

  const isAdmitted = (/** @type {string|undefined} */ verdict) => verdict === "admitted";

  /**
   * The server's word on what stands on screen.
   * @param {Row} row
   */
  async function agree(row) {
    if (!open) {
      return;
    }
    const { record, judged } = open;
    open = null;
    const same =
      judged.row?.verdict === row.verdict &&
      (judged.row.admitted ?? 0) === (row.admitted ?? 0);
    if (isAdmitted(row.verdict) && !isAdmitted(judged.said)) {
      // They go in now, by the server's word: it stands as it is.
      await queue.drop(record.id);
    }
    showing.server(record, row, { same, changed: Boolean(judged.row) && !same });
  }

  /** @param {{row: Row, record: Outgoing}[]} told whose visitors have long gone in */
  function tellLater(told) {
    if (!told.length) {
      return;
    }
    told.forEach(({ row }) => count(row, row.id));
    const inside = told.filter(({ row }) => isAdmitted(row.verdict)).length;
    const others = told.filter(
      ({ row, record: { body } }) =>
        body.said && isAdmitted(body.said) !== isAdmitted(row.verdict),
    ).length;
    news = fill(words.notes.sent_later, {
      admitted: `${inside}`,
      other: `${told.length - inside}`,
    });
    if (others) {
      news += ` ${fill(words.offline.notes.differs, { n: `${others}` })}`;
    }
  }

  return {
    /**
     * @param {Open} decided
     * @param {{flood: boolean}} how
     */
    show(decided, how) {
      open = decided;
      showing.here(decided.record, decided.judged, { ...how, byPaper });
    },

    /** Who stands here is not told of before the helper has done with them. */
    get unripe() {
      return open && !isAdmitted(open.judged.said) ? open.record.id : "";
    },

    /** The next visitor. */
    close() {
      if (open && !open.record.body.said) {
        // Nobody has decided, and nobody went in as far as we were told.
        void queue.amend(open.record, { said: "undecided" });
      }
      open = null;
    },

    /** The device is taken off. */
    forget() {
      open = null;
      news = "";
    },

    /**
     * The answer to a question on which this phone has gone ahead.
     * @param {Outgoing} record
     * @param {Sent} sent
     */
    async late(record, { row }) {
      const mine = open?.record.id === record.id;
      if (open && mine) {
        open.pending = false;
      }
      if (row && mine) {
        await agree(row);
      } else if (row) {
        tellLater([{ row, record }]);
      }
    },

    /** @param {{row: Row, record: Outgoing}[]} told answers to what had waited */
    async hear(told) {
      const mine = told.find(({ row }) => row.id === open?.record.id);
      if (mine) {
        await agree(mine.row);
      }
      tellLater(told.filter((each) => each !== mine));
    },

    /**
     * In reach again, and somebody stands here whom this phone could not let in: the
     * server is asked. What it may have heard of the first question is put right first.
     */
    async askAgain() {
      if (!open || open.pending || isAdmitted(open.judged.said)) {
        return;
      }
      const asked = open;
      const { said, mode } = asked.record.body;
      asked.pending = true;
      if (!said || mode === "online") {
        const { row } = await queue.sendNow(asked.record);
        asked.pending = false;
        if (!row || open !== asked) {
          return;
        }
        if (!said) {
          await agree(row);
          return;
        }
      }
      open = null;
      await decide(asked.reading);
    },

    /** What has to be told now, once. */
    takeNews() {
      const told = news;
      news = "";
      return told;
    },
  };

  /** The helper found them on paper, where this phone found nothing. */
  async function byPaper() {
    if (open) {
      const { record, judged } = open;
      open = null;
      await queue.amend(record, { said: "admitted" });
      await judge.admitted(record.body, judged.hash, { numbers: "all" });
      news = words.offline.notes.noted_by_paper;
    }
    next();
  }
}
