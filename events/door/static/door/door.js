// @ts-check
/** @file What happens at the door, from a code to the next visitor. No page here. */

import { createAgreeing } from "./agreeing.js";
import { createAsking } from "./asking.js";
import { normalise } from "./code.js";
import { createShowing } from "./showing.js";
import { clock, likely, stillChosen } from "./timeslots.js";
import { createTurn } from "./turn.js";
import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Part} Part */
/** @typedef {import("./asking.js").Reading} Reading */
/** @typedef {import("./asking.js").Asked} Asked */

/** The counts are asked for on every third tick of 5 s, the list every minute. */
const BOARD_EVERY = 3;
const LIST_EVERY = 12;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {ReturnType<typeof import("./device.js").createDevice>} parts.device
 * @param {ReturnType<typeof import("./list.js").createList>} parts.list
 * @param {ReturnType<typeof import("./inside.js").createInside>} parts.inside
 * @param {ReturnType<typeof import("./judge.js").createJudge>} parts.judge
 * @param {ReturnType<typeof import("./screen.js").createScreen>} parts.screen
 * @param {ReturnType<typeof import("./camera.js").createCamera>} parts.camera
 * @param {ReturnType<typeof import("./sound.js").createSound>} parts.sound
 * @param {import("./types.js").Words} parts.words
 * @param {() => string} parts.storage what the helper must know of it: "" when all is well
 * @param {() => void} parts.onAlone decided without the server
 * @param {() => boolean} parts.calm has the helper asked for less motion?
 * @param {Part[]} parts.others filled by scanner.js after this was made
 */
