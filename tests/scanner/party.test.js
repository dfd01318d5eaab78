import assert from "node:assert/strict";
import { test } from "node:test";

import { tally } from "../../events/door/static/door/party.js";
import { createRecent } from "../../events/door/static/door/undo.js";

const WORDS = {
  inside: "{party}名のうち {inside}名 入場",
  all_inside: "{party}名のうち {inside}名 入場済み",
};

test("a party is told in whole numbers where the count alone would not do", () => {
  const row = (verdict, admitted, party, remaining) => ({ verdict, admitted, party, remaining });

  assert.equal(tally(row("admitted", 3, 4, 1), WORDS), "4名のうち 3名 入場");
  assert.equal(tally(row("admitted", 1, 4, 0), WORDS), "4名のうち 4名 入場済み");
  assert.equal(tally(row("already_in", 0, 4, 0), WORDS), "4名のうち 4名 入場済み");
  assert.equal(tally(row("admitted", 4, 4, 0), WORDS), "");
  assert.equal(tally(row("admitted", 1, 1, 0), WORDS), "");
  assert.equal(tally(row("wrong_timeslot", 0, 0, 0), WORDS), "");
  assert.equal(tally({ verdict: "admitted", admitted: 3, party: 4 }, WORDS), "");
});

function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    kept,
  };
}

const minutes = (n) => new Date(n * 60_000).toISOString();

test("what can be undone: the last five of fifteen minutes, each once", () => {
  const phone = storage();
  const recent = createRecent(phone);
  for (let n = 1; n <= 7; n += 1) {
    recent.add({ id: `${n}`, at: minutes(n), people: n });
  }
  recent.add({ id: "7", at: minutes(7), people: 7 });
  const ids = (at) => createRecent(phone).since(at * 60_000).map(({ id }) => id);

  assert.deepEqual(ids(8), ["7", "6", "5", "4", "3"]);
  assert.deepEqual(ids(20), ["7", "6"]);
  recent.remove("7");
  assert.deepEqual(ids(20), ["6"]);
  recent.clear();
  assert.equal(phone.kept.size, 0);
});
