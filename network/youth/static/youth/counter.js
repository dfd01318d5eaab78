// @ts-check
/**
 * @file Says below a text how many characters are left. The server counts alike
 * (forms/motivation.py) and decides; without a script its sentence is the limit.
 */

const UNCOUNTED = /[\p{Mn}\p{Me}\p{Cf}]/u;
const PAUSE_MS = 700;

/**
 * Characters as people count them: 𠮷 and が are one, a line break is one.
 * @param {string} text
 */
export function countSigns(text) {
  const composed = text.replace(/\r\n?/g, "\n").trim().normalize("NFC");
  return [...composed].filter((sign) => !UNCOUNTED.test(sign)).length;
}

/** @param {HTMLTextAreaElement} field */
function watch(field) {
  const most = Number(field.dataset.most);
  const seen = document.createElement("p");
  seen.className = "small";
  seen.setAttribute("aria-hidden", "true");
  // Read out after a pause, so that it does not speak with every key.
  const heard = document.createElement("p");
  heard.className = "hide";
  heard.setAttribute("role", "status");
  field.after(seen, heard);
  let pause = 0;
  const tell = () => {
    const left = most - countSigns(field.value);
    const words = (left < 0 ? field.dataset.over : field.dataset.left) ?? "";
    seen.textContent = words.replace("{n}", String(Math.abs(left)));
    seen.classList.toggle("error", left < 0);
    return seen.textContent;
  };
  tell();
  field.addEventListener("input", () => {
    const words = tell();
    clearTimeout(pause);
    pause = setTimeout(() => (heard.textContent = words), PAUSE_MS);
  });
}

if (typeof document !== "undefined") {
  for (const field of document.querySelectorAll("textarea[data-most]")) {
    if (field instanceof HTMLTextAreaElement) watch(field);
  }
}
