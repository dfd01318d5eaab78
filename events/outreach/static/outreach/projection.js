// @ts-check
/**
 * @file One line after another, gently. Space or Enter stops and starts, the arrows go
 * back and on, F fills the screen. Whoever asks their system for less motion sees no
 * fading, and nothing moves until they start it.
 */

const show = document.querySelector("[data-show]");
/** @type {HTMLElement[]} */
const leaves = [];
for (const each of show?.children ?? []) {
  if (each instanceof HTMLElement) leaves.push(each);
}
const still = matchMedia("(prefers-reduced-motion: reduce)");
const seconds = Number(show instanceof HTMLElement ? show.dataset.seconds : 0) || 12;
let place = 0;
let running = !still.matches;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} name @returns {HTMLButtonElement | null} */
function control(name) {
  const found = document.querySelector(`button[data-${name}]`);
  return found instanceof HTMLButtonElement ? found : null;
}

/** @param {number} to */
function turn(to) {
  place = (to + leaves.length) % leaves.length;
  leaves.forEach((each, number) => {
    const hidden = number !== place;
    each.classList.toggle("now", !hidden);
    each.inert = hidden;
    each.setAttribute("aria-hidden", String(hidden));
  });
  const told = document.querySelector("[data-place]");
  if (told) told.textContent = place ? `${place} / ${leaves.length - 1}` : "";
  clearTimeout(timer);
  if (running) timer = setTimeout(() => turn(place + 1), seconds * 1000);
}

/** @param {boolean} on */
function run(on) {
  running = on;
  const pause = control("pause");
  const words = pause?.querySelector("span");
  if (pause && words) words.textContent = (on ? pause.dataset.stop : pause.dataset.go) ?? "";
  turn(place);
}

function fill() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

if (leaves.length > 1) {
  document.documentElement.classList.add("turning");
  /** @type {[string, () => void][]} */
  const acts = [
    ["back", () => turn(place - 1)],
    ["pause", () => run(!running)],
    ["next", () => turn(place + 1)],
    ["full", fill],
  ];
  for (const [name, act] of acts) {
    const found = control(name);
    if (!found) continue;
    found.hidden = false;
    found.addEventListener("click", act);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target instanceof Element && event.target.closest("button, a");
    if (event.key === " " && !onControl) run(!running);
    else if (event.key === "ArrowRight" || event.key === "PageDown") turn(place + 1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") turn(place - 1);
    else if (event.key.toLowerCase() === "f") fill();
    else return;
    event.preventDefault();
  });
  run(running);
  // The first line stands at once; after that frame, one fades into the next.
  requestAnimationFrame(() => requestAnimationFrame(() => document.documentElement.classList.add("fading")));
}
