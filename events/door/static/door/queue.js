// @ts-check
/** @file Every reading is stored before it is sent, and leaves when answered. */

/** @typedef {import("./types.js").Scan} Scan */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").ScanStore} ScanStore */
/**
 * @template T
 * @typedef {import("./types.js").Answer<T>} Answer
 */

const BATCH = 100;

/**
 * @param {object} parts
 * @param {ScanStore} parts.store
 * @param {(scans: Scan[]) => Promise<Answer<{results: Row[]}>>} parts.send
 * @param {() => string} [parts.newId]
 * @param {() => Date} parts.now
 */
export function createQueue({ store, send, newId = uuid, now }) {
  /** Ids on their way, so that a retry does not run beside the first try. */
  const travelling = new Set();
  let pausedUntil = 0;
  let flushing = false;

  /**
   * Only an answer removes a scan: a verdict for it, or 409 (the server has kept
   * another body under this id, so sending again cannot help).
   * @param {Scan[]} scans
   */
  async function deliver(scans) {
    scans.forEach((scan) => travelling.add(scan.id));
    try {
      const answer = await send(scans);
      if (answer.kind === "ok") {
        const sent = new Set(scans.map((scan) => scan.id));
        const rows = answer.body.results.filter((row) => sent.has(row.id));
        await store.remove(rows.map((row) => row.id));
        return { answer, rows };
      }
      if (answer.kind === "conflict" && scans.length === 1) {
        await store.remove([scans[0].id]);
      }
      if (answer.kind === "flood") {
        pausedUntil = now().getTime() + answer.seconds * 1000;
      }
      return { answer, rows: /** @type {Row[]} */ ([]) };
    } finally {
      scans.forEach((scan) => travelling.delete(scan.id));
    }
  }

  /**
   * One bad scan must not hold up the others: a refused batch goes one by one.
   * @param {Scan[]} scans
   * @returns {Promise<{answer: Answer<{results: Row[]}>, rows: Row[]}>}
   */
  async function deliverBatch(scans) {
    const whole = await deliver(scans);
    const spoiled = ["conflict", "refused"].includes(whole.answer.kind);
    if (!spoiled || scans.length === 1) {
      return whole;
    }
    const rows = [];
    let answer = whole.answer;
    for (const scan of scans) {
      const one = await deliver([scan]);
      rows.push(...one.rows);
      answer = one.answer;
      if (["gone", "flood", "retry"].includes(answer.kind)) {
        break;
      }
    }
    return { answer, rows };
  }

  return {
    /**
     * Stored when this resolves.
     * @param {{code: string, timeslot: number|null}} reading
     * @returns {Promise<Scan>}
     */
    async add({ code, timeslot }) {
      /** @type {Scan} */
      const scan = {
        id: newId(),
        code,
        timeslot,
        at: now().toISOString(),
        mode: "online",
        people: "all",
      };
      await store.put(scan);
      return scan;
    },

    /**
     * The visitor in front of us goes first, past anything that is waiting.
     * @param {Scan} scan
     */
    async sendNow(scan) {
      const { answer, rows } = await deliver([scan]);
      return { answer, row: rows[0] ?? null };
    },

    /** Everything that waits, oldest first. Returns the rows that came back. */
    async flush() {
      /** @type {Row[]} */
      const rows = [];
      if (flushing || now().getTime() < pausedUntil) {
        return { rows, answer: null };
      }
      flushing = true;
      try {
        let answer = null;
        const waiting = (await store.all())
          .filter((scan) => !travelling.has(scan.id))
          .sort((a, b) => a.at.localeCompare(b.at));
        for (let from = 0; from < waiting.length; from += BATCH) {
          const part = await deliverBatch(waiting.slice(from, from + BATCH));
          answer = part.answer;
          rows.push(...part.rows);
          if (["gone", "flood", "retry"].includes(answer.kind)) {
            break;
          }
        }
        return { rows, answer };
      } finally {
        flushing = false;
      }
    },

    async unsent() {
      return (await store.all()).length;
    },

    async wipe() {
      await store.clear();
    },
  };
}

/** A version 4 UUID, also where `randomUUID` is missing (http in a test network). */
export function uuid() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
