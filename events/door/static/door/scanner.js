// @ts-check
/** @file Entry of the scanner page: makes the parts and wires them together. */

import { createApi } from "./api.js";
import { createCamera } from "./camera.js";
import { createContact } from "./contact.js";
import { normalise } from "./code.js";
import { createConflicts } from "./conflicts.js";
import { openDecoder } from "./decoder.js";
import { createDevice } from "./device.js";
import { createCount } from "./count.js";
import { createDoor } from "./door.js";
import { createHeads } from "./heads.js";
import { createInside } from "./inside.js";
import { createInstall } from "./install.js";
import { createJudge } from "./judge.js";
import { listen } from "./keyboard.js";
import { createKiosk } from "./kiosk.js";
import { createLine } from "./line.js";
import { createList } from "./list.js";
import { createMove } from "./move.js";
import { beTheOne, takeItBack } from "./one-tab.js";
import { createOverride } from "./override.js";
import { createParty } from "./party.js";
import { createQueue } from "./queue.js";
import { createRehearsal } from "./rehearsal.js";
import { createRoll } from "./roll.js";
import { createRollScreen } from "./roll-screen.js";
import { createScreen } from "./screen.js";
import { createSearch } from "./search.js";
import { createSound } from "./sound.js";
import { createStore } from "./store.js";
import { openTables } from "./tables.js";
import { createRecent, createUndo } from "./undo.js";
import { fill } from "./verdict.js";
import { createWalkIn } from "./walk_in.js";

const RETRY_MS = 5000;

/** @type {import("./types.js").Words} */
const words = read("words");
/** @type {import("./types.js").Config} */
const config = read("config");
const { notes } = words;

await beTheOne({
  onTaken(goOn) {
    second(true);
    onButton("second-here", () => {
      second(false);
      goOn();
    });
  },
  onLost() {
    door.stop();
    screen.show("second");
    onButton("second-here", takeItBack);
  },
});
const app = createInstall(config.app, () => void door.wake());
await app.renew();

const { tables, lasting } = await openTables();
/** What the helper must know of this phone's storage. */
let storage = lasting ? "" : notes.not_lasting;
const store = createStore({
  tables,
  makeRoom: () => list.wipe(),
  onTrouble() {
    storage = words.offline.notes.storage_full;
  },
});
const device = createDevice(localStorage);
const contact = createContact({
  unsent: () => queue.unsent(),
  listAt: () => list.current?.as_of ?? "",
});
const api = createApi({
  urls: config.api,
  token: () => device.token,
  about: contact.about,
});
const serverNow = () => new Date(door.serverNow());
const list = createList({
  tables,
  ask: api.manifest,
  event: () => device.event,
  now: serverNow,
});
const inside = createInside({ tables, now: () => new Date() });
const queue = createQueue({
  store,
  send: api.send,
  now: () => new Date(),
  onAdd({ kind, body }) {
    if (kind === "undo") {
      void inside.takeBack(body.of);
    }
  },
});
const sound = createSound();
/** @type {Promise<Awaited<ReturnType<typeof openDecoder>>|null>|undefined} */
let decoder;
/** No decoder on this phone: numbers are typed. */
let blind = false;

const helpers = createScreen(notes, {
  touch: sound.wake,
  pair,
  choose(timeslot) {
    device.choose({ timeslot });
    door.ready();
  },
  async camera() {
    openEyes();
    await camera.start();
  },
  typed(code) {
    if (normalise(code).kind === "empty") {
      screen.ready({ told: notes.code_missing });
    } else {
      screen.clearTyped();
      void door.take(code, { typed: true });
    }
  },
  next: () => door.next(),
  async menu() {
    camera.watch(false);
    screen.menu({
      ...device.choices,
      cameras: await camera.list(),
      canLight: camera.canLight,
      device: door.place,
    });
  },
  back: () => door.ready(),
  slots: () => door.chooseTimeslot(),
  cameraChoice(id) {
    device.choose({ camera: id });
    void camera.choose(id);
  },
  light: (on) => void camera.light(on),
  setting(change) {
    device.choose(change);
    sound.turn(device.choices.sound);
  },
  async forget() {
    screen.sure(await queue.unsent());
  },
  forgetNow: () => void door.leave(notes.forgotten, { wipe: true }),
  again: () => screen.pair(""),
});

const kiosk = createKiosk({
  screen: helpers,
  door: () => door,
  device,
  queue,
  words: words.kiosk,
  notes,
  async startCamera(facing) {
    await camera.face(facing);
    openEyes();
    await camera.start();
  },
  watch: (open) => camera.watch(open),
});
const { screen } = kiosk;

const camera = createCamera({
  video: /** @type {HTMLVideoElement} */ (document.getElementById("video")),
  async onFrame(image) {
    const eyes = await decoder;
    const text = await eyes?.decode(image);
    if (text) {
      void door.take(text);
    }
  },
  onState(state) {
    if (blind) {
      return;
    }
    screen.camera(state === "on" ? "on" : "off");
    screen.ready({ note: state === "on" ? notes.aim : notes.camera_off });
    if (state === "refused") {
      screen.ready({ told: notes.camera_refused });
    }
  },
});

