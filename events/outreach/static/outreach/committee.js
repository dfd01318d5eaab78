// @ts-check
/**
 * @file Keys for the committee: 1 to 5 give points, the arrows go back and on. The
 * buttons and links do the same without a script.
 */

/** @type {Record<string, string>} */
const LINKS = { ArrowLeft: "[data-back]", ArrowRight: "[data-skip]" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const found = /^[1-5]$/.test(event.key)
    ? document.querySelector(`button[name=points][value="${event.key}"]`)
    : LINKS[event.key] && document.querySelector(LINKS[event.key]);
  if (!(found instanceof HTMLElement)) return;
  event.preventDefault();
  found.click();
});
