// @ts-check
/**
 * @file The roll of an event: who is here, who is missing, by labels. A tick by hand is a
 * scan without a code: stored first, and counted by this phone at once. No page here.
 */

/** @typedef {import("./types.js").RollEntry} RollEntry */
/** @typedef {import("./types.js").Outgoing} Outgoing */

/**
 * @typedef {object} Line
 * @property {RollEntry} entry
 * @property {boolean} here all of the party
 * @property {string} at when this phone counted them; "" where it does not know
 * @property {string} scan id of its scan while it can be taken back
 */

const KEY = "door.roll";
const UNDO_FOR_MS = 15 * 60 * 1000;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./list.js").createList>} parts.list
 * @param {ReturnType<typeof import("./inside.js").createInside>} parts.inside
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {Pick<Storage, "getItem"|"setItem"|"removeItem">} parts.storage
 * @param {() => Date} parts.now by the server's clock
 */
export function createRoll({ list, inside, queue, storage, now }) {
  const ticks = createTicks(storage);

  /**
   * @param {RollEntry} entry
   * @param {number} slot
   * @returns {Line}
   */
  function line(entry, slot) {
    const seats = entry.seats[slot] ?? [];
    const own = inside.of(entry.ticket, entry.seats);
    const isIn = (/** @type {number} */ number) =>
      own.inside[slot]?.includes(number) ||
      (entry.in[slot]?.includes(number) && !own.outside[slot]?.includes(number));
    const here = seats.every(isIn);
    const mine = here ? ticks.of(entry.ticket, slot) : undefined;
    const young = mine && now().getTime() - Date.parse(mine.at) < UNDO_FOR_MS;
    return { entry, here, at: mine?.at ?? "", scan: young ? mine.id : "" };
  }

  return {
    /**
     * Everybody who is expected in a timeslot, in the order of the list.
     * @param {number|null|undefined} slot
     */
    at(slot) {
      const lines = slot
        ? list.roll.filter(({ seats }) => seats[slot]?.length).map((one) => line(one, slot))
        : [];
      const missing = lines.filter(({ here }) => !here);
      return { all: lines, missing, here: lines.filter(({ here }) => here) };
    },

    /** @param {string} ticket hash */
    labelOf: (ticket) => list.roll.find((entry) => entry.ticket === ticket)?.label ?? "",

    /**
     * Whose code is this?
     * @param {string} code
     */
    async find(code) {
      const { hash } = await list.find(code).catch(() => ({ hash: "" }));
      return hash;
    },

    /**
     * A scan by the camera counted this ticket.
     * @param {string} ticket
     * @param {import("./types.js").Scan} scan
     */
    note(ticket, { id, timeslot, at }) {
      ticks.add({ id, ticket, slot: timeslot ?? 0, at });
    },

    /**
     * Here without a code.
     * @param {RollEntry} entry
     * @param {number} slot
     * @param {"online"|"offline"} mode
     * @returns {Promise<Outgoing>} stored, not sent yet
     */
    async tick({ ticket, seats }, slot, mode) {
      const numbers = seats[slot] ?? [];
      const record = await queue.add("scan", {
        code: "", ticket, timeslot: slot, mode, people: "all", said: "admitted", let_in: numbers,
      });
      const { id, at } = record;
      ticks.add({ id, ticket, slot, at });
      await inside.add({ id, hash: ticket, timeslot: slot, numbers, at });
      return record;
    },

    /**
     * Not here after all. The list may have learnt of the scan meanwhile: this phone has
     * to speak against it.
     * @param {Line} line
     * @param {number} slot
     * @returns {Promise<Outgoing>}
     */
    async untick({ entry, scan }, slot) {
      const at = now().toISOString();
      const numbers = entry.seats[slot] ?? [];
      await inside.add({ id: scan, hash: entry.ticket, timeslot: slot, numbers, at });
      ticks.remove(scan);
      return queue.add("undo", { of: scan });
    },

    /** The server knows of these scans, or of their undo. @param {string[]} ids */
    settle: (ids) => inside.settle(ids),

    wipe: () => ticks.clear(),
  };
}

/**
 * By which scan this phone counted whom: ids, hashes, times. Kept over a reload, and as
 * long as they can be taken back.
 * @param {Pick<Storage, "getItem"|"setItem"|"removeItem">} storage
 */
function createTicks(storage) {
  /** @typedef {{id: string, ticket: string, slot: number, at: string}} Tick */
  /** @returns {Tick[]} */
  function all() {
    try {
      return JSON.parse(storage.getItem(KEY) ?? "[]");
    } catch {
      return [];
    }
  }
  /** @param {Tick[]} some */
  const keep = (some) => storage.setItem(KEY, JSON.stringify(some.slice(0, 200)));

  return {
    /** @param {Tick} tick the first one of a ticket and timeslot stays */
    add(tick) {
      const rest = all();
      if (!rest.some(({ id }) => id === tick.id)) {
        keep([tick, ...rest]);
      }
    },
    /** @param {string} id */
    remove: (id) => keep(all().filter((tick) => tick.id !== id)),
    /**
     * @param {string} ticket
     * @param {number} slot
     */
    of: (ticket, slot) => all().find((tick) => tick.ticket === ticket && tick.slot === slot),
    clear: () => storage.removeItem(KEY),
  };
}
