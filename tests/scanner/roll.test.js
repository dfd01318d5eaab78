import assert from "node:assert/strict";
import { test } from "node:test";

import { createInside } from "../../events/door/static/door/inside.js";
import { createQueue } from "../../events/door/static/door/queue.js";
import { createRoll } from "../../events/door/static/door/roll.js";
import { createStore } from "../../events/door/static/door/store.js";
import { memoryTables } from "../../events/door/static/door/tables.js";

const NOW = Date.parse("2026-08-20T07:40:00+09:00");
const [MUSTER, FERRY] = [12, 13];
const entry = (label, more = {}) => ({
  ticket: label, label, seats: { [MUSTER]: [1], [FERRY]: [1] }, in: {}, ...more,
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

/** A phone that knows ENTRIES; `again()` is the same phone after a reload. */
async function phone(entries, { tables = memoryTables(), kept = storage() } = {}) {
  const clock = { now: NOW };
  const now = () => new Date(clock.now);
  const list = { roll: entries, find: async (code) => ({ hash: code, line: null }) };
  const inside = createInside({ tables, now });
  await inside.load();
  const store = createStore({ tables, makeRoom: async () => {}, onTrouble: () => {} });
  const queue = createQueue({
    store, now, send: async () => ({ kind: "retry" }),
    onAdd: ({ kind, body }) => kind === "undo" && void inside.takeBack(body.of),
  });
  const roll = createRoll({ list, inside, queue, storage: kept, now });
  const again = () => phone(entries, { tables, kept });
  return { roll, inside, store, list, clock, kept, again };
}

const labels = (lines) => lines.map(({ entry: { label } }) => label);

test("who is expected at a timeslot is missing until somebody counts them", async () => {
  const elsewhere = entry("府中市", { seats: { [FERRY]: [1] } });
  const { roll } = await phone([entry("調布市"), elsewhere, entry("日野市")]);

  assert.deepEqual(labels(roll.at(MUSTER).missing), ["調布市", "日野市"]);
  assert.deepEqual(labels(roll.at(FERRY).missing), ["調布市", "府中市", "日野市"]);
  assert.deepEqual(roll.at(null).all, []);
});

test("a tick by hand is stored, counts at once, and survives a reload", async () => {
  const of = await phone([entry("調布市"), entry("日野市")]);
  await of.roll.tick(of.list.roll[0], MUSTER, "offline");

  const { roll } = await of.again();
  const [{ kind, body }] = await of.store.all();
  assert.deepEqual(labels(roll.at(MUSTER).here), ["調布市"]);
  assert.deepEqual(labels(roll.at(FERRY).here), []);
  assert.equal(kind, "scan");
  assert.deepEqual(
    [body.code, body.ticket, body.said, body.let_in, body.mode],
    ["", "調布市", "admitted", [1], "offline"],
  );
});

test("a tick can be taken back for a quarter of an hour, also after a reload", async () => {
  const of = await phone([entry("調布市")]);
  await of.roll.tick(of.list.roll[0], MUSTER, "offline");
  const { roll, clock, store } = await of.again();
  const [line] = roll.at(MUSTER).here;
  await roll.untick(line, MUSTER);

  assert.deepEqual(labels(roll.at(MUSTER).missing), ["調布市"]);
  assert.deepEqual((await store.all()).map(({ kind }) => kind).sort(), ["scan", "undo"]);

  await roll.tick(of.list.roll[0], MUSTER, "offline");
  assert.notEqual(roll.at(MUSTER).here[0].scan, "");
  clock.now += 16 * 60 * 1000;
  assert.equal(roll.at(MUSTER).here[0].scan, "");
});

test("what the list has learnt is spoken against, too", async () => {
  const of = await phone([entry("調布市")]);
  const record = await of.roll.tick(of.list.roll[0], MUSTER, "online");
  await of.roll.settle([record.id]);
  of.clock.now += 1000;
  await of.inside.prune(of.clock.now);
  of.list.roll[0].in = { [MUSTER]: [1] };
  await of.roll.untick(of.roll.at(MUSTER).here[0], MUSTER);

  assert.deepEqual(labels(of.roll.at(MUSTER).missing), ["調布市"]);
});

test("a party is here when all of it is", async () => {
  const two = { seats: { [MUSTER]: [1, 2] }, in: { [MUSTER]: [1] } };
  const { roll, list } = await phone([entry("国立市", two)]);
  assert.deepEqual(labels(roll.at(MUSTER).missing), ["国立市"]);

  list.roll[0].in = { [MUSTER]: [1, 2] };
  assert.deepEqual(labels(roll.at(MUSTER).here), ["国立市"]);
});

test("what is kept says no more than labels, hashes and times; taken off, nothing", async () => {
  const { roll, list, kept } = await phone([entry("調布市")]);
  await roll.tick(list.roll[0], MUSTER, "offline");
  const [tick] = JSON.parse(kept.kept.get("door.roll"));

  assert.deepEqual(Object.keys(tick).sort(), ["at", "id", "slot", "ticket"]);
  roll.wipe();
  assert.equal(kept.kept.size, 0);
});
