// @ts-check
/** @file Buttons, fields and keys of the page, as calls of what the helper did. */

/** @typedef {import("./types.js").Language} Language */

/**
 * What the helper did.
 * @typedef {object} Acts
 * @property {() => void} touch
 * @property {(code: string, name: string) => void} pair
 * @property {(timeslot: number) => void} choose
 * @property {() => void} camera
 * @property {(code: string) => void} typed
 * @property {() => void} next
 * @property {() => void} menu
 * @property {() => void} back
 * @property {() => void} slots
 * @property {(id: string) => void} cameraChoice
 * @property {(on: boolean) => void} light
 * @property {(change: {language?: Language, sound?: boolean, goOn?: boolean}) => void} setting
 * @property {() => void} forget
 * @property {() => void} forgetNow
 * @property {() => void} again
 */

/**
 * @param {string} id
 * @returns {any} the element; typed loosely, as the template is its only other side
 */
export const find = (id) => document.getElementById(id);

/**
 * @param {Acts} acts
 * @param {() => string} current
 */
export function wire(acts, current) {
  /** @type {(id: string, act: () => void) => void} */
  const tap = (id, act) => find(id).addEventListener("click", act);
  /** @type {(id: string, act: () => void) => void} */
  const submit = (id, act) =>
    find(id).addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      act();
    });
  document.addEventListener("pointerdown", acts.touch);
  submit("screen-pair", () =>
    acts.pair(find("pair-code").value, find("pair-name").value),
  );
  submit("screen-choose", () => {
    const chosen = find("choose-slots").querySelector(":checked");
    if (chosen) {
      acts.choose(Number(chosen.value));
    }
  });
  submit("typed", () => acts.typed(find("typed-code").value));
  tap("camera-on", acts.camera);
  tap("next", acts.next);
  tap("menu-open", acts.menu);
  tap("menu-close", acts.back);
  tap("menu-slot", acts.slots);
  tap("forget", acts.forget);
  tap("forget-yes", acts.forgetNow);
  tap("forget-no", acts.menu);
  tap("over-pair", acts.again);
  document.addEventListener("keydown", (event) => {
    const free = !(event.target instanceof HTMLButtonElement);
    if (current() === "verdict" && free && [" ", "Enter"].includes(event.key)) {
      event.preventDefault();
      acts.next();
    }
  });
  find("screen-menu").addEventListener("change", (/** @type {any} */ { target }) => {
    if (target.name === "language") {
      acts.setting({ language: target.value });
    } else if (target.id === "menu-sound") {
      acts.setting({ sound: target.checked });
    } else if (target.id === "menu-go-on") {
      acts.setting({ goOn: target.checked });
    } else if (target.id === "menu-torch") {
      acts.light(target.checked);
    } else if (target.id === "menu-camera") {
      acts.cameraChoice(target.value);
    }
  });
}
