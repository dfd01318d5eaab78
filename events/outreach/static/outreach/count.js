// @ts-check
/**
 * @file Says how many characters are left, as people count them. Without a script a
 * button of the form does the same.
 */

const segmenter = new Intl.Segmenter("ja", { granularity: "grapheme" });

/**
 * @param {HTMLElement} counter
 * @param {HTMLInputElement} line
 */
function count(counter, line) {
  const left = Number(line.dataset.longest) - [...segmenter.segment(line.value.trim())].length;
  const words = (left < 0 ? counter.dataset.over : counter.dataset.left) ?? "";
  counter.textContent = words.replace("{n}", String(Math.abs(left)));
  counter.classList.toggle("error", left < 0);
}

for (const counter of document.querySelectorAll("[data-counter]")) {
  if (!(counter instanceof HTMLElement)) continue;
  const line = document.getElementById(counter.dataset.counter ?? "");
  if (!(line instanceof HTMLInputElement)) continue;
  // Read out only what changes after one has begun to type.
  count(counter, line);
  line.addEventListener("input", () => count(counter, line));
}
for (const each of document.querySelectorAll("[data-no-script]")) {
  if (each instanceof HTMLElement) each.hidden = true;
}
