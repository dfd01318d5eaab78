// @ts-check
/** @file Everything the page shows. Decides nothing. */

import { find, wire } from "./controls.js";
import { clock, day } from "./timeslots.js";
import { pieces, plain } from "./ruby.js";
import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Board} Board */
/** @typedef {import("./types.js").Timeslot} Timeslot */
/** @typedef {import("./types.js").Presentation} Presentation */
/** @typedef {import("./types.js").Language} Language */
/** @typedef {import("./controls.js").Acts} Acts */
/** @typedef {import("./types.js").Action} Action */

/**
 * @param {any} element
 * @param {string} text hidden when empty
 */
function tell(element, text) {
  // A live region must not repeat itself at every frame of the camera.
  if (element.textContent !== text) {
    element.textContent = text;
  }
  element.hidden = !text;
}

/**
 * @param {Record<string, string>} notes
 * @param {Acts} acts
 */
export function createScreen(notes, acts) {
  const door = find("door");
  const goOn = find("next").textContent;
  let current = "start";

  /** @param {string} name of a section `screen-…`; the strip shows where it asks so */
  function show(name) {
    find(`screen-${current}`).hidden = true;
    current = name;
    door.dataset.is = "ready";
    const screen = find(`screen-${name}`);
    find("strip").hidden = !("strip" in screen.dataset);
    screen.hidden = false;
    window.scrollTo(0, 0);
    screen.querySelector("[tabindex='-1']")?.focus();
  }

  wire(acts, () => current);

  return {
    get current() {
      return current;
    },
    show,

    /**
     * @param {string} code from the staff screen's QR, "" when it is to be typed
     */
    pair(code) {
      show("pair");
      find("pair-code").value = code;
      find("pair-code-field").hidden = Boolean(code);
      find("pair-about").hidden = Boolean(code);
      find("pair-scanned").hidden = !code;
      tell(find("pair-told"), "");
      (code ? find("pair-name") : find("pair-code")).focus();
    },
    /**
     * @param {string} text
     * @param {"code"|"name"} [field] the one to look at again
     */
    pairTold(text, field) {
      tell(find("pair-told"), text);
      for (const one of ["code", "name"]) {
        find(`pair-${one}`).setAttribute("aria-invalid", String(one === field));
      }
      if (field === "code") {
        find("pair-code").value = "";
        find("pair-code-field").hidden = false;
        find("pair-scanned").hidden = true;
      }
      if (field) {
        find(`pair-${field}`).focus();
      }
    },

    /**
     * @param {Board|null} board
     * @param {number|undefined} chosen
     * @param {string} told
     */
    choose(board, chosen, told) {
      show("choose");
      find("choose-event").textContent = board?.event.title ?? "";
      tell(find("choose-told"), told);
      const slots = find("choose-slots");
      slots.querySelectorAll("label").forEach((/** @type {Element} */ old) => old.remove());
      const some = board?.timeslots ?? [];
      const lasts = new Set(some.map(({ starts_at }) => day(starts_at))).size > 1;
      slots.append(...some.map((slot) => choice(slot, chosen, notes, lasts)));
      slots.querySelector(":checked")?.scrollIntoView({ block: "center" });
      find("screen-choose").querySelector("button").disabled = !board?.timeslots.length;
    },

    /**
     * @param {Timeslot|undefined} slot
     * @param {{linked: boolean, unsent: number, list: string}} state `list`: its time
     */
    strip(slot, { linked, unsent, list }) {
      find("strip-time").textContent = clock(slot?.starts_at);
      find("strip-title").textContent = slot?.title ?? "";
      find("strip-counts").textContent = slot ? counts(slot, notes) : "";
      find("strip-sign").setAttribute("href", linked ? "#i-on" : "#i-off");
      find("strip-link").textContent = linked ? notes.online : notes.offline;
      tell(find("strip-list"), list);
      tell(
        find("strip-unsent"),
        unsent ? ` ・ ${fill(notes.unsent, { n: String(unsent) })}` : "",
      );
    },

    /** @param {{note?: string, told?: string}} texts */
    ready({ note, told }) {
      if (note !== undefined) {
        find("ready-note").textContent = note;
      }
      if (told !== undefined) {
        tell(find("ready-told"), told);
      }
    },
    /** @param {"on"|"off"|"none"} state `none`: this phone cannot read codes */
    camera(state) {
      find("video").hidden = state !== "on";
      find("view").hidden = state === "none";
      find("camera-on").hidden = state !== "off";
    },
    clearTyped() {
      find("typed-code").value = "";
    },

    /**
     * @param {Presentation} shown
     * @param {Action[]} [actions] what can be done about it, besides going on
     */
    verdict(shown, actions = []) {
      show("verdict");
      door.dataset.is = shown.state;
      find("verdict-sign").setAttribute("href", `#i-${shown.sign}`);
      tell(find("verdict-tag"), shown.tag ?? "");
      find("verdict-word").textContent = shown.word;
      find("verdict-number").textContent = shown.count ?? "";
      find("verdict-count").hidden = shown.count === null;
      const sentence = find("verdict-sentence");
      sentence.lang = shown.language === "en" ? "en" : "ja";
      sentence.classList.toggle("easy", shown.language === "ja-easy");
      sentence.replaceChildren(...parts(shown.sentence));
      sentence.hidden = !shown.sentence;
      const lines = (shown.lines ?? []).map((text) => {
        const line = document.createElement("p");
        line.append(...parts(text));
        return line;
      });
      find("verdict-lines").replaceChildren(...lines);
      find("verdict-lines").hidden = !lines.length;
      const step = find("verdict-next");
      step.replaceChildren(...parts(shown.next));
      step.hidden = !shown.next;
      tell(find("verdict-by"), shown.by ?? "");
      find("aloud").textContent = [
        shown.speech,
        ...(shown.lines ?? []),
        plain(shown.sentence),
        shown.next,
        shown.by,
      ].filter(Boolean).join(" ");
      const main = actions.find((action) => action.main);
      find("next").textContent = main?.leave ?? goOn;
      find("verdict-acts").replaceChildren(...actions.map(button));
      find("next").classList.toggle("quiet", Boolean(main));
      (main ? find("verdict-acts").querySelector("button") : find("next")).focus();
    },
    silence() {
      find("aloud").textContent = "";
    },

    /**
     * @param {{cameras: {id: string, label: string}[], camera: string, canLight: boolean,
     *   sound: boolean, goOn: boolean, language: Language, device: string}} state
     */
    menu({ cameras, camera, canLight, sound, goOn, language, device }) {
      show("menu");
      const select = find("menu-camera");
      while (select.options.length > 1) {
        select.remove(1);
      }
      cameras.forEach(({ id, label }, index) => {
        const name = label || fill(notes.camera, { n: String(index + 1) });
        select.add(new Option(name, id, false, id === camera));
      });
      find("menu-torch-choice").hidden = !canLight;
      find("menu-sound").checked = sound;
      find("menu-go-on").checked = goOn;
      find("menu-device").textContent = device;
      for (const radio of document.querySelectorAll("[name=language]")) {
        const button = /** @type {HTMLInputElement} */ (radio);
        button.checked = button.value === language;
      }
      find("forget").hidden = false;
      find("forget-sure").hidden = true;
    },
    /** @param {number} unsent */
    sure(unsent) {
      find("forget").hidden = true;
      find("forget-sure").hidden = false;
      tell(
        find("forget-told"),
        unsent ? fill(notes.forget_unsent, { n: String(unsent) }) : "",
      );
      find("forget-no").focus();
    },

    /** @param {string} text */
    over(text) {
      find("over-note").textContent = text;
      show("over");
    },
  };
}

