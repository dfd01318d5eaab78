// @ts-check
/** @file Splits 漢字《かんじ》 into pieces; screen.js makes ruby elements of them. */

const MARK = /(?:｜([^《》｜]+)|([\p{Script=Han}々〆ヶ]+))《([^《》]+)》/gu;

/**
 * @param {string} text
 * @returns {{base: string, reading: string}[]} `reading` is "" for plain text
 */
export function pieces(text) {
  const found = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > from) {
      found.push({ base: text.slice(from, match.index), reading: "" });
    }
    found.push({ base: match[1] ?? match[2], reading: match[3] });
    from = match.index + match[0].length;
  }
  if (from < text.length) {
    found.push({ base: text.slice(from), reading: "" });
  }
  return found;
}

/**
 * The text without its readings, for a live region or a voice.
 * @param {string} text
 */
export function plain(text) {
  return pieces(text).map((piece) => piece.base).join("");
}
