// @ts-check
/** @file Entry of the scanner page: makes the parts and wires them together. */

import { createApi } from "./api.js";
import { createCamera } from "./camera.js";
import { normalise } from "./code.js";
import { openDecoder } from "./decoder.js";
import { createDevice } from "./device.js";
import { createDoor } from "./door.js";
import { listen } from "./keyboard.js";
import { createQueue } from "./queue.js";
import { createScreen } from "./screen.js";
import { createSound } from "./sound.js";
import { openStore } from "./store.js";
import { fill } from "./verdict.js";

const RETRY_MS = 5000;

/** @type {import("./types.js").Words} */
const words = read("words");
/** @type {import("./types.js").Config} */
const config = read("config");
const { notes } = words;

const { store, lasting } = await openStore();
const device = createDevice(localStorage);
const api = createApi({ urls: config.api, token: () => device.token });
const queue = createQueue({
  store,
  send: api.scans,
  now: () => new Date(),
});
const sound = createSound();
/** @type {Promise<Awaited<ReturnType<typeof openDecoder>>|null>|undefined} */
let decoder;
/** No decoder on this phone: numbers are typed. */
let blind = false;

const screen = createScreen(notes, {
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

const door = createDoor({
  api,
  queue,
  device,
  screen,
  camera,
  sound,
  words,
  lasting,
  calm: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
});

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
    device.pair(answer.body);
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

/**
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

listen(document, (code) => void door.take(code));
addEventListener("online", () => void door.retry());
addEventListener("offline", () => void door.heard("retry"));
addEventListener("pageshow", () => void door.retry());
addEventListener("hashchange", pairingFromAddress);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    void door.retry();
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
await door.heard(navigator.onLine ? "ok" : "retry");
if (!pairingFromAddress()) {
  if (device.token) {
    await door.enter();
  } else {
    screen.pair("");
  }
}
