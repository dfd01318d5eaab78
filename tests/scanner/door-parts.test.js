import assert from "node:assert/strict";
import { test } from "node:test";

import { createBurst } from "../../events/door/static/door/keyboard.js";
import { pieces, plain } from "../../events/door/static/door/ruby.js";
import { clock, likely, stillChosen } from "../../events/door/static/door/timeslots.js";
import { createTurn } from "../../events/door/static/door/turn.js";

function typed(burst, keys, gap) {
  let time = 1000;
  let code = null;
  for (const key of [...keys, "Enter"]) {
    code = burst.key(key, (time += gap));
  }
  return code;
}

test("a reader's burst is a code, a hand on the keys is not", () => {
  assert.equal(typed(createBurst(), "47132086", 8), "47132086");
  assert.equal(typed(createBurst(), "47132086", 180), null);
  assert.equal(typed(createBurst(), "", 8), null);
  assert.equal(typed(createBurst(), "ab", 8), null);
});

test("shift of a reader that types capitals is not part of the code", () => {
  const burst = createBurst();
  const keys = ["Shift", "K", "1", "Shift", "A", "B", "C", "D", "Enter"];

  const codes = keys.map((key, i) => burst.key(key, 1000 + i * 10));

  assert.equal(codes.at(-1), "K1ABCD");
});

test("one visitor at a time", () => {
  const turn = createTurn();

  assert.equal(turn.ask("A", 0), "take");
  assert.equal(turn.ask("B", 10), "busy");
  turn.next(5000);
  assert.equal(turn.ask("B", 5001), "take");
});

test("the ticket still in view is not read again until it was away for three seconds", () => {
  const turn = createTurn();
  turn.ask("A", 0);
  turn.next(4000);

  assert.equal(turn.ask("A", 6000), "same");
  assert.equal(turn.ask("A", 8900), "same");
  assert.equal(turn.ask("A", 12_000), "take");
});

test("a typed number is meant, even at once", () => {
  const turn = createTurn();
  turn.ask("47132086", 0);
  turn.next(1000);

  assert.equal(turn.ask("47132086", 1001, { typed: true }), "take");
});

const slot = (id, starts, doors, closes) => ({
  id, title: `${id}`, expected: 0, admitted: 0, capacity: null, ends_at: null,
  starts_at: `2026-02-15T${starts}:00+09:00`,
  doors_at: doors && `2026-02-15T${doors}:00+09:00`,
  closes_at: closes && `2026-02-15T${closes}:00+09:00`,
});
const DAY = [
  slot(2, "14:30", "14:15", "15:00"),
  slot(1, "13:30", "13:00", "14:00"),
  slot(3, "15:30", null, null),
];
const at = (time) => Date.parse(`2026-02-15T${time}:00+09:00`);

test("the open door is offered, else the next, else the last", () => {
  assert.equal(likely(DAY, at("13:10")).id, 1);
  assert.equal(likely(DAY, at("14:05")).id, 2);
  assert.equal(likely(DAY, at("09:00")).id, 1);
  assert.equal(likely(DAY, at("15:10")).id, 3);
  assert.equal(likely(DAY, at("20:00")).id, 3);
  assert.equal(likely([], at("20:00")), undefined);
});

test("a choice survives a reload until its door closes", () => {
  assert.equal(stillChosen(DAY, 1, at("13:59")).id, 1);
  assert.equal(stillChosen(DAY, 1, at("14:01")), undefined);
  assert.equal(stillChosen(DAY, null, at("13:30")), undefined);
});

test("the clock is Tokyo's on a phone that is set to another country", () => {
  assert.equal(clock("2026-02-15T04:30:00Z"), "13:30");
  assert.equal(clock("2026-02-14T15:05:00Z"), "00:05");
  assert.equal(clock(null), "");
});

test("ruby marks become pieces", () => {
  assert.deepEqual(pieces("この 券《けん》は ｜2人《ふたり》です。"), [
    { base: "この ", reading: "" },
    { base: "券", reading: "けん" },
    { base: "は ", reading: "" },
    { base: "2人", reading: "ふたり" },
    { base: "です。", reading: "" },
  ]);
  assert.equal(plain("4人《にん》ですね。入《はい》って ください。"), "4人ですね。入って ください。");
});
