// @ts-check
/** @file A tablet that visitors use by themselves (自動受付). */

import { createAwake } from "./awake.js";
import { createKioskScreen } from "./kiosk-screen.js";
import { firstOf, saying } from "./kiosk-says.js";
import { clock, likely, stillChosen } from "./timeslots.js";
import { fill } from "./verdict.js";

/** @typedef {ReturnType<typeof import("./screen.js").createScreen>} Screen */
/** @typedef {ReturnType<typeof import("./door.js").createDoor>} Door */
/** @typedef {import("./types.js").Decided} Decided */
/** @typedef {import("./types.js").Presentation} Presentation */
/** @typedef {import("./types.js").KioskSetup} Setup */

/**
 * The screens of a kiosk are those of a helper, to all who ask which one is open.
 * @type {Record<string, string>}
 */
const STANDS_FOR = { kiosk: "ready", "kiosk-answer": "verdict" };
const IDLE_MS = 30_000;
const STAFF_IDLE_MS = 90_000;

/**
 * Puts itself before the helper's screen: on a device that is no kiosk all goes
 * through unchanged.
 *
 * @param {object} parts
 * @param {Screen} parts.screen
 * @param {() => Door} parts.door it is made after this
 * @param {ReturnType<typeof import("./device.js").createDevice>} parts.device
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {Record<string, import("./types.js").Texts>} parts.words
 * @param {Record<string, string>} parts.notes
 * @param {(facing: Setup["facing"]) => Promise<void>} parts.startCamera
 * @param {(open: boolean) => void} parts.watch
 * @returns {{screen: Screen, part: import("./types.js").Part}}
 */
