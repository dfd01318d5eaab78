import assert from "node:assert/strict";
import { test } from "node:test";

import { byHour } from "../../events/door/static/door/count.js";
import { createHeads } from "../../events/door/static/door/heads.js";
import { createQueue } from "../../events/door/static/door/queue.js";
import { memoryStore } from "../../events/door/static/door/store.js";
import { createTaps } from "../../events/door/static/door/taps.js";

function storage() {
  const held = new Map();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, text) => held.set(key, text),
    removeItem: (key) => held.delete(key),
  };
}

/** A door with SEATS free, and a server that answers with ANSWER. */
function atDoor(answer, { linked = true, seats = 3 } = {}) {
  const slot = { id: 7, free: seats, walk_ins: 0 };
  const store = memoryStore();
  const sent = [];
  const queue = createQueue({
    store,
    now: () => new Date(),
    send: async (kind, bodies) => {
      sent.push({ kind, bodies: structuredClone(bodies) });
      return answer(kind, bodies);
    },
  });
  const door = {
    linked,
    board: { timeslots: [slot] },
    slot: () => slot,
    heard: async () => {},
    retry: async () => {},
    refresh: async () => {},
  };
  const heads = createHeads({ door, queue, storage: storage(), silence: 20 });
  return { slot, store, sent, queue, heads };
}

const rows = (result, free) => (_kind, bodies) => ({
  kind: "ok",
  body: { results: bodies.map(({ id }) => ({ id, result, free, walk_ins: 1 })) },
});

test("the server counts, and says how many seats are left", async () => {
  const { slot, heads, store } = atDoor(rows("counted", 2));

  const outcome = await heads.ask(slot, { age: "TWENTIES" });

  assert.equal(outcome.result, "counted");
  assert.equal(heads.left(slot), 2);
  assert.equal((await store.all()).length, 0);
});

test("a refused head is nobody, and there is nothing to take back", async () => {
  const { slot, heads } = atDoor(rows("full", 0));

  assert.equal((await heads.ask(slot, {})).result, "full");
  assert.equal(heads.canUndo, false);
  assert.equal(heads.left(slot), 0);
});

test("after 1.5 s of silence the person is inside, and the server is told so", async () => {
  let late;
  const { slot, heads, store } = atDoor(
    (_kind, bodies) =>
      new Promise((resolve) => {
        late = () => resolve(rows("full", 0)(_kind, bodies));
      }),
  );

  const outcome = await heads.ask(slot, {});
  const [record] = await store.all();
  late();
  await new Promise((resolve) => setTimeout(resolve, 5));

  assert.equal(outcome.result, "kept");
  assert.equal(record.body.mode, "offline");
  assert.equal(heads.left(slot), 2);
  // The server's "full" came too late: the head still has to be told.
  assert.equal((await store.all()).length, 1);
});

test("an answer that comes late and says the same ends it", async () => {
  let late;
  const { slot, heads, store } = atDoor(
    (_kind, bodies) =>
      new Promise((resolve) => {
        late = () => resolve(rows("counted", 2)(_kind, bodies));
      }),
  );

  await heads.ask(slot, {});
  late();
  await new Promise((resolve) => setTimeout(resolve, 5));

  assert.equal((await store.all()).length, 0);
  assert.equal(heads.left(slot), 2);
});

test("without signal heads are counted against the last known seats", async () => {
  const { slot, heads, sent } = atDoor(rows("counted", 0), { linked: false });

  for (let head = 0; head < 4; head += 1) {
    assert.equal((await heads.ask(slot, {})).result, "kept");
  }

  assert.equal(heads.left(slot), 0);
  assert.equal(heads.unsent(slot).length, 4);
  assert.equal(sent.length, 0);
});

test("an undo follows its head, also when both wait", async () => {
  const { slot, heads, queue, sent } = atDoor(rows("counted", 3), { linked: false });
  await heads.ask(slot, {});

  assert.equal(await heads.undo(), true);
  await queue.flush();

  assert.deepEqual(sent.map(({ kind }) => kind), ["walk_in", "undo"]);
  assert.equal(sent[1].bodies[0].of, sent[0].bodies[0].id);
  assert.equal(await heads.undo(), false);
});

test("taps outlive a reload for fifteen minutes, without what was said", () => {
  const disk = storage();
  const taps = createTaps(disk);
  taps.add({ id: "a", at: 0, timeslot: 7, unsent: false });
  taps.add({ id: "b", at: 60_000, timeslot: 7, unsent: false });

  const later = createTaps(disk);

  assert.equal(later.last(16 * 60_000)?.id, "b");
  assert.equal(later.last(17 * 60_000), undefined);
});

test("the day by the hour has no gaps and adds what only this phone knows", () => {
  const noon = Date.parse("2026-02-15T12:30:00+09:00");

  assert.deepEqual(byHour({ 10: 4 }, [noon, noon]), [[10, 4], [11, 0], [12, 2]]);
  assert.deepEqual(byHour({}, []), []);
});
