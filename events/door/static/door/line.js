// @ts-check
/** @file The last minutes: the waiting line, called in its order. Numbers, no names. */

import { find } from "./controls.js";
import { clock } from "./timeslots.js";
import { fill } from "./verdict.js";

/**
 * @typedef {object} Party
 * @property {number} number
 * @property {number} people
 * @property {boolean} accepts_fewer
 * @property {boolean} absent called, and not there
 */

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {ReturnType<typeof import("./screen.js").createScreen>} parts.screen
 * @param {ReturnType<typeof import("./sound.js").createSound>} parts.sound
 * @param {Record<string, string>} parts.words
 * @returns {import("./types.js").Part}
 */
export function createLine({ door, api, queue, screen, sound, words }) {
  let busy = false;
  /** One id for one party until there is an answer: a second try seats nobody twice. */
  let trying = { number: 0, id: "" };

  function draw() {
    const parties = door.slot()?.line ?? 0;
    find("line-open").hidden = !parties || !door.linked;
    find("line-open-count").textContent = fill(words.parties, { n: `${parties}` });
  }

  /** @param {{number?: number, here?: boolean}} [step] */
  async function ask(step = {}) {
    const slot = door.slot();
    if (!slot || busy) {
      return;
    }
    busy = true;
    const number = step.number ?? 0;
    if (number && trying.number !== number) {
      trying = { number, id: queue.newId() };
    }
    const more = number ? { ...step, id: trying.id } : {};
    const answer = await api.ask("line", { timeslot: slot.id, ...more });
    busy = false;
    await door.heard(answer.kind);
    if (answer.kind !== "ok") {
      tell(answer.kind === "retry" ? words.no_network : words.failed);
      return;
    }
    trying = { number: 0, id: "" };
    show(answer.body);
  }

  /** @param {any} line as the server answers it */
  function show(line) {
    const values = {
      number: `${line.number ?? ""}`,
      first: `${line.first ?? ""}`,
      n: `${line.admitted ?? ""}`,
      time: clock(line.opens_at),
    };
    const some = line.result === "seated" && line.admitted < line.party;
    const name = some ? "seated_some" : line.result;
    tell(line.result === "looked" && line.is_open ? "" : fill(words[name] ?? "", values));
    if (!line.is_open) {
      tell(fill(words.too_early, values));
    }
    find("line-free").textContent = fill(words.free, { n: `${line.free}` });
    const here = line.parties.filter((/** @type {Party} */ one) => !one.absent);
    const away = line.parties.filter((/** @type {Party} */ one) => one.absent);
    const rows = here.map((/** @type {Party} */ one, /** @type {number} */ place) =>
      row(one, { first: place === 0, open: line.is_open }),
    );
    find("line-parties").replaceChildren(...rows);
    find("line-away").replaceChildren(
      ...away.map((/** @type {Party} */ one) => row(one, { first: false, open: line.is_open })),
    );
    find("line-away-part").hidden = !away.length;
    find("line-empty").hidden = line.waiting > 0;
    const slot = door.slot();
    if (slot) {
      slot.line = line.waiting;
    }
    if (line.result === "seated") {
      sound.signal("go");
      void door.refresh();
    }
  }

  /**
   * @param {Party} party
   * @param {{first: boolean, open: boolean}} how
   */
  function row(party, { first, open }) {
    const item = document.createElement("li");
    item.className = first ? "party first" : "party";
    const name = document.createElement("p");
    const number = document.createElement("b");
    number.textContent = fill(words.number, { number: `${party.number}` });
    const people = party.accepts_fewer ? words.people_fewer : words.people;
    name.append(number, ` ${fill(people, { n: `${party.people}` })}`);
    item.append(name);
    if (open) {
      const label = fill(words.number, { number: `${party.number}` });
      item.append(button(words.here, first, label, { number: party.number, here: true }));
      if (first) {
        item.append(button(words.not_here, false, label, { number: party.number, here: false }));
      }
    }
    return item;
  }

  /**
   * @param {string} text
   * @param {boolean} main
   * @param {string} about
   * @param {{number: number, here: boolean}} step
   */
  function button(text, main, about, step) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = main ? "button" : "button quiet";
    element.textContent = text;
    element.setAttribute("aria-label", `${about} ${text}`);
    element.addEventListener("click", () => void ask(step));
    return element;
  }

  /** @param {string} text */
  function tell(text) {
    find("line-told").textContent = text;
  }

  find("line-open").addEventListener("click", () => {
    screen.show("line");
    find("line-parties").replaceChildren();
    find("line-away-part").hidden = true;
    find("line-empty").hidden = true;
    tell("");
    void ask();
  });
  find("line-again").addEventListener("click", () => void ask());
  find("line-back").addEventListener("click", () => door.ready());

  return { ready: draw, counted: draw };
}
