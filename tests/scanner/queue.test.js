import assert from "node:assert/strict";
import { test } from "node:test";

import { createQueue, uuid } from "../../events/door/static/door/queue.js";
import { memoryStore } from "../../events/door/static/door/store.js";

/** A queue whose network is `answer`, and a record of what was sent. */
function queueWith(answer) {
  const store = memoryStore();
  const sent = [];
  const clock = { now: Date.parse("2026-02-15T03:00:00Z") };
  let count = 0;
  const queue = createQueue({
    store,
    newId: () => `id-${(count += 1)}`,
    now: () => new Date((clock.now += 1)),
    send: async (scans) => {
      sent.push(scans.map((scan) => structuredClone(scan)));
      return answer(scans, sent.length);
    },
  });
  return { queue, store, sent, clock };
}

const admitted = (scans) => ({
  kind: "ok",
  body: { results: scans.map(({ id }) => ({ id, verdict: "admitted" })) },
});
const lost = () => ({ kind: "retry" });

test("a scan is in the store before anything is sent", async () => {
  const { queue, store, sent } = queueWith(admitted);

  const scan = await queue.add({ code: "47132086", timeslot: 12 });

  assert.deepEqual(await store.all(), [scan]);
  assert.equal(sent.length, 0);
  assert.deepEqual(Object.keys(scan), ["id", "code", "timeslot", "at", "mode", "people"]);
});

test("an answered scan leaves the store and brings its verdict", async () => {
  const { queue } = queueWith(admitted);

  const { row } = await queue.sendNow(await queue.add({ code: "A", timeslot: 1 }));

  assert.equal(row.verdict, "admitted");
  assert.equal(await queue.unsent(), 0);
});

test("an unsent scan is retried with the same id and the same body", async () => {
  const { queue, sent } = queueWith((scans, time) =>
    time === 1 ? lost() : admitted(scans),
  );
  await queue.sendNow(await queue.add({ code: "A", timeslot: 1 }));
  assert.equal(await queue.unsent(), 1);

  const { rows } = await queue.flush();

  assert.deepEqual(sent[1], sent[0]);
  assert.equal(rows.length, 1);
  assert.equal(await queue.unsent(), 0);
});

test("a backlog is sent oldest first, a hundred at a time, and stops where the net ends", async () => {
  const { queue, sent } = queueWith((scans, time) =>
    time < 3 ? admitted(scans) : lost(),
  );
  for (let i = 0; i < 250; i += 1) {
    await queue.add({ code: `C${i}`, timeslot: 1 });
  }

  const { rows, answer } = await queue.flush();

  assert.deepEqual(sent.map((scans) => scans.length), [100, 100, 50]);
  assert.equal(sent[0][0].code, "C0");
  assert.equal(rows.length, 200);
  assert.equal(answer.kind, "retry");
  assert.equal(await queue.unsent(), 50);
});

test("only rows that answer a sent scan remove it", async () => {
  const { queue } = queueWith(() => ({
    kind: "ok",
    body: { results: [{ id: "someone-else", verdict: "admitted" }] },
  }));

  const { row } = await queue.sendNow(await queue.add({ code: "A", timeslot: 1 }));

  assert.equal(row, null);
  assert.equal(await queue.unsent(), 1);
});

test("a known id with another body (409) spoils neither the batch nor the next try", async () => {
  const { queue, sent } = queueWith((scans) => {
    const bad = scans.some((scan) => scan.code === "BAD");
    return bad ? { kind: "conflict", status: 409 } : admitted(scans);
  });
  for (const code of ["A", "BAD", "B"]) {
    await queue.add({ code, timeslot: 1 });
  }

  const { rows } = await queue.flush();

  assert.deepEqual(sent.map((scans) => scans.map((scan) => scan.code)), [
    ["A", "BAD", "B"], ["A"], ["BAD"], ["B"],
  ]);
  assert.equal(rows.length, 2);
  assert.equal(await queue.unsent(), 0);
});

test("a refusal (another 4xx) never deletes a scan", async () => {
  const { queue } = queueWith((scans) =>
    scans.some((scan) => scan.code === "BAD")
      ? { kind: "refused", status: 403 }
      : admitted(scans),
  );
  await queue.add({ code: "BAD", timeslot: 1 });
  await queue.add({ code: "B", timeslot: 1 });

  await queue.flush();

  assert.equal(await queue.unsent(), 1);
});

test("after 429 nothing is retried until the server's time has passed", async () => {
  const { queue, sent, clock } = queueWith((scans, time) =>
    time === 1 ? { kind: "flood", seconds: 30 } : admitted(scans),
  );
  await queue.add({ code: "A", timeslot: 1 });

  await queue.flush();
  await queue.flush();
  assert.equal(sent.length, 1);

  clock.now += 31_000;
  await queue.flush();
  assert.equal(sent.length, 2);
  assert.equal(await queue.unsent(), 0);
});

test("a scan on its way is not sent a second time by the retry beside it", async () => {
  let arrive;
  const { queue, sent } = queueWith(
    (scans) => new Promise((resolve) => (arrive = () => resolve(admitted(scans)))),
  );
  const first = queue.sendNow(await queue.add({ code: "A", timeslot: 1 }));

  const { rows } = await queue.flush();
  arrive();
  await first;

  assert.equal(rows.length, 0);
  assert.equal(sent.length, 1);
});

test("a device that is taken off keeps nothing", async () => {
  const { queue, store } = queueWith(lost);
  await queue.add({ code: "A", timeslot: 1 });

  await queue.wipe();

  assert.deepEqual(await store.all(), []);
});

test("an id is a version 4 UUID, also without crypto.randomUUID", (t) => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const native = crypto.randomUUID;
  t.after(() => Object.defineProperty(crypto, "randomUUID", { value: native }));

  assert.match(uuid(), shape);
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true, writable: true });
  assert.match(uuid(), shape);
  assert.notEqual(uuid(), uuid());
});
