// @ts-check
/**
 * @file Keys for reading what came in: J and K go from line to line, A lets one
 * through, H goes to the reason for holding it back, U undoes. Every key is a button.
 */

/** @type {HTMLElement[]} */
const lines = [];
for (const each of document.querySelectorAll("[data-line]")) {
  if (each instanceof HTMLElement) lines.push(each);
}
/** @type {Record<string, string>} */
const BUTTONS = { a: "[data-accept]", h: "[data-hold]", u: "[data-undo]" };

/** @returns {number} */
function here() {
  return lines.findIndex((each) => each.contains(document.activeElement));
}

/** @param {number} place */
function go(place) {
  const line = lines[Math.min(Math.max(place, 0), lines.length - 1)];
  line?.focus();
  line?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    go(here() + (key === "j" ? 1 : -1));
    return;
  }
  const act = BUTTONS[key] && lines[here()]?.querySelector(BUTTONS[key]);
  if (!(act instanceof HTMLElement)) return;
  event.preventDefault();
  if (act instanceof HTMLInputElement) act.focus();
  else act.click();
});

// After a decision the page comes back: the next line is at hand at once.
if (location.hash === "#queue") go(0);
