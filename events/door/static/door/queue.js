// @ts-check
/** @file What was done at the door is kept until the server has answered for it. */

/** @typedef {import("./types.js").Scan} Scan */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Kind} Kind */
/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {import("./types.js").OutgoingStore} OutgoingStore */
/**
 * @template T
 * @typedef {import("./types.js").Answer<T>} Answer
 */
/** @typedef {{kind: Kind, row: Row, record: Outgoing}} Answered */

const BATCH = 100;
const STOPS = ["gone", "flood", "retry"];

/**
 * @param {object} parts
 * @param {OutgoingStore} parts.store
 * @param {(kind: Kind, bodies: object[]) => Promise<Answer<{results: Row[]}>>} parts.send
 * @param {() => string} [parts.newId]
 * @param {() => Date} parts.now
 * @param {(record: Outgoing) => void} [parts.onAdd] what was just stored
 */
export function createQueue({ store, send, newId = uuid, now, onAdd = () => {} }) {
  /** Ids on their way, so that a retry does not run beside the first try. */
  const travelling = new Set();
  /** What was added to a record while it was on its way. @type {Map<string, Outgoing>} */
  const amended = new Map();
  let pausedUntil = 0;
  let flushing = false;

  /**
   * Only an answer removes a record: a row for it, a server that kept it before it
   * turned this device away, or 409 (another body is kept under this id, so sending
   * again cannot help). What the device decided meanwhile has to be told as well.
   * @param {Outgoing[]} records of one kind
   */
  async function deliver(records) {
    records.forEach((record) => travelling.add(record.id));
    try {
      const answer = await send(records[0].kind, records.map(({ body }) => body));
      /** @type {Row[]} */
      let rows = [];
      if (answer.kind === "ok") {
        const sent = new Set(records.map((record) => record.id));
        rows = answer.body.results.filter((row) => sent.has(row.id));
        const told = rows.filter((row) => !mustBeTold(row, amended.get(row.id)));
        await store.remove(told.map((row) => row.id));
      } else if (answer.kind === "gone") {
        await store.remove(answer.kept);
      } else if (answer.kind === "conflict" && records.length === 1) {
        await store.remove([records[0].id]);
      } else if (answer.kind === "flood") {
        pausedUntil = now().getTime() + answer.seconds * 1000;
      }
      return { answer, rows };
    } finally {
      records.forEach(({ id }) => {
        travelling.delete(id);
        amended.delete(id);
      });
    }
  }

  /**
   * One bad record must not hold up the others: a refused batch goes one by one.
   * @param {Outgoing[]} records of one kind
   * @returns {Promise<{answer: Answer<{results: Row[]}>, rows: Row[]}>}
   */
  async function deliverBatch(records) {
    const whole = await deliver(records);
    const spoiled = ["conflict", "refused"].includes(whole.answer.kind);
    if (!spoiled || records.length === 1) {
      return whole;
    }
    const rows = [];
    let answer = whole.answer;
    for (const record of records) {
      const one = await deliver([record]);
      rows.push(...one.rows);
      answer = one.answer;
      if (STOPS.includes(answer.kind)) {
        break;
      }
    }
    return { answer, rows };
  }

  return {
    newId,

    /**
     * Stored when this resolves.
     * @param {Kind} kind
     * @param {Record<string, any>} what as it is sent; id and time are made here
     * @returns {Promise<Outgoing>}
     */
    async add(kind, what) {
      const id = what.id ?? newId();
      const at = what.at ?? now().toISOString();
      const record = { id, kind, at, body: { ...what, id, at } };
      await store.put(record);
      onAdd(record);
      return record;
    },

    /**
     * What the door did about a scan or a walk-in that is still unanswered. Stored when this
     * resolves, and told even when the answer to the question is on its way.
     * @param {Outgoing} record
     * @param {{said: NonNullable<Scan["said"]>, let_in?: number[]}
     *   | {mode: "offline"}} done
     * @returns {Promise<Outgoing>}
     */
    async amend(record, done) {
      const changed = { ...record, body: { ...record.body, ...done } };
      if (travelling.has(record.id)) {
        amended.set(record.id, changed);
      }
      await store.put(changed);
      return changed;
    },

    /**
     * The visitor in front of us goes first, past anything that is waiting.
     * @param {Outgoing} record
     */
    async sendNow(record) {
      const { answer, rows } = await deliver([record]);
      return { answer, row: rows[0] ?? null };
    },

    /**
     * Everything that waits, oldest first. Returns the answers that came back.
     * @param {{except?: string}} [how] id of a record that is not ripe yet
     * @returns {Promise<{answered: Answered[], answer: Answer<any>|null}>}
     */
    async flush({ except = "" } = {}) {
      /** @type {Answered[]} */
      const answered = [];
      if (flushing || now().getTime() < pausedUntil) {
        return { answered, answer: null };
      }
      flushing = true;
      try {
        let answer = null;
        const waiting = (await store.all())
          .filter(({ id }) => id !== except && !travelling.has(id))
          .sort((a, b) => a.at.localeCompare(b.at));
        for (const batch of batches(waiting)) {
          const part = await deliverBatch(batch);
          answer = part.answer;
          answered.push(...matched(batch, part.rows));
          if (STOPS.includes(answer.kind)) {
            break;
          }
        }
        return { answered, answer };
      } finally {
        flushing = false;
      }
    },

    /**
     * Everything once, to a server that takes it although it turns this phone away.
     * @returns {Promise<number>} how many are left
     */
    async handOver() {
      const waiting = (await store.all()).sort((a, b) => a.at.localeCompare(b.at));
      for (const batch of batches(waiting)) {
        const { answer } = await deliverBatch(batch);
        if (answer.kind === "flood" || answer.kind === "retry") {
          break;
        }
      }
      return (await store.all()).length;
    },

    /**
     * The server's answer stands: what this phone had said is not told.
     * @param {string} id
     */
    async drop(id) {
      amended.delete(id);
      await store.remove([id]);
    },

    async unsent() {
      return store.count();
    },

    async wipe() {
      await store.clear();
    },
  };
}

/**
 * Neighbours of one kind travel together, at most a hundred: an undo never overtakes
 * what it takes back.
 * @param {Outgoing[]} records in order
 */
function batches(records) {
  /** @type {Outgoing[][]} */
  const found = [];
  for (const record of records) {
    const last = found.at(-1);
    if (last && last.length < BATCH && last[0].kind === record.kind) {
      last.push(record);
    } else {
      found.push([record]);
    }
  }
  return found;
}

/**
 * @param {Outgoing[]} batch
 * @param {Row[]} rows
 * @returns {Answered[]}
 */
function matched(batch, rows) {
  const records = new Map(batch.map((record) => [record.id, record]));
  return rows.flatMap((row) => {
    const record = records.get(row.id);
    return record ? [{ kind: record.kind, row, record }] : [];
  });
}

/**
 * The device decided while the answer was on its way. Where both let the same people
 * in, or both nobody, the server knows all there is to know.
 * @param {Row} row
 * @param {Outgoing|undefined} record as amended
 */
function mustBeTold(row, record) {
  if (!record) {
    return false;
  }
  if (record.kind === "walk_in") {
    return row.result !== "counted";
  }
  const inside = record.body.said === "admitted";
  return inside
    ? row.verdict !== "admitted" || row.admitted !== record.body.let_in?.length
    : row.verdict === "admitted";
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
