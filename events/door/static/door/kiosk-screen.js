// @ts-check
/** @file What a kiosk shows: three languages at once, large, and nothing to fiddle with. */

import { find } from "./controls.js";
import { pieces, plain } from "./ruby.js";

/** @typedef {import("./types.js").Saying} Saying */
/** @typedef {import("./types.js").Texts} Texts */
/** @typedef {import("./types.js").KioskSetup} Setup */

const HOLD_MS = 5000;

/**
 * @param {Record<string, Texts>} words
 * @param {object} acts
 * @param {() => void} acts.next
 * @param {() => void} acts.some
 * @param {(heads: number) => void} acts.heads
 * @param {() => void} acts.camera
 * @param {() => void} acts.staff the corner was held
 * @param {(setup: Setup) => void} acts.begin
 * @param {() => void} acts.slots
 * @param {() => void} acts.leave
 * @param {() => void} acts.leaveNow
 */
export function createKioskScreen(words, acts) {
  for (const element of document.querySelectorAll("[data-says]")) {
    const name = /** @type {HTMLElement} */ (element).dataset.says ?? "";
    say(element, words[name]);
  }
  document.querySelectorAll("[data-corner]").forEach((corner) =>
    hold(/** @type {HTMLElement} */ (corner), acts.staff),
  );
  /** @type {(id: string, act: () => void) => void} */
  const tap = (id, act) => find(id).addEventListener("click", act);
  tap("kiosk-next", acts.next);
  tap("kiosk-some", acts.some);
  tap("kiosk-camera", acts.camera);
  tap("kiosk-slots", acts.slots);
  tap("kiosk-leave", acts.leave);
  tap("kiosk-leave-yes", acts.leaveNow);
  tap("kiosk-leave-no", () => sure(false));
  const form = find("screen-kiosk-staff");
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    acts.begin({ desk: form.elements.desk.value, facing: form.elements.facing.value });
  });

  /** @param {boolean} asked */
  function sure(asked) {
    find("kiosk-leave").hidden = asked;
    find("kiosk-sure").hidden = !asked;
  }

  return {
    /** The camera's picture is one element; it stands where it is looked at. */
    takeView() {
      find("kiosk-view").append(find("view"));
    },
    giveViewBack() {
      find("screen-ready").querySelector("h1")?.after(find("view"));
    },
    /**
     * @param {string} slot time and title
     * @param {Setup} setup
     */
    standby(slot, setup) {
      find("kiosk-slot").textContent = slot;
      find("kiosk-view").dataset.facing = setup.facing;
    },
    /** @param {Texts|null} texts */
    told(texts) {
      const line = find("kiosk-told");
      line.hidden = !texts;
      say(line, texts);
    },
    /** @param {"on"|"off"|"none"} state */
    camera(state) {
      find("kiosk-camera-line").hidden = state !== "off";
    },
    /**
     * @param {Saying} shown
     * @param {{desk: Setup["desk"], parts: boolean}} how `parts`: some may be missing
     */
    answer(shown, { desk, parts }) {
      find("door").dataset.is = shown.state;
      find("kiosk-sign").setAttribute("href", `#i-${shown.sign}`);
      find("kiosk-way").toggleAttribute("hidden", !shown.toDesk || !desk);
      find("kiosk-way").dataset.to = desk;
      say(find("kiosk-word"), shown.word);
      say(find("kiosk-sentence"), shown.sentence);
      find("kiosk-some").hidden = !parts;
      find("aloud").textContent = [shown.word, shown.sentence]
        .flatMap(({ ja, en }) => [plain(ja), en])
        .join(" ");
      find("kiosk-next").focus();
    },
    /** @param {number} most */
    heads(most) {
      const buttons = Array.from({ length: most }, (_, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button quiet";
        button.textContent = String(index + 1);
        button.addEventListener("click", () => acts.heads(index + 1));
        return button;
      });
      find("kiosk-heads").replaceChildren(...buttons);
    },
    /**
     * @param {Setup|null} setup
     * @param {string} device
     */
    staff(setup, device) {
      form.elements.desk.value = setup?.desk ?? "";
      form.elements.facing.value = setup?.facing ?? "user";
      find("kiosk-device").textContent = device;
      sure(false);
    },
    /** @param {string} unsent a sentence, or nothing */
    leave(unsent) {
      find("kiosk-unsent").textContent = unsent;
      find("kiosk-unsent").hidden = !unsent;
      sure(true);
      find("kiosk-leave-no").focus();
    },
  };
}

/**
 * Held by finger, or by key: five seconds is longer than a child's patience.
 * @param {HTMLElement} corner
 * @param {() => void} act
 */
function hold(corner, act) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    timer = setTimeout(act, HOLD_MS);
  };
  corner.addEventListener("pointerdown", start);
  for (const end of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) {
    corner.addEventListener(end, stop);
  }
  corner.addEventListener("keydown", (event) => {
    if (["Enter", " "].includes(event.key)) {
      event.preventDefault();
      if (!event.repeat) {
        start();
      }
    }
  });
  corner.addEventListener("contextmenu", (event) => event.preventDefault());
}

/**
 * @param {Element} element
 * @param {Texts|null} texts
 */
function say(element, texts) {
  element.replaceChildren(
    ...Object.entries(texts ?? {})
      .filter(([language, text]) => text && !(language === "ja-easy" && text === texts?.ja))
      .map(([language, text]) => {
        const line = document.createElement("span");
        line.lang = language === "en" ? "en" : "ja";
        line.classList.toggle("easy", language === "ja-easy");
        line.append(...pieces(text).map(piece));
        return line;
      }),
  );
}

/** @param {{base: string, reading: string}} piece */
function piece({ base, reading }) {
  if (!reading) {
    return document.createTextNode(base);
  }
  const ruby = document.createElement("ruby");
  const above = document.createElement("rt");
  above.textContent = reading;
  ruby.append(base, above);
  return ruby;
}
