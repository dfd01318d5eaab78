// @ts-check
/** @file What happens at the door, from a code to the next visitor. No page here. */

import { normalise } from "./code.js";
import { clock, likely, stillChosen } from "./timeslots.js";
import { createTurn } from "./turn.js";
import { fill, present, undecided } from "./verdict.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Presentation} Presentation */

/** The counts are asked for on every third tick of 5 s. */
const BOARD_EVERY = 3;
const GO_ON_MS = 4000;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {ReturnType<typeof import("./device.js").createDevice>} parts.device
 * @param {ReturnType<typeof import("./screen.js").createScreen>} parts.screen
 * @param {ReturnType<typeof import("./camera.js").createCamera>} parts.camera
 * @param {ReturnType<typeof import("./sound.js").createSound>} parts.sound
 * @param {import("./types.js").Words} parts.words
 * @param {boolean} parts.lasting do stored scans survive a reload?
 * @param {() => boolean} parts.calm has the helper asked for less motion?
 */
export function createDoor(parts) {
  const { api, queue, device, screen, camera, sound, words, lasting, calm } = parts;
  const { notes } = words;
  const turn = createTurn();
  let board = device.board;
  let linked = true;
  let unsent = 0;
  let ticks = 0;
  /** How far the server's clock is ahead, in milliseconds. */
  let ahead = 0;
  /** The scan on screen that has no verdict yet. */
  let awaited = "";
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let goOn;

  /** After pairing, and after a reload: to the camera, or first to the timeslots. */
  async function enter() {
    board = device.board;
    await refresh();
    if (!device.token) {
      return;
    }
    const slots = board?.timeslots ?? [];
    const chosen = stillChosen(slots, device.choices.timeslot, serverNow());
    const only = slots.length === 1 ? slots[0] : chosen;
    if (only) {
      device.choose({ timeslot: only.id });
      ready();
    } else {
      chooseTimeslot();
    }
  }

  function chooseTimeslot() {
    const slots = board?.timeslots ?? [];
    const chosen = slot() ?? likely(slots, serverNow());
    const told = board ? (slots.length ? "" : notes.no_timeslots) : notes.no_network;
    screen.choose(board, chosen?.id, told);
  }

  function ready() {
    screen.show("ready");
    screen.silence();
    screen.ready({ told: lasting ? "" : notes.not_lasting });
    strip();
    camera.watch(true);
  }

  /**
   * One code, from the camera, a reader or the field. Stored first, then sent.
   * @param {string} raw
   * @param {{typed?: boolean}} [how]
   */
  async function take(raw, how = {}) {
    const { kind, code } = normalise(raw);
    if (kind === "empty" || screen.current !== "ready") {
      return;
    }
    const asked = turn.ask(code, Date.now(), how);
    if (asked === "busy") {
      return;
    }
    if (asked === "same") {
      screen.ready({ told: notes.same });
      return;
    }
    camera.watch(false);
    screen.ready({ told: notes.checking });
    try {
      const scan = await queue.add({ code, timeslot: device.choices.timeslot });
      await settle(scan.id, await queue.sendNow(scan));
    } catch {
      // The phone's storage is full or gone: nothing was sent, so say so.
      turn.next(Date.now());
      ready();
      screen.ready({ told: notes.not_stored });
    }
  }

  /**
   * @param {string} id
   * @param {Awaited<ReturnType<typeof queue.sendNow>>} sent
   */
  async function settle(id, { answer, row }) {
    await heard(answer.kind);
    if (answer.kind === "gone") {
      await gone(answer.reason);
    } else if (row) {
      showRow(row);
    } else {
      awaited = id;
      showVerdict(undecided(words, answer.kind === "flood" ? "flood" : "undecided"));
    }
  }

  /** @param {Row} row */
  function showRow(row) {
    count(row);
    const right = board?.timeslots.find((one) => one.id === row.timeslot);
    const values = {
      first_at: clock(row.first_at),
      right_timeslot: clock(right?.starts_at),
      doors_time: clock(slot()?.doors_at),
      closed_at: clock(slot()?.closes_at),
    };
    showVerdict(present(row, words, { language: device.choices.language, values }));
    if (row.verdict === "admitted" && device.choices.goOn && !calm()) {
      goOn = setTimeout(next, GO_ON_MS);
    }
  }

  /** @param {Presentation} shown */
  function showVerdict(shown) {
    strip();
    screen.verdict(shown);
    sound.play(shown);
  }

  function next() {
    clearTimeout(goOn);
    awaited = "";
    turn.next(Date.now());
    if (screen.current === "verdict") {
      ready();
    }
  }

  /** Unsent scans, again and again, until each has its answer. */
  async function retry() {
    if (!device.token) {
      return;
    }
    const { rows, answer } = await queue.flush();
    if (answer) {
      await heard(answer.kind);
    }
    const mine = rows.find((row) => row.id === awaited);
    tellLater(rows.filter((row) => row !== mine));
    if (mine && screen.current === "verdict") {
      awaited = "";
      showRow(mine);
    }
    if (answer?.kind === "gone") {
      await gone(answer.reason);
    }
  }

  /** @param {Row[]} rows verdicts whose visitors have long gone in */
  function tellLater(rows) {
    rows.forEach(count);
    if (rows.length) {
      const inside = rows.filter((row) => row.verdict === "admitted").length;
      const values = { admitted: `${inside}`, other: `${rows.length - inside}` };
      screen.ready({ told: fill(notes.sent_later, values) });
    }
  }

  /** The counts at the door, and whether we are connected. */
  async function refresh() {
    const answer = await api.timeslots();
    await heard(answer.kind);
    if (answer.kind === "gone") {
      await gone(answer.reason);
    } else if (answer.kind === "ok") {
      board = answer.body;
      device.keep(board);
      ahead = Date.parse(board.server_time) - Date.now() || 0;
      strip();
    }
  }

  /** Every 5 s while the page is open. */
  async function tick() {
    ticks += 1;
    if (!device.token || document.hidden) {
      return;
    }
    if (unsent) {
      await retry();
    }
    if (screen.current === "choose" && !board) {
      await enter();
    } else if (ticks % BOARD_EVERY === 0) {
      await refresh();
    }
  }

  /** @param {string} kind of an answer: all but `retry` came from the server */
  async function heard(kind) {
    linked = kind !== "retry";
    unsent = await queue.unsent();
    strip();
  }

  /**
   * 401. A phone that staff stopped keeps nothing. One whose day is over keeps what
   * is unsent until it is paired again or taken off: those visitors were there.
   * @param {string} reason
   */
  async function gone(reason) {
    const left = await queue.unsent();
    if (reason === "revoked") {
      await leave(notes.device_revoked, { wipe: true });
    } else if (left) {
      const text = fill(notes.device_expired_unsent, { n: String(left) });
      await leave(text, { wipe: false });
    } else {
      await leave(notes.device_expired, { wipe: true });
    }
  }

  /**
   * @param {string} text
   * @param {{wipe: boolean}} how `wipe`: unsent scans are deleted too
   */
  async function leave(text, { wipe }) {
    clearTimeout(goOn);
    camera.stop();
    device.forget();
    board = null;
    awaited = "";
    if (wipe) {
      await queue.wipe();
      unsent = 0;
    }
    turn.next(Date.now());
    screen.silence();
    screen.over(text);
  }

  /** @param {Row} row counted here until the server's next count */
  function count(row) {
    const here = slot();
    if (here && row.verdict === "admitted") {
      here.admitted += row.admitted ?? 0;
    }
  }

  function slot() {
    return board?.timeslots.find((one) => one.id === device.choices.timeslot);
  }

  function strip() {
    screen.strip(slot(), { linked, unsent });
  }

  function serverNow() {
    return Date.now() + ahead;
  }

  return {
    enter,
    chooseTimeslot,
    ready,
    take,
    next,
    retry,
    tick,
    heard,
    leave,
    get unsent() {
      return unsent;
    },
    /** Event and device, for the menu. */
    get place() {
      return board ? `${board.event.title}（${board.device.name}）` : "";
    },
  };
}
