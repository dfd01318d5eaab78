import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../events/door/static/door/store.js";
import { memoryTables } from "../../events/door/static/door/tables.js";

const record = (id) => ({ id, kind: "scan", at: "2026-02-15T04:41:00Z", body: { id } });

/** Tables of a phone that has no room for RECORDS while `full`. */
function phone({ full = true, error = "QuotaExceededError" } = {}) {
  const tables = memoryTables();
  const state = { full, dropped: 0, troubled: 0 };
  const store = createStore({
    tables: {
      ...tables,
      async change(changes) {
        if (state.full && changes.some(({ put }) => put?.length)) {
          throw new DOMException("no", error);
        }
        await tables.change(changes);
      },
    },
    makeRoom: async () => {
      state.dropped += 1;
      state.full = state.full === "always";
    },
    onTrouble: () => {
      state.troubled += 1;
    },
  });
  return { store, tables, state };
}

test("a full phone gives up the list before a scan", async () => {
  const { store, tables, state } = phone();

  await store.put(record("a"));

  assert.deepEqual([state.dropped, state.troubled], [1, 0]);
  assert.equal((await tables.all("outgoing")).length, 1);
});

test("where nothing helps a scan is kept in memory, counted, sent and forgotten", async () => {
  const { store, tables, state } = phone({ full: "always" });

  await store.put(record("a"));

  assert.equal(state.troubled, 1);
  assert.equal((await tables.all("outgoing")).length, 0);
  assert.deepEqual(await store.all(), [record("a")]);
  assert.equal(await store.count(), 1);
  await store.remove(["a"]);
  assert.equal(await store.count(), 0);
});

test("a phone whose storage broke says so and goes on", async () => {
  const { store, state } = phone({ full: "always", error: "UnknownError" });

  await store.put(record("a"));

  assert.deepEqual([state.dropped, state.troubled, await store.count()], [0, 1, 1]);
});

test("a record that was changed is one record, wherever it lies", async () => {
  const { store, state } = phone({ full: false });
  await store.put(record("a"));
  state.full = "always";

  await store.put({ ...record("a"), body: { id: "a", said: "admitted" } });

  assert.deepEqual((await store.all()).map(({ body }) => body.said), ["admitted"]);
  assert.equal(await store.count(), 1);
});