export function createDoor(parts) {
  const { api, queue, device, list, inside, judge, screen, camera } = parts;
  const { sound, words, storage, onAlone, calm, others } = parts;
  const { notes, offline } = words;
  const turn = createTurn();
  let board = device.board;
  let linked = true;
  let unsent = 0;
  let ticks = 0;
  let ticking = false;
  let stopped = false;
  let leaving = false;
  /** How far the server's clock is ahead, in milliseconds. */
  let ahead = board?.ahead ?? 0;
  /** Scans that the counts on screen have in them. */
  const counted = new Set();

  const asking = createAsking({ queue, judge, linked: () => linked });
  const slots = () => board?.timeslots ?? [];
  const showing = createShowing({
    device, judge, screen, sound, words, others, calm, count, slots, slot, next,
  });
  const agreeing = createAgreeing({ queue, judge, showing, words, decide, count, next });

  /** After pairing, and after a reload: to the camera, or first to the timeslots. */
  async function enter() {
    board = device.board;
    // Known from before: the camera first, the network when it comes.
    const asked = refresh().then(renewList);
    if (!board) {
      await asked;
    }
    if (!device.token) {
      return;
    }
    const chosen = stillChosen(slots(), device.choices.timeslot, serverNow());
    const only = slots().length === 1 ? slots()[0] : chosen;
    if (only) {
      device.choose({ timeslot: only.id });
      ready();
    } else {
      chooseTimeslot();
    }
  }

  function chooseTimeslot() {
    const chosen = slot() ?? likely(slots(), serverNow());
    const told = board ? (slots().length ? "" : notes.no_timeslots) : notes.no_network;
    screen.choose(board, chosen?.id, told);
  }

  function ready() {
    screen.show("ready");
    screen.silence();
    screen.ready({ told: agreeing.takeNews() || storage() });
    strip();
    camera.watch(true);
    others.forEach((part) => part.ready?.());
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
    screen.ready({ told: notes.checking });
    await Promise.all(others.map((part) => part.reading?.(code)));
    await decide({ kind, code, timeslot: device.choices.timeslot });
  }

  /**
   * A scan of a part: stored, then sent.
   * @param {{code: string, people: "all"|number[], said?: "admitted",
   *   let_in?: number[]}} what `said`: a helper has let these people in
   * @param {Row} [here] what to show where the server does not say so
   */
  async function ask(what, here) {
    showing.stay();
    camera.watch(false);
    const timeslot = device.choices.timeslot;
    await decide({ kind: "ticket", timeslot, ...what, here });
  }

  /** @param {Reading} reading */
  async function decide(reading) {
    try {
      await settle(reading, await asking.ask(reading));
    } catch {
      // The phone's storage is gone: nothing was sent, so say so.
      turn.next(Date.now());
      ready();
      screen.ready({ told: notes.not_stored });
    }
  }

  /**
   * @param {Reading} reading
   * @param {Asked} asked
   */
  async function settle(reading, { record, sent, judged, later }) {
    // Silence too: the next visitor does not wait for it.
    await heard(sent?.answer.kind ?? "retry");
    if (sent?.answer.kind === "gone") {
      await gone(sent.answer.reason);
    } else if (sent?.row) {
      const { here } = reading;
      const row = here && sent.row.verdict !== here.verdict ? here : sent.row;
      showing.server(record, { ...row, id: record.id });
    } else if (judged) {
      const flood = sent?.answer.kind === "flood";
      agreeing.show({ reading, record, judged, pending: Boolean(later) }, { flood });
      onAlone();
      void later?.then(async (answer) => {
        await agreeing.late(record, answer);
        await heardOf(answer.answer);
      });
    }
  }

  /**
   * A screen of a part, in the middle of a verdict: nothing goes on by itself.
   * @param {string} name
   */
  function open(name) {
    showing.stay();
    camera.watch(false);
    screen.show(name);
  }

  /** From a part's screen to the next visitor. @param {string} [told] */
  function finish(told = "") {
    showing.stay();
    agreeing.close();
    turn.next(Date.now());
    ready();
    if (told) {
      screen.ready({ told });
    }
  }

  function next() {
    showing.stay();
    agreeing.close();
    turn.next(Date.now());
    if (screen.current === "verdict") {
      ready();
    }
  }

  /** Unsent scans, again and again, until each has its answer. */
  async function retry() {
    if (!device.token || stopped) {
      return;
    }
    const { answered, answer } = await queue.flush({ except: agreeing.unripe });
    const scans = answered.filter(({ kind }) => kind === "scan");
    const undone = answered.filter(({ kind }) => kind === "undo");
    await inside.settle([
      ...scans.map(({ row }) => row.id),
      ...undone.map(({ record }) => record.body.of),
    ]);
    await agreeing.hear(scans);
    tellNews();
    for (const { kind, row } of answered) {
      others.forEach((part) => part.answered?.([row], kind));
    }
    if (answer) {
      await heardOf(answer);
    }
  }

  function tellNews() {
    if (screen.current === "ready") {
      const told = agreeing.takeNews();
      if (told) {
        screen.ready({ told });
      }
    }
  }

  /** The counts at the door, and whether we are connected. */
  async function refresh() {
    const answer = await api.timeslots();
    if (!device.token) {
      return; // taken off meanwhile
    }
    if (answer.kind === "ok") {
      ahead = Date.parse(answer.body.server_time) - Date.now() || 0;
      board = { ...answer.body, ahead };
      device.keep(board);
      counted.clear();
    }
    await heardOf(answer);
    if (answer.kind === "ok") {
      others.forEach((part) => part.counted?.(answer.body));
    }
  }

  /** What has changed in the list. */
  async function renewList() {
    if (!device.token || !linked || stopped) {
      return;
    }
    const asked = Date.now();
    const answer = await list.refresh();
    if (answer?.kind === "ok" || answer?.kind === "same") {
      await inside.prune(asked);
    }
    strip();
    others.forEach((part) => part.listed?.());
    if (answer?.kind === "gone") {
      await gone(answer.reason);
    }
  }

  /** The page is looked at again, or the network is back. */
  async function wake() {
    if (device.token && !stopped) {
      await retry();
      await refresh();
      await renewList();
    }
  }

  /** Every 5 s while the page is open. */
  async function tick() {
    ticks += 1;
    if (!device.token || stopped || ticking) {
      return;
    }
    ticking = true;
    try {
      await list.expire().catch(() => {});
      if (unsent) {
        await retry();
      }
      if (document.hidden) {
        return;
      }
      if (screen.current === "choose" && !board) {
        await enter();
      } else if (!linked || ticks % BOARD_EVERY === 0) {
        await refresh();
      }
      if (ticks % LIST_EVERY === 0 || !list.current) {
        await renewList();
      }
    } finally {
      ticking = false;
    }
  }

  /** @param {string} kind of an answer: all but `retry` came from the server */
  async function heard(kind) {
    linked = kind !== "retry";
    unsent = await queue.unsent();
    strip();
    if (linked && kind !== "flood") {
      void agreeing.askAgain();
    }
  }

  /** @param {import("./types.js").Answer<any>} answer */
  async function heardOf(answer) {
    await heard(answer.kind);
    if (answer.kind === "gone") {
      await gone(answer.reason);
    }
  }

  /**
   * 401. What is unsent is handed over once more: the server takes it as evidence. A
   * phone that staff stopped then keeps nothing; one whose day is over keeps what could
   * not be handed over until it is paired again or taken off: those visitors were there.
   * @param {string} reason
   */
  async function gone(reason) {
    if (leaving) {
      return;
    }
    leaving = true;
    const left = await queue.handOver();
    if (reason === "revoked") {
      await leave(notes.device_revoked, { wipe: true });
    } else if (left) {
      const text = fill(notes.device_expired_unsent, { n: String(left) });
      await leave(text, { wipe: false });
    } else {
      await leave(notes.device_expired, { wipe: true });
    }
    leaving = false;
  }

  /**
   * @param {string} text
   * @param {{wipe: boolean}} how `wipe`: unsent scans are deleted too
   */
  async function leave(text, { wipe }) {
    showing.stay();
    camera.stop();
    device.forget();
    board = null;
    agreeing.forget();
    const wiped = [list.wipe(), inside.wipe(), ...others.map((part) => part.wipe?.())];
    if (wipe) {
      wiped.push(queue.wipe());
      unsent = 0;
    }
    // One table that is broken must not keep the others.
    await Promise.allSettled(wiped);
    turn.next(Date.now());
    screen.silence();
    screen.over(text);
  }

  /** Another tab goes on: this one does nothing more. */
  function stop() {
    stopped = true;
    showing.stay();
    camera.stop();
  }

  /**
   * Counted here until the server's next count, once.
   * @param {Row} row
   * @param {string} id
   */
  function count(row, id) {
    const here = slot();
    if (here && row.verdict === "admitted" && !counted.has(id)) {
      counted.add(id);
      here.admitted += row.admitted ?? 0;
      if (board) {
        device.keep(board);
      }
      strip();
    }
  }

  function slot() {
    return board?.timeslots.find((one) => one.id === device.choices.timeslot);
  }

  function strip() {
    const time = clock(list.current?.as_of);
    const known = time ? fill(offline.notes.list, { time }) : offline.notes.no_list;
    screen.strip(slot(), { linked, unsent, list: known });
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
    wake,
    heard,
    leave,
    stop,
    refresh,
    renewList,
    /** A part counted people by itself; fewer where it took that back. */
    count,
    /** Another timeslot at this door, without leaving the screen. @param {number} id */
    async stand(id) {
      device.choose({ timeslot: id });
      await heard(linked ? "ok" : "retry");
    },
    /**
     * A part let people in by a scan of its own: until the list knows, this phone does.
     * @param {import("./types.js").Scan} scan
     * @param {"all"|number[]} numbers
     */
    remember: (scan, numbers) => judge.admitted(scan, "", { numbers }),
    ask,
    showRow: showing.server,
    showVerdict: showing.say,
    open,
    finish,
    /** Nothing goes on by itself while something is asked. */
    hold: showing.stay,
    /** Back to the verdict, where nothing was done. */
    back: showing.again,
    get role() {
      return board?.device.role ?? "gate";
    },
    /** The timeslot at this door. */
    slot,
    serverNow,
    get linked() {
      return linked;
    },
    get board() {
      return board;
    },
    get unsent() {
      return unsent;
    },
    /** Event and device, for the menu. */
    get place() {
      return board ? `${board.event.title}（${board.device.name}）` : "";
    },
  };
}
