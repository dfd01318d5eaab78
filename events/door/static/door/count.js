// @ts-check
/** @file The hand counter of an exhibition: a huge +1, undo, and the day by the hour. */

import { createChips } from "./chips.js";
import { find } from "./controls.js";
import { hourOf } from "./timeslots.js";
import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Timeslot} Timeslot */

// Volume keys come from a camera remote, and from the phone where a browser allows it.
const KEYS = [" ", "Enter", "AudioVolumeUp", "VolumeUp", "AudioVolumeDown", "VolumeDown"];

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./heads.js").createHeads>} parts.heads
 * @param {ReturnType<typeof import("./screen.js").createScreen>} parts.screen
 * @param {ReturnType<typeof import("./sound.js").createSound>} parts.sound
 * @param {Record<string, string>} parts.words
 * @returns {import("./types.js").Part}
 */
export function createCount({ door, heads, screen, sound, words }) {
  const chips = createChips(find("count-chips"));

  function draw() {
    const slot = door.slot();
    if (screen.current !== "count" || !slot) {
      return;
    }
    const mine = heads.unsent(slot);
    find("count-number").textContent = `${(slot.walk_ins ?? 0) + mine.length}`;
    const note = mine.length ? fill(words.unsent, { n: `${mine.length}` }) : "";
    find("count-unsent").textContent = note;
    find("count-unsent").hidden = !note;
    find("count-undo").disabled = !heads.canUndo;
    drawHours(slot, mine.map((tap) => tap.at));
  }

  /**
   * @param {Timeslot} slot
   * @param {number[]} here heads that the server does not know yet
   */
  function drawHours(slot, here) {
    const hours = byHour(slot.hours ?? {}, here);
    const most = Math.max(1, ...hours.map(([, heads]) => heads));
    find("count-hours").replaceChildren(
      ...hours.map(([hour, heads]) => line(hour, heads, most, words)),
    );
    find("count-hours").hidden = hours.length === 0;
  }

  async function plus() {
    const slot = door.slot();
    if (!slot) {
      return;
    }
    find("count-told").textContent = "";
    try {
      await heads.tap(slot, chips.take());
      sound.signal("tick");
    } catch {
      find("count-told").textContent = words.not_stored;
    }
    draw();
  }

  async function undo() {
    const undone = await heads.undo();
    find("count-told").textContent = undone ? words.undone : words.nothing_to_undo;
    draw();
  }

  function open() {
    screen.show("count");
    find("count-told").textContent = "";
    draw();
    find("count-plus").focus();
  }

  find("walk-in-count-open").addEventListener("click", open);
  find("count-plus").addEventListener("click", () => void plus());
  find("count-undo").addEventListener("click", () => void undo());
  find("count-back").addEventListener("click", () => door.ready());
  document.addEventListener("keydown", (event) => {
    const onButton = event.target instanceof HTMLButtonElement;
    const presses = [" ", "Enter"].includes(event.key) && onButton;
    if (screen.current === "count" && KEYS.includes(event.key) && !presses && !event.repeat) {
      event.preventDefault();
      void plus();
    }
  });

  return { counted: draw, answered: draw };
}

/**
 * The server's hours of today and what only this phone has counted. Pure.
 * @param {Record<string, number>} hours
 * @param {number[]} here milliseconds
 * @returns {[number, number][]} without gaps, in order
 */
export function byHour(hours, here) {
  /** @type {Map<number, number>} */
  const found = new Map(Object.entries(hours).map(([hour, n]) => [Number(hour), n]));
  for (const at of here) {
    const hour = hourOf(at);
    found.set(hour, (found.get(hour) ?? 0) + 1);
  }
  const [first, last] = [Math.min(...found.keys()), Math.max(...found.keys())];
  return found.size
    ? Array.from({ length: last - first + 1 }, (_, n) => [
        first + n,
        found.get(first + n) ?? 0,
      ])
    : [];
}

/**
 * @param {number} hour
 * @param {number} heads
 * @param {number} most
 * @param {Record<string, string>} words
 */
function line(hour, heads, most, words) {
  const row = document.createElement("li");
  const label = document.createElement("span");
  label.textContent = fill(words.hour, { hour: `${hour}` });
  const bar = document.createElement("progress");
  bar.max = most;
  bar.value = heads;
  bar.setAttribute("aria-hidden", "true");
  const figure = document.createElement("b");
  figure.textContent = fill(words.people, { n: `${heads}` });
  row.append(label, bar, figure);
  return row;
}