/**
 * What else a scanner does besides reading codes: each part in a file of its own.
 * @type {import("./types.js").Part[]}
 */
const others = [
  createMove({ door: () => door, api, words: words.move }),
  createOverride({ door: () => door, api, queue, words: words.override }),
  createParty({
    door: () => door,
    queue,
    words: words.party,
    forget: createRecent(localStorage).remove,
  }),
  createUndo({ door: () => door, queue, words: words.undo, storage: localStorage }),
];
const door = createDoor({
  others,
  api,
  queue,
  device,
  list,
  inside,
  judge: createJudge({ list, inside, now: serverNow }),
  screen,
  camera,
  sound,
  words,
  storage: () => storage,
  onAlone: () => void app.wait(),
  calm: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
});
others.push(
  kiosk.part,
  createSearch({ api, door, screen, camera, words: words.search }),
  createRehearsal(words.rehearsal, device.board),
);
const roll = createRoll({ list, inside, queue, storage: localStorage, now: serverNow });
others.push(createRollScreen({ door, list, queue, roll, screen, camera, sound, words: words.roll }));

const heads = createHeads({ door, queue, storage: localStorage });
others.push(
  createWalkIn({ door, heads, api, queue, screen, sound, words: words.walk_in }),
  createCount({ door, heads, screen, sound, words: words.count }),
  createLine({ door, api, queue, screen, sound, words: words.line }),
);

const conflicts = createConflicts({
  api,
  screen,
  isSupervisor: () => door.board?.device.role === "supervisor",
  back: () => door.ready(),
  words: words.conflicts,
});
others.push(conflicts);
conflicts.watch();

/**
 * @param {string} typed
 * @param {string} name of the place, never of a person
 */
async function pair(typed, name) {
  const code = typed.normalize("NFKC").replace(/\s/g, "");
  if (!code) {
    screen.pairTold(notes.pair_code_missing, "code");
    return;
  }
  if (!name.trim()) {
    screen.pairTold(notes.name_missing, "name");
    return;
  }
  const answer = await api.pair({ code, name: name.trim() });
  if (answer.kind === "ok") {
    device.forget();
    await list.wipe();
    device.pair(answer.body);
    void app.stay();
    await door.enter();
  } else if (answer.kind === "retry") {
    screen.pairTold(notes.no_network);
  } else if (answer.kind === "flood") {
    const minutes = String(Math.ceil(answer.seconds / 60));
    screen.pairTold(fill(notes.rate_limited, { minutes }));
  } else {
    screen.pairTold(notes.pair_code_over, "code");
  }
}

/** The decoder is fetched once the camera is wanted. */
function openEyes() {
  const worker = document.body.dataset.worker ?? "";
  decoder ??= openDecoder({ worker, ...config.decoder }).catch(() => {
    blind = true;
    camera.stop();
    screen.camera("none");
    screen.ready({ note: notes.decoder_missing, told: "" });
    return null;
  });
}

/** The staff screen's QR opens this page with #pair=CODE; the code does not stay. */
function pairingFromAddress() {
  const code = new URLSearchParams(location.hash.slice(1)).get("pair");
  if (code) {
    history.replaceState(null, "", location.pathname + location.search);
    camera.stop();
    screen.pair(code);
  }
  return Boolean(code);
}

/** @param {boolean} open one is open already, in another tab */
function second(open) {
  const [start, taken] = ["screen-start", "screen-second"].map((id) =>
    document.getElementById(id),
  );
  start?.toggleAttribute("hidden", open);
  taken?.toggleAttribute("hidden", !open);
}

/**
 * @param {string} id
 * @param {() => void} act
 */
function onButton(id, act) {
  document.getElementById(id)?.addEventListener("click", act, { once: true });
}

/**
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

listen(document, (code) => void door.take(code));
addEventListener("online", () => void door.wake());
addEventListener("offline", () => void door.heard("retry"));
addEventListener("pageshow", () => void door.wake());
addEventListener("hashchange", pairingFromAddress);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    void door.wake();
  }
});
addEventListener("beforeunload", (event) => {
  if (door.unsent) {
    event.preventDefault();
  }
});
setInterval(() => void door.tick(), RETRY_MS);

sound.turn(device.choices.sound);
void camera.choose(device.choices.camera);
screen.camera("off");
screen.ready({ note: notes.camera_off, told: "" });
if (!config.decoder.library) {
  openEyes();
}
await list.load();
await inside.load();
await door.heard(navigator.onLine ? "ok" : "retry");
if (!pairingFromAddress()) {
  if (device.token) {
    await door.enter();
  } else {
    screen.pair("");
  }
}
await app.keep();
