// @ts-check
/** @file What each verdict looks, reads and sounds like. Pure: no page, no clock. */

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Words} Words */
/** @typedef {import("./types.js").Language} Language */
/** @typedef {import("./types.js").Presentation} Presentation */

/**
 * Green: go in. Yellow: the next step is known and is done here. Brown: a person
 * has to look into it. Each verdict has a sign of its own, so that nobody depends
 * on the colour.
 * @type {Record<string, {state: "in"|"again"|"move", sign: string, sound: string}>}
 */
export const LOOKS = {
  admitted: { state: "in", sign: "ok", sound: "go" },
  admitted_some: { state: "in", sign: "some", sound: "go" },
  already_in: { state: "again", sign: "twice", sound: "stop" },
  wrong_timeslot: { state: "move", sign: "move", sound: "step" },
  too_early: { state: "move", sign: "clock", sound: "step" },
  closed: { state: "again", sign: "shut", sound: "stop" },
  waiting: { state: "move", sign: "queue", sound: "step" },
  cancelled: { state: "again", sign: "cross", sound: "stop" },
  consent_missing: { state: "move", sign: "pen", sound: "step" },
  replaced: { state: "move", sign: "newer", sound: "step" },
  unknown: { state: "again", sign: "question", sound: "stop" },
  malformed: { state: "move", sign: "other", sound: "step" },
};

/** @type {Record<string, number[]>} */
const VIBRATIONS = { go: [80], step: [80, 80, 80], stop: [300, 100, 300] };

/**
 * @param {Row} row
 * @param {Words} words
 * @param {{language?: Language, values?: Record<string, string>}} [options]
 *   `values`: what the device knows for the placeholders (times of the timeslot)
 * @returns {Presentation}
 */
export function present(row, words, { language = "ja", values = {} } = {}) {
  const remaining = toCome(row);
  const key =
    row.verdict === "admitted" && remaining > 0 ? "admitted_some" : row.verdict;
  // A verdict this version does not know yet is never shown as a green light.
  const look = LOOKS[key] ?? LOOKS.unknown;
  const texts = words.verdicts[key];
  const known = {
    admitted: String(row.admitted ?? ""),
    n: String(remaining),
    ...values,
  };
  const word = texts ? fill(texts.word, known) : (row.message ?? "");
  // Nobody more than before: then a number would only puzzle.
  const count = look.state === "in" ? row.admitted || null : null;
  return {
    state: look.state,
    sign: look.sign,
    word,
    count,
    sentence: row.visitor?.[language] || fill(texts?.visitor[language] ?? "", known),
    language,
    next: row.next || fill(texts?.next ?? "", known),
    sound: look.sound,
    vibration: VIBRATIONS[look.sound],
    speech: count === null ? word : `${word}、${count}${words.notes.people}`,
  };
}

/**
 * As `present`, decided by this phone alone: 仮 until the server agrees. A green light
 * is the server's; here it is white with a dashed frame.
 * @param {Row} row
 * @param {Words} words
 * @param {{language?: Language, values?: Record<string, string>, asOf: string}} options
 *   `asOf`: what time the list is of
 * @returns {Presentation}
 */
export function presentHere(row, words, { language = "ja", values = {}, asOf }) {
  const { notes, already_in } = words.offline;
  const shown = present(row, words, { language, values });
  const untimed = row.verdict === "already_in" && !values.first_at;
  const age = row.verdict === "unknown" && notes.list_may_be_old;
  return {
    ...shown,
    ...(shown.state === "in" ? { state: "held", sign: "held" } : {}),
    sentence: untimed ? already_in[language] : shown.sentence,
    next: age || shown.next || notes.ask_supervisor,
    tag: notes.provisional,
    by: asOf ? fill(notes.decided_here, { time: asOf }) : notes.decided_here_alone,
    speech: `${notes.provisional}、${shown.speech}`,
  };
}

/**
 * The reading is safe on this device, but nobody has decided yet.
 * @param {Words} words
 * @param {"undecided"|"flood"|"no_list"|"receipt"|"insecure"} why
 * @returns {Presentation}
 */
export function undecided(words, why = "undecided") {
  return {
    state: "ready",
    sign: "off",
    word: words.notes.undecided,
    count: null,
    sentence: "",
    language: "ja",
    next:
      words.offline?.notes[`why_${why}`] ??
      (why === "flood" ? words.notes.flood_next : words.notes.undecided_next),
    sound: "step",
    vibration: VIBRATIONS.step,
    speech: words.notes.undecided,
  };
}

/** @param {Row} row */
function toCome(row) {
  return Math.max(0, row.remaining ?? (row.party ?? 0) - (row.admitted ?? 0));
}

/**
 * A sentence with a gap is worse than none: a missing value empties the text.
 * @param {string} text
 * @param {Record<string, string>} values
 */
export function fill(text, values) {
  let missing = false;
  const filled = text.replace(/\{(\w+)\}/g, (_, name) => {
    missing ||= !values[name];
    return values[name] ?? "";
  });
  return missing ? "" : filled;
}
