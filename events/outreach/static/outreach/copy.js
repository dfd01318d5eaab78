// @ts-check
/**
 * @file Copies a text by one press, and counts it while it is edited. Without a script
 * the text area can be selected by hand; nothing is stored either way.
 */

const LINK_WEIGHT = 23;
// A link ends where Japanese begins.
const LINK = /https?:\/\/[!-~]+/g;
const NARROW = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];

/**
 * As X counts: a link is 23, a full-width sign 2.
 * @param {string} text
 */
function weight(text) {
  const links = text.match(LINK) ?? [];
  let sum = links.length * LINK_WEIGHT;
  for (const sign of text.normalize("NFC").replace(LINK, "")) {
    const code = sign.codePointAt(0) ?? 0;
    sum += NARROW.some(([low, high]) => low <= code && code <= high) ? 1 : 2;
  }
  return sum;
}

for (const part of document.querySelectorAll("[data-copy]")) {
  const text = part.querySelector("textarea, input");
  const button = part.querySelector("[data-copy-button]");
  const count = part.querySelector("[data-count]");
  if (!(text instanceof HTMLTextAreaElement || text instanceof HTMLInputElement)) continue;

  if (button instanceof HTMLButtonElement) {
    button.hidden = false;
    const said = part.querySelector("[data-copied]");
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        document.execCommand("copy"); // Pages without HTTPS have no clipboard.
      }
      if (said) said.textContent = button.dataset.done ?? "";
    });
    text.addEventListener("input", () => {
      if (said) said.textContent = "";
    });
  }
  if (count instanceof HTMLElement) {
    const limit = Number(count.dataset.limit);
    const isWeighted = "weighted" in count.dataset;
    text.addEventListener("input", () => {
      const length = isWeighted ? weight(text.value) : [...text.value].length;
      count.textContent = String(length);
      const line = count.closest("[data-length]");
      if (line instanceof HTMLElement) line.dataset.is = limit && length > limit ? "bad" : "";
    });
  }
}
