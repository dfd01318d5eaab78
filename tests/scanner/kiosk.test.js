import assert from "node:assert/strict";
import { test } from "node:test";

import { firstOf, saying } from "../../events/door/static/door/kiosk-says.js";
import { LOOKS } from "../../events/door/static/door/verdict.js";

const text = (ja) => ({ ja, "ja-easy": ja, en: ja });
const WORDS = Object.fromEntries(
  ["welcome", "to_desk", "desk", "already_in", "soon", "again", "malformed", "undecided"]
    .map((name) => [name, text(name)]),
);
WORDS.admitted = text("{n} in");
WORDS.too_early = text("from {time}");
WORDS.wrong_timeslot = text("ticket for {time}");

test("a family is welcomed with its number", () => {
  const says = saying({ id: "1", verdict: "admitted", admitted: 4 }, WORDS);

  assert.equal(says.state, "in");
  assert.equal(says.word.ja, "welcome");
  assert.equal(says.sentence.en, "4 in");
  assert.equal(says.toDesk, false);
});

test("whatever is not a welcome has one kind colour, and ends with people or a time", () => {
  for (const verdict of [...Object.keys(LOOKS), "of a later version"]) {
    if (verdict.startsWith("admitted")) {
      continue;
    }
    const says = saying({ id: "1", verdict }, WORDS, "13:15");
    assert.equal(says.state, "move", verdict);
    assert.ok(says.toDesk || ["too_early", "malformed"].includes(verdict), verdict);
    assert.ok(says.sentence.ja);
  }
});

test("nobody reads in public that a registration was cancelled or lacks consent", () => {
  const said = (verdict) => saying({ id: "1", verdict }, WORDS).sentence.ja;

  assert.equal(said("cancelled"), "desk");
  assert.equal(said("consent_missing"), "desk");
  assert.equal(said("waiting"), "desk");
});

test("a time that is not known is not spoken of", () => {
  assert.equal(saying({ id: "1", verdict: "too_early" }, WORDS, "").word.ja, "to_desk");
});

test("without an answer the desk helps", () => {
  const says = saying(null, WORDS);

  assert.equal(says.sentence.ja, "undecided");
  assert.equal(says.toDesk, true);
});

test("two of four are the first two of those who were let in", () => {
  const row = { id: "1", verdict: "admitted", admitted: 4 };
  const people = [1, 3, 4, 6].map((number) => ({ number, here: number !== 1 }));

  assert.deepEqual(firstOf(row, undefined, 2), [1, 2]);
  assert.deepEqual(firstOf(row, [2, 5, 7, 8], 2), [2, 5]);
  assert.deepEqual(firstOf({ ...row, people }, [2, 5], 2), [3, 4]);
});

test("one and two people are read as they are spoken", () => {
  const words = { ...WORDS, admitted: { ...text("{n}"), "ja-easy": "{n}人《にん》です。" } };
  const easy = (admitted) =>
    saying({ id: "1", verdict: "admitted", admitted }, words).sentence["ja-easy"];

  assert.equal(easy(1), "｜1人《ひとり》です。");
  assert.equal(easy(2), "｜2人《ふたり》です。");
  assert.equal(easy(12), "12人《にん》です。");
});
