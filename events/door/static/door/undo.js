// @ts-check
/** @file Taking back what this device did, for 15 minutes. Times and numbers only. */

import { find } from "./controls.js";
import { clock } from "./timeslots.js";
import { fill } from "./verdict.js";

/** @typedef {{id: string, at: string, people: number}} Recent */

const KEY = "door.recent";
const UNDO_FOR_MS = 15 * 60 * 1000;
const MOST = 5;

/**
 * @param {object} parts
 * @param {() => ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {Record<string, string>} parts.words
 * @param {Storage} parts.storage
 */
export function createUndo({ door, queue, words, storage }) {
  const recent = createRecent(storage);
  /** @type {Recent|null} */
  let chosen = null;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "button text";
  button.textContent = words.last;
  button.addEventListener("click", list);
  const line = document.createElement("p");
  line.id = "undo-last";
  line.hidden = true;
  line.append(button);
  find("ready-acts").append(line);

  find("undo-do").addEventListener("click", () => void takeBack());
  find("undo-back").addEventListener("click", () => door().finish());

  /** The last few; with only one there is nothing to choose. */
  function list() {
    const some = recent.since(Date.now());
    if (!some.length) {
      line.hidden = true;
      return;
    }
    find("undo-list").replaceChildren(...some.map(choice));
    choose(some[0]);
    find("undo-list").hidden = some.length < 2;
    door().open("undo");
  }

  /** @param {Recent} one */
  function choose(one) {
    chosen = one;
    const values = { time: clock(one.at), n: `${one.people}` };
    find("undo-sure").textContent = fill(words.sure, values);
    find("undo-do").textContent = fill(words.do, values);
  }

  /**
   * @param {Recent} one
   * @param {number} place
   */
  function choice(one, place) {
    const label = document.createElement("label");
    label.className = "choice";
    const input = document.createElement("input");
    input.type = "radio";
    input.name = "undo";
    input.checked = place === 0;
    input.addEventListener("change", () => choose(one));
    const values = { time: clock(one.at), n: `${one.people}` };
    label.append(input, fill(words.line, values));
    return label;
  }

  async function takeBack() {
    const one = chosen;
    chosen = null;
    if (!one) {
      return;
    }
    const sent = await queue.sendNow(await queue.add("undo", { of: one.id }));
    recent.remove(one.id);
    const result = /** @type {any} */ (sent.row)?.result;
    const text = words[result ?? "kept"] ?? words.kept;
    await door().heard(sent.answer.kind);
    door().finish(fill(text, { time: clock(one.at), n: `${one.people}` }));
    if (result) {
      void door().refresh();
    }
  }

  /** @type {import("./types.js").Part} */
  return {
    offers({ scan, row }) {
      if (row.verdict !== "admitted" || door().role === "kiosk") {
        return [];
      }
      const one = { id: row.id, at: scan.at, people: row.admitted ?? 0 };
      recent.add(one);
      return [
        {
          label: words.undo,
          run() {
            find("undo-list").replaceChildren();
            find("undo-list").hidden = true;
            choose(one);
            door().open("undo");
          },
        },
      ];
    },
    ready() {
      line.hidden = !recent.since(Date.now()).length;
    },
    wipe: () => recent.clear(),
  };
}

/**
 * What this device let in lately: ids, times and numbers; kept over a reload.
 * @param {Storage} storage
 */
export function createRecent(storage) {
  /** @returns {Recent[]} */
  function all() {
    try {
      return JSON.parse(storage.getItem(KEY) ?? "[]");
    } catch {
      return [];
    }
  }
  /** @param {Recent[]} some */
  const keep = (some) => storage.setItem(KEY, JSON.stringify(some.slice(0, MOST)));
  /** @param {string} id */
  const remove = (id) => keep(all().filter((one) => one.id !== id));

  return {
    /** @param {Recent} one */
    add: (one) => keep([one, ...all().filter(({ id }) => id !== one.id)]),
    remove,
    /** The last first. @param {number} now milliseconds */
    since: (now) => all().filter(({ at }) => now - Date.parse(at) < UNDO_FOR_MS),
    clear: () => storage.removeItem(KEY),
  };
}
