// @ts-check
/** @file Heads counted on this phone in the last minutes: what can be taken back. */

const KEY = "door.taps";
const UNDO_MS = 15 * 60 * 1000;

/**
 * @typedef {object} Tap
 * @property {string} id
 * @property {number} at milliseconds by this phone's clock
 * @property {number} timeslot
 * @property {boolean} unsent not answered yet: counted here only (仮)
 */

/**
 * Survives a reload. Ids and times only: nothing that was said of a person.
 * @param {Pick<Storage, "getItem"|"setItem"|"removeItem">} storage
 */
export function createTaps(storage) {
  /** @type {Tap[]} */
  let taps = read();

  /** @returns {Tap[]} */
  function read() {
    try {
      return JSON.parse(storage.getItem(KEY) ?? "[]");
    } catch {
      return [];
    }
  }

  /** @param {number} now */
  function keep(now) {
    taps = taps.filter((tap) => tap.unsent || now - tap.at <= UNDO_MS);
    try {
      storage.setItem(KEY, JSON.stringify(taps));
    } catch {
      // A full storage: they live as long as the page, the queue holds the heads.
    }
  }

  return {
    /** @param {Tap} tap */
    add(tap) {
      taps.push(tap);
      keep(tap.at);
    },
    /**
     * @param {string} id
     * @param {number} now
     */
    sent(id, now) {
      taps = taps.map((tap) => (tap.id === id ? { ...tap, unsent: false } : tap));
      keep(now);
    },
    /**
     * @param {string} id
     * @param {number} now
     */
    remove(id, now) {
      taps = taps.filter((tap) => tap.id !== id);
      keep(now);
    },
    /**
     * The latest that may still be taken back.
     * @param {number} now
     * @returns {Tap|undefined}
     */
    last(now) {
      return taps.filter((tap) => now - tap.at <= UNDO_MS).at(-1);
    },
    /** @param {string} id */
    get: (id) => taps.find((tap) => tap.id === id),
    /** @param {number} timeslot @returns {Tap[]} counted here only */
    unsent(timeslot) {
      return taps.filter((tap) => tap.unsent && tap.timeslot === timeslot);
    },
    wipe() {
      taps = [];
      storage.removeItem(KEY);
    },
  };
}
