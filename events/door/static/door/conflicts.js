// @ts-check
/** @file A supervisor's phone: cards that want a look, closed with a word. Online only. */

import { find } from "./controls.js";
import { clock } from "./timeslots.js";
import { fill } from "./verdict.js";

/** @typedef {{at: string, gate: string, by: string, said: string, people: number,
 *   late_minutes: number, undone: boolean}} Reading */
/** @typedef {{id: number, kind: string, word: string, receipt: string,
 *   scans: Reading[]}} Card */

const EVERY_MS = 4000;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {ReturnType<typeof import("./screen.js").createScreen>} parts.screen
 * @param {() => boolean} parts.isSupervisor
 * @param {() => void} parts.back to the camera
 * @param {import("./types.js").ConflictWords} parts.words
 * @returns {import("./types.js").Part & {watch: () => void}}
 */
export function createConflicts({ api, screen, isSupervisor, back, words }) {
  const { notes } = words;
  const open = document.createElement("button");
  open.type = "button";
  open.className = "button quiet";
  open.id = "conflicts-open";
  open.addEventListener("click", () => {
    screen.show("conflicts");
    void refresh();
  });
  const line = document.createElement("p");
  line.hidden = true;
  line.append(open);
  find("ready-acts").append(line);
  find("conflicts-back").addEventListener("click", () => back());

  /** What the cards on screen show, so that a word half typed is not taken away. */
  let shown = "";

  async function refresh() {
    if (!isSupervisor()) {
      line.hidden = true;
      return;
    }
    const answer = await api.ask("conflicts");
    if (answer.kind === "ok") {
      badge(answer.body.conflicts);
      draw(answer.body.conflicts);
    } else if (screen.current === "conflicts") {
      tell(notes.offline);
    }
  }

  /** @param {Card[]} cards */
  function badge(cards) {
    open.textContent = fill(notes.open, { n: String(cards.length) });
    line.hidden = cards.length === 0;
  }

  /** @param {Card[]} cards */
  function draw(cards) {
    if (screen.current !== "conflicts") {
      shown = "";
      return;
    }
    const now = JSON.stringify(cards);
    if (now !== shown) {
      shown = now;
      const box = find("conflicts-cards");
      const kept = new Map(
        [...box.children].map((/** @type {any} */ each) => [each.dataset.card, each]),
      );
      box.replaceChildren(
        ...cards.map((card) => {
          const key = JSON.stringify(card);
          return kept.get(key) ?? element(card, key);
        }),
      );
    }
    tell(cards.length ? "" : notes.none);
  }

  /** @param {string} text */
  function tell(text) {
    const told = find("conflicts-told");
    if (told.textContent !== text) {
      told.textContent = text;
    }
    told.hidden = !text;
  }

  /**
   * @param {Card} card
   * @param {string} key
   */
  function element(card, key) {
    const form = document.createElement("form");
    form.className = "sure";
    form.noValidate = true;
    form.dataset.card = key;
    const title = text("h2", card.word);
    const receipt = text("p", fill(notes.receipt, { number: card.receipt }));
    const readings = document.createElement("ul");
    readings.append(...card.scans.map((scan) => text("li", reading(scan))));
    const ready = document.createElement("div");
    ready.className = "chips";
    const field = document.createElement("input");
    field.id = `conflict-word-${card.id}`;
    field.maxLength = 200;
    field.autocomplete = "off";
    const label = document.createElement("label");
    label.htmlFor = field.id;
    label.textContent = notes.word;
    const told = text("p", "");
    told.className = "told";
    told.setAttribute("role", "alert");
    for (const word of words.ready[card.kind] ?? []) {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "button quiet";
      chip.textContent = word;
      chip.addEventListener("click", () => {
        field.value = word;
        field.focus();
      });
      ready.append(chip);
    }
    const close = document.createElement("button");
    close.className = "button";
    close.textContent = notes.close;
    form.append(
      title, receipt, readings, text("p", words.next[card.kind] ?? ""), ready, label,
      field, told, close,
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const word = field.value.trim();
      if (!word) {
        told.textContent = notes.word_missing;
        field.focus();
        return;
      }
      close.disabled = true;
      const answer = await api.ask("conflict-close", { id: card.id, word });
      close.disabled = false;
      if (answer.kind === "ok" || answer.kind === "refused") {
        await refresh(); // refused: it is gone, or closed by somebody else
        find("conflicts-back").focus();
      } else {
        told.textContent = notes.offline;
      }
    });
    return form;
  }

  /** @param {Reading} scan */
  function reading({ at, gate, by, said, people, late_minutes, undone }) {
    const values = { time: clock(at), gate, people: String(people) };
    return [
      fill(notes.line, values),
      notes[`by_${by}`] + (said ? `「${said}」` : ""),
      late_minutes ? fill(notes.late, { n: String(late_minutes) }) : "",
      undone ? notes.undone : "",
    ].filter(Boolean).join(" ・ ");
  }

  return {
    ready: () => void refresh(),
    wipe() {
      line.hidden = true;
      shown = "";
      find("conflicts-cards").replaceChildren();
    },
    /** Cards are seen within five seconds of the scan that made them. */
    watch() {
      setInterval(() => {
        const here = screen.current === "ready" || screen.current === "conflicts";
        if (!document.hidden && here) {
          void refresh();
        }
      }, EVERY_MS);
    },
  };
}

/**
 * @param {string} name
 * @param {string} content
 */
function text(name, content) {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}
