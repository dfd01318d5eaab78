// @ts-check
/**
 * @file Whom this phone has let in since its list was made: what the list cannot know.
 * Kept by hashes of tickets, as the list is.
 */

/** @typedef {import("./types.js").Tables} Tables */
/** @typedef {import("./types.js").Entry} Entry */

const KEY = "in:";

/** @param {{tables: Tables, now: () => Date}} parts */
export function createInside({ tables, now }) {
  /** By id of the scan, in the order of the door. @type {Map<string, Entry>} */
  const entries = new Map();

  /** @param {Entry[]} changed */
  async function keep(changed) {
    changed.forEach((entry) => entries.set(entry.id, entry));
    const put = changed.map((entry) => ({ ...entry, key: KEY + entry.id }));
    // A full phone: it is remembered while the page lives.
    await tables.change([{ table: "meta", put }]).catch(() => {});
  }

  return {
    /** After a reload. */
    async load() {
      const found = (await tables.all("meta").catch(() => []))
        .filter(({ key }) => key.startsWith(KEY))
        .sort((a, b) => a.at.localeCompare(b.at));
      found.forEach((entry) => entries.set(entry.id, entry));
    },

    /**
     * @param {Entry} entry
     * @param {{settled?: boolean}} [how] `settled`: the server knows of it
     */
    add: (entry, { settled = false } = {}) =>
      keep([settled ? { ...entry, settled: now().getTime() } : entry]),

    /** @param {string} id of a scan that was undone */
    async takeBack(id) {
      const entry = entries.get(id);
      if (entry) {
        entries.delete(id); // it speaks last now
        const at = now().toISOString();
        await keep([{ ...entry, at, undone: true, settled: undefined }]);
      }
    },

    /** @param {string[]} ids the server knows of these scans, or of their undo */
    async settle(ids) {
      const known = ids.flatMap((id) => entries.get(id) ?? []);
      if (known.length) {
        await keep(known.map((entry) => ({ ...entry, settled: now().getTime() })));
      }
    },

    /** @param {number} asked when a list was asked for: it knows what was settled then */
    async prune(asked) {
      const old = [...entries.values()].filter(
        ({ settled }) => settled !== undefined && settled < asked,
      );
      if (old.length) {
        old.forEach(({ id }) => entries.delete(id));
        const remove = old.map(({ id }) => KEY + id);
        await tables.change([{ table: "meta", remove }]).catch(() => {});
      }
    },

    /**
     * What this phone knows better than the list: numbers by timeslot.
     * @param {string} hash of the ticket
     * @param {Record<string, number[]>} seats of its line, for "all"
     */
    of(hash, seats) {
      /** @type {Record<string, number[]>} */
      const inside = {};
      /** @type {Record<string, number[]>} */
      const outside = {};
      let first = "";
      for (const entry of entries.values()) {
        if (entry.hash === hash) {
          const slot = String(entry.timeslot);
          const numbers = entry.numbers === "all" ? (seats[slot] ?? []) : entry.numbers;
          const [to, from] = entry.undone ? [outside, inside] : [inside, outside];
          to[slot] = [...new Set([...(to[slot] ?? []), ...numbers])];
          from[slot] = (from[slot] ?? []).filter((number) => !numbers.includes(number));
          first ||= entry.undone ? "" : entry.at;
        }
      }
      return { inside, outside, first };
    },

    /**
     * Scans of this phone that count a ticket in a timeslot, until the list knows.
     * @param {string} hash
     * @param {number} timeslot
     */
    scans: (hash, timeslot) =>
      [...entries.values()].filter(
        (entry) => entry.hash === hash && entry.timeslot === timeslot && !entry.undone,
      ),

    async wipe() {
      const remove = [...entries.keys()].map((id) => KEY + id);
      entries.clear();
      await tables.change([{ table: "meta", remove }]);
    },
  };
}
