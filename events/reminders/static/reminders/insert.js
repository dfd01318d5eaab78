// @ts-check
/**
 * @file Puts a placeholder where the cursor was last. Without a script the table below
 * says what to copy.
 */

/** @param {Element} form */
function start(form) {
  for (const each of form.querySelectorAll("[data-with-script]")) each.removeAttribute("hidden");
  for (const each of form.querySelectorAll("[data-without-script]")) each.setAttribute("hidden", "");
  /** @type {HTMLInputElement | HTMLTextAreaElement | null} */
  let last = form.querySelector("textarea[data-field]");
  form.addEventListener("focusin", (event) => {
    const at = event.target;
    if (!(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement)) return;
    if (at.dataset.field) last = at;
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-insert]") : null;
    const text = button?.getAttribute("data-insert");
    if (!text || !last) return;
    last.setRangeText(text, last.selectionStart ?? 0, last.selectionEnd ?? 0, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  });
}

for (const form of document.querySelectorAll("form[data-text-editor]")) start(form);
