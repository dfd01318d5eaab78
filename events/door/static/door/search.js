// @ts-check
/** @file Finding a party by name or number. Names are on the screen only, for a minute. */

import { find } from "./controls.js";
import { clock } from "./timeslots.js";
import { fill } from "./verdict.js";

/**
 * One party, as the server tells it. Never stored.
 * @typedef {object} Hit
 * @property {string} receipt_number
 * @property {string} name
 * @property {string} kana
 * @property {number} people
 * @property {boolean} cancelled
 * @property {{id: number, people: number, in: number, waiting: number}[]} timeslots
 */

const SHOWN_MS = 60_000;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {Pick<ReturnType<typeof import("./screen.js").createScreen>, "show"|"current">} parts.screen
 * @param {{watch: (open: boolean) => void}} parts.camera
 * @param {Record<string, string>} parts.words
 * @param {number} [parts.shownFor] milliseconds until the names are taken away
 * @returns {import("./types.js").Part}
 */
export function createSearch({ api, door, screen, camera, words, shownFor = SHOWN_MS }) {
  const field = find("search-words");
  const list = find("search-hits");
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let fading;
  /** An answer to an older question, or to a closed screen, is not shown. */
  let question = 0;

  const line = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.id = "search-open";
  button.append(words.open);
  button.addEventListener("click", open);
  line.append(button);
  find("ready-acts").append(line);

  find("search").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void look();
  });
  find("search-close").addEventListener("click", close);
  find("screen-search").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !event.isComposing) {
      close();
    }
  });
  // Pictures of the screen for the list of open apps are taken when it is hidden.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      clear();
    }
  });
  addEventListener("pagehide", clear);

  function open() {
    camera.watch(false);
    clear();
    screen.show("search");
    tell(door.linked ? "" : words.offline);
    field.focus();
  }

  function close() {
    clear();
    door.ready();
  }

  function clear() {
    question += 1;
    clearTimeout(fading);
    field.value = "";
    list.replaceChildren();
    tell("");
  }

  async function look() {
    const typed = field.value.trim();
    if (!typed) {
      tell(words.too_little);
      field.focus();
      return;
    }
    clearTimeout(fading);
    list.replaceChildren();
    tell(words.looking);
    question += 1;
    const asked = question;
    const answer = await api.ask("search", { q: typed, timeslot: door.slot()?.id ?? null });
    if (asked !== question) {
      return;
    }
    if (answer.kind === "ok") {
      show(answer.body);
    } else if (answer.kind === "gone") {
      clear();
      await door.refresh();
    } else if (answer.kind === "flood") {
      tell(fill(words.flood, { seconds: String(answer.seconds) }));
    } else {
      tell(answer.kind === "retry" ? words.offline : words.too_little);
    }
  }

  /** @param {{hits: Hit[], more: boolean}} found */
  function show({ hits, more }) {
    list.replaceChildren(...hits.map(row));
    const count = fill(words.found, { n: String(hits.length) });
    tell(hits.length ? `${count}${more ? `　${words.more}` : ""}` : words.none);
    fading = setTimeout(() => {
      clear();
      tell(words.over);
    }, shownFor);
  }

  /** @param {Hit} hit */
  function row(hit) {
    const item = document.createElement("li");
    const choose = document.createElement("button");
    choose.type = "button";
    choose.className = "hit";
    const number = hit.receipt_number.replace(/(.{4})(?=.)/, "$1 ");
    choose.append(
      text("span", hit.kana, "kana"),
      text("b", hit.name),
      text("span", fill(words.party, { n: String(hit.people) })),
      text("span", fill(words.receipt, { number }), "number"),
      ...standings(hit),
    );
    choose.addEventListener("click", () => {
      clear();
      door.ready();
      void door.take(hit.receipt_number, { typed: true });
    });
    item.append(choose);
    return item;
  }

  /** @param {Hit} hit */
  function standings(hit) {
    if (hit.cancelled) {
      return [text("span", words.cancelled, "slot")];
    }
    return hit.timeslots.map((standing) => {
      const slot = door.board?.timeslots.find((one) => one.id === standing.id);
      const line = text("span", `${clock(slot?.starts_at)} ${slot?.title ?? ""} `, "slot");
      const parts = [
        standing.people && fill(words.party, { n: String(standing.people) }),
        standing.in && fill(words.inside, { n: String(standing.in) }),
        standing.waiting && words.waiting,
      ];
      line.append(text("b", parts.filter(Boolean).join(" ・ "), "keep"));
      if (standing.id === door.slot()?.id) {
        line.prepend(text("b", `${words.here} `));
      }
      return line;
    });
  }

  /** @param {string} told */
  function tell(told) {
    find("search-told").textContent = told;
  }

  return {
    ready: clear,
    wipe: clear,
  };
}

/**
 * @param {string} tag
 * @param {string} content
 * @param {string} [name] of its class
 */
function text(tag, content, name = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = content;
  return element;
}
