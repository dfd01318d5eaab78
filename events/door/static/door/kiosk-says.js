// @ts-check
/** @file What a kiosk says to each verdict. Pure. */

import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Texts} Texts */
/** @typedef {import("./types.js").Saying} Saying */

const WELCOME_MS = 6000;
const READ_MS = 12_000;

/** @type {Record<string, {word: string, sentence: string, sign: string, toDesk?: boolean}>} */
const SAYS = {
  admitted: { word: "welcome", sentence: "admitted", sign: "ok" },
  already_in: { word: "to_desk", sentence: "already_in", sign: "desk", toDesk: true },
  wrong_timeslot: { word: "to_desk", sentence: "wrong_timeslot", sign: "desk", toDesk: true },
  too_early: { word: "soon", sentence: "too_early", sign: "clock" },
  malformed: { word: "again", sentence: "malformed", sign: "other" },
};
const DESK = { word: "to_desk", sentence: "desk", sign: "desk", toDesk: true };
const UNDECIDED = { ...DESK, sentence: "undecided" };

/**
 * @param {Row|null} row null: nobody has decided
 * @param {Record<string, Texts>} words
 * @param {string} [time] of the timeslot that the verdict is about
 * @returns {Saying}
 */
export function saying(row, words, time = "") {
  let { word, sentence, sign, toDesk = false } = row
    ? (SAYS[row.verdict] ?? DESK)
    : UNDECIDED;
  const values = { n: String(row?.admitted ?? ""), time };
  let texts = filled(words[sentence], values);
  if (!texts.ja) {
    ({ word, sign, toDesk } = DESK);
    texts = words.desk;
  }
  const welcome = row?.verdict === "admitted";
  return {
    state: welcome ? "in" : "move",
    sign,
    word: words[word],
    sentence: texts,
    toDesk,
    stays: welcome ? WELCOME_MS : READ_MS,
  };
}

/**
 * The numbers of those who came, when only `present` of them did. Which of them does
 * not matter to a count; where the server told, they are people of this admission.
 * @param {Row & {people?: {number: number, here: boolean}[]}} row
 * @param {number[]|undefined} letIn by this device
 * @param {number} present
 */
export function firstOf(row, letIn, present) {
  const here = row.people?.filter((person) => person.here).map(({ number }) => number);
  const all = here?.length ? here : (letIn ?? upTo(row.admitted ?? 0));
  return all.slice(0, present);
}

/** @param {number} n */
function upTo(n) {
  return Array.from({ length: n }, (_, index) => index + 1);
}

/**
 * @param {Texts} texts
 * @param {Record<string, string>} values
 * @returns {Texts}
 */
function filled(texts, values) {
  return {
    ja: fill(texts.ja, values),
    "ja-easy": readAloud(fill(texts["ja-easy"], values)),
    en: fill(texts.en, values),
  };
}

/**
 * One and two people have readings of their own.
 * @param {string} text
 */
function readAloud(text) {
  return text
    .replace(/(?<!\d)1人《にん》/g, "｜1人《ひとり》")
    .replace(/(?<!\d)2人《にん》/g, "｜2人《ふたり》");
}