/** @param {Action} action */
function button({ label, sign, main, run }) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = main ? "button" : "button quiet";
  if (sign) {
    element.append(icon(sign));
  }
  element.append(label);
  element.addEventListener("click", run);
  const line = document.createElement("p");
  line.append(element);
  return line;
}

/** @param {string} sign */
function icon(sign) {
  const space = "http://www.w3.org/2000/svg";
  const element = document.createElementNS(space, "svg");
  element.setAttribute("class", "icon");
  element.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#i-${sign}`);
  element.append(use);
  return element;
}

/**
 * @param {Timeslot} slot
 * @param {number|undefined} chosen
 * @param {Record<string, string>} notes
 * @param {boolean} lasts the event has several days
 */
function choice(slot, chosen, notes, lasts) {
  const label = document.createElement("label");
  label.className = "choice";
  const input = document.createElement("input");
  input.type = "radio";
  input.name = "timeslot";
  input.value = String(slot.id);
  input.checked = slot.id === chosen;
  const text = document.createElement("span");
  const time = document.createElement("b");
  time.textContent = `${lasts ? `${day(slot.starts_at)} ` : ""}${clock(slot.starts_at)} `;
  const small = document.createElement("small");
  const doors = clock(slot.doors_at);
  small.textContent = [
    doors && fill(notes.doors, { time: doors }),
    counts(slot, notes),
  ].filter(Boolean).join(" ・ ");
  text.append(time, slot.title, small);
  label.append(input, text);
  return label;
}

/**
 * @param {Timeslot} slot
 * @param {Record<string, string>} notes
 */
function counts(slot, notes) {
  return fill(notes.counts, {
    admitted: String(slot.admitted),
    expected: String(slot.expected),
  });
}

/**
 * Japanese has no spaces: each sentence is kept together where it fits.
 * @param {string} text
 */
function parts(text) {
  return text.split(/(?<=。)/).map((sentence) => {
    const part = document.createElement("span");
    part.className = "part";
    part.append(...ruby(sentence));
    return part;
  });
}

/**
 * @param {string} text with 漢字《かんじ》
 * @returns {Node[]}
 */
function ruby(text) {
  return pieces(text).map(({ base, reading }) => {
    if (!reading) {
      return document.createTextNode(base);
    }
    const element = document.createElement("ruby");
    const above = document.createElement("rt");
    above.textContent = reading;
    element.append(base, above);
    return element;
  });
}