export function createKiosk({
  screen, door: theDoor, device, queue, words, notes, startCamera, watch,
}) {
  const awake = createAwake();
  /** The admission on the screen. @type {Decided|null} */
  let decided = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  /**
   * What door.js tells a helper in passing, as far as it is for visitors.
   * @type {Record<string, string>}
   */
  const passing = {
    [notes.same]: "same",
    [notes.checking]: "checking",
    [notes.camera_refused]: "no_camera",
    [notes.not_stored]: "undecided",
  };

  const isKiosk = () => theDoor().board?.device.role === "kiosk";

  const ui = createKioskScreen(words, {
    next,
    some: () => {
      screen.show("kiosk-some");
      ui.heads(decided?.row.admitted ?? 1);
      after(IDLE_MS, next);
    },
    heads: (present) => void onlySome(present),
    camera: () => void begin(),
    staff,
    begin(setup) {
      device.choose({ kiosk: setup, goOn: false });
      void document.documentElement.requestFullscreen?.().catch(() => {});
      theDoor().ready();
    },
    slots: () => theDoor().chooseTimeslot(),
    async leave() {
      const unsent = await queue.unsent();
      ui.leave(unsent ? fill(notes.forget_unsent, { n: String(unsent) }) : "");
    },
    leaveNow: () => void theDoor().leave(notes.forgotten, { wipe: true }),
  });

  /**
   * @param {number} milliseconds
   * @param {() => void} act
   */
  function after(milliseconds, act) {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  }

  /** Back to the camera, for the next visitor. */
  function next() {
    clearTimeout(timer);
    theDoor().next();
    if (screen.current !== "kiosk") {
      theDoor().ready();
    }
  }

  function staff() {
    clearTimeout(timer);
    watch(false);
    screen.show("kiosk-staff");
    ui.staff(device.choices.kiosk ?? null, theDoor().place);
    if (device.choices.kiosk) {
      after(STAFF_IDLE_MS, next);
    }
  }

  /** @param {Setup} setup */
  function standby(setup) {
    clearTimeout(timer);
    decided = null;
    ui.takeView();
    screen.show("kiosk");
    ui.standby(title(), setup);
    awake.keep(true);
    void begin();
  }

  async function begin() {
    await startCamera(device.choices.kiosk?.facing ?? "user");
  }

  function title() {
    const slot = theDoor().slot();
    return slot ? `${clock(slot.starts_at)} ${slot.title}` : "";
  }

  /**
   * @param {Decided|null} what
   * @param {Presentation|null} shown what a helper would see; it is said aloud after this
   * @param {{parts: boolean}} how
   */
  function answer(what, shown, { parts }) {
    const row = what?.row ?? null;
    const says = saying(row, words, time(row));
    decided = what;
    screen.show("kiosk-answer");
    ui.answer(says, { desk: device.choices.kiosk?.desk ?? "", parts });
    if (shown && says.state !== "in") {
      shown.sound = "step";
      shown.speech = says.word.ja;
    }
    after(says.stays, next);
  }

  /** @param {import("./types.js").Row|null} row */
  function time(row) {
    const right = theDoor().board?.timeslots.find((slot) => slot.id === row?.timeslot);
    return row?.verdict === "wrong_timeslot"
      ? clock(right?.starts_at)
      : clock(theDoor().slot()?.doors_at);
  }

  /**
   * The whole party was let in, and only PRESENT of it are here: take that back, and let
   * these in. Both are kept and sent in this order, also without signal.
   * @param {number} present
   */
  async function onlySome(present) {
    const first = decided;
    if (!first || present >= (first.row.admitted ?? 0)) {
      next();
      return;
    }
    decided = null; // a second tap is too late
    clearTimeout(timer);
    const people = firstOf(first.row, first.scan.let_in, present);
    const { code, timeslot } = first.scan;
    await queue.sendNow(await queue.add("undo", { of: first.scan.id }));
    const record = await queue.add("scan", { code, timeslot, mode: "online", people });
    const { row } = await queue.sendNow(record);
    if (!row) {
      await queue.amend(record, { said: "admitted", let_in: people });
    }
    const known = row ?? { id: record.id, verdict: "admitted", admitted: people.length };
    answer({ scan: record.body, row: known, by: row ? "server" : "here" }, null, {
      parts: false,
    });
    void theDoor().refresh();
  }

  return {
    screen: {
      ...screen,
      get current() {
        return STANDS_FOR[screen.current] ?? screen.current;
      },
      show(name) {
        const setup = device.choices.kiosk;
        if (name !== "ready" || !isKiosk()) {
          ui.giveViewBack();
          screen.show(name);
        } else if (setup) {
          standby(setup);
        } else {
          staff();
        }
      },
      ready(texts) {
        screen.ready(texts);
        if (texts.told === "") {
          ui.told(null);
        } else if (texts.told && passing[texts.told]) {
          ui.told(words[passing[texts.told]]);
        }
      },
      camera(state) {
        screen.camera(state);
        ui.camera(state);
      },
      verdict(shown, actions) {
        if (!isKiosk()) {
          screen.verdict(shown, actions);
          return;
        }
        const what = decided;
        answer(what, shown, { parts: (what?.row.admitted ?? 0) > 1 });
      },
    },
    part: {
      // Asked just before each verdict that has one; nothing is offered to visitors here.
      offers(what) {
        decided = what;
        return [];
      },
      /** Nobody is there to change it: the next door to open is the next timeslot. */
      counted({ timeslots }) {
        if (!isKiosk() || screen.current !== "kiosk") {
          return;
        }
        const now = theDoor().serverNow();
        const { timeslot, kiosk } = device.choices;
        const slot = stillChosen(timeslots, timeslot, now) ?? likely(timeslots, now);
        if (slot && slot.id !== timeslot) {
          device.choose({ timeslot: slot.id });
        }
        ui.standby(title(), kiosk ?? { desk: "", facing: "user" });
      },
      wipe() {
        clearTimeout(timer);
        decided = null;
        awake.keep(false);
        ui.giveViewBack();
        if (document.fullscreenElement) {
          void document.exitFullscreen().catch(() => {});
        }
      },
    },
  };
}
