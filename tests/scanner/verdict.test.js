import assert from "node:assert/strict";
import { test } from "node:test";

import { LOOKS, fill, present, undecided } from "../../events/door/static/door/verdict.js";
import { WORDS } from "./words.js";

const ELEVEN = [
  "admitted", "already_in", "wrong_timeslot", "too_early", "closed", "waiting",
  "cancelled", "consent_missing", "replaced", "unknown", "malformed",
];

test("each of the eleven verdicts has a word, a next step, a sound and its own sign", () => {
  const values = {
    first_at: "13:08", right_timeslot: "14:30", doors_time: "13:00", closed_at: "14:00",
  };

  const shown = ELEVEN.map((verdict) =>
    present({ id: "1", verdict, admitted: 2, party: 2 }, WORDS, { values }),
  );

  for (const one of shown) {
    assert.ok(one.word && one.next && one.sentence && one.sound && one.speech);
    assert.ok(one.vibration.length);
  }
  assert.equal(new Set(shown.map((one) => one.sign)).size, ELEVEN.length);
  assert.equal(new Set(Object.values(LOOKS).map((look) => look.sign)).size, 12);
});

test("only `admitted` is green", () => {
  for (const verdict of ELEVEN) {
    const { state } = present({ id: "1", verdict }, WORDS);
    assert.equal(state === "in", verdict === "admitted");
  }
});

test("a family of four is counted and spoken", () => {
  const shown = present({ id: "1", verdict: "admitted", admitted: 4, party: 4 }, WORDS);

  assert.equal(shown.word, "どうぞ");
  assert.equal(shown.count, 4);
  assert.equal(shown.sentence, "4名様ですね。");
  assert.equal(shown.speech, "どうぞ、4名");
});

test("some of a party came: the word says how many are to come", () => {
  const row = { id: "1", verdict: "admitted", admitted: 3, party: 4 };

  assert.equal(present(row, WORDS).word, "あと1名");
  assert.equal(present({ ...row, remaining: 0 }, WORDS).word, "どうぞ");
});

test("the server's sentence and next step go before the page's", () => {
  const row = {
    id: "1", verdict: "already_in", next: "入口Aに聞く", visitor: { en: "Used at 1:08pm." },
  };

  const shown = present(row, WORDS, { language: "en" });

  assert.equal(shown.sentence, "Used at 1:08pm.");
  assert.equal(shown.language, "en");
  assert.equal(shown.next, "入口Aに聞く");
});

test("a sentence with an unknown value is left out, never shown with a gap", () => {
  const shown = present({ id: "1", verdict: "already_in", first_at: null }, WORDS);

  assert.equal(shown.sentence, "");
  assert.equal(shown.word, "入場済み");
  assert.equal(fill("{a}と{b}", { a: "1" }), "");
});

test("a verdict of a newer server is shown by its message and is not green", () => {
  const shown = present({ id: "1", verdict: "full", message: "満席" }, WORDS);

  assert.equal(shown.word, "満席");
  assert.equal(shown.state, "again");
});

test("without an answer nobody is let in by colour", () => {
  const shown = undecided(WORDS);

  assert.equal(shown.state, "ready");
  assert.equal(shown.next, "名簿で確かめる");
  assert.equal(undecided(WORDS, "flood").next, "少し待つ");
});
