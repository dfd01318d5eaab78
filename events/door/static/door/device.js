// @ts-check
/** @file What this phone remembers: the pairing and the helper's choices. No names. */

/**
 * @typedef {object} Pairing
 * @property {string} token
 * @property {string} device
 * @property {string} event
 * @property {string} expires_at
 */

/**
 * @typedef {object} Choices
 * @property {number|null} timeslot
 * @property {string} camera
 * @property {boolean} sound
 * @property {boolean} goOn back to the camera by itself after `admitted`
 * @property {import("./types.js").Language} language
 * @property {import("./types.js").KioskSetup|null} [kiosk] how this tablet was set up
 */

const PAIRING = "door.pairing";
const CHOICES = "door.choices";
const BOARD = "door.board";

/** @type {Choices} */
const DEFAULTS = {
  timeslot: null,
  camera: "",
  sound: true,
  goOn: true,
  language: "ja",
};

/**
 * @param {Storage} storage
 */
export function createDevice(storage) {
  /**
   * @param {string} key
   * @returns {any}
   */
  function read(key) {
    try {
      return JSON.parse(storage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }
  /** @type {Pairing|null} */
  let pairing = read(PAIRING);
  /** @type {Choices} */
  let choices = { ...DEFAULTS, ...read(CHOICES) };

  return {
    get token() {
      return pairing?.token ?? "";
    },
    /** Slug of the event that this phone is paired with. */
    get event() {
      return pairing?.event ?? "";
    },
    get choices() {
      return choices;
    },
    /** @returns {import("./types.js").Board|null} the timeslots as last heard */
    get board() {
      return read(BOARD);
    },
    /** @param {import("./types.js").Board} board for a reload without network */
    keep(board) {
      try {
        storage.setItem(BOARD, JSON.stringify(board));
      } catch {
        // A full phone starts without it after a reload.
      }
    },
    /** @param {Pairing} made */
    pair(made) {
      pairing = made;
      storage.setItem(PAIRING, JSON.stringify(made));
    },
    /** @param {Partial<Choices>} change */
    choose(change) {
      choices = { ...choices, ...change };
      storage.setItem(CHOICES, JSON.stringify(choices));
    },
    /** The token and every choice leave this phone. */
    forget() {
      pairing = null;
      choices = { ...DEFAULTS };
      storage.removeItem(PAIRING);
      storage.removeItem(CHOICES);
      storage.removeItem(BOARD);
    },
  };
}
