// @ts-check
/** @file Makes one code out of whatever was scanned, typed or pasted. */

const LONGEST = 200;
const TICKET = /^[A-Z][0-9][A-Z2-7]{32}$/;
const RECEIPT = /^[0-9]{8}$/;

/**
 * Trimmed, full width made half width, upper case. What is neither a ticket nor a
 * receipt number is sent too: the server says `malformed` and keeps the count.
 *
 * @param {string} raw
 * @returns {{kind: "ticket"|"receipt"|"other"|"empty", code: string}}
 */
export function normalise(raw) {
  const text = raw.normalize("NFKC").replace(/\p{Cc}/gu, " ").trim();
  const dense = text.replace(/[\s\u2010-\u2015\u2212\u30fc-]/g, "").toUpperCase();
  if (TICKET.test(dense)) {
    return { kind: "ticket", code: dense };
  }
  if (RECEIPT.test(dense)) {
    return { kind: "receipt", code: dense };
  }
  if (!dense) {
    return { kind: "empty", code: "" };
  }
  return { kind: "other", code: firstCharacters(text.toUpperCase(), LONGEST) };
}

/**
 * @param {string} text
 * @param {number} length UTF-16 units, as the server counts characters at most so
 */
function firstCharacters(text, length) {
  const cut = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
