import assert from "node:assert/strict";
import { test } from "node:test";

import { createQueue, uuid } from "../../events/door/static/door/queue.js";
import { memoryStore } from "../../events/door/static/door/store.js";

/** A queue whose network is `answer`, and a record of what was sent. */
function queueWith(answer) {
  const store = memoryStore();
  const sent = [];
  const kinds = [];
  const clock = { now: Date.parse("2026-02-15T03:00:00Z") };
  let count = 0;
  const queue = createQueue({
    store,
    newId: () => `id-${(count += 1)}`,
    now: () => new Date((clock.now += 1)),
    send: async (kind, scans) => {
      kinds.push(kind);
      sent.push(scans.map((scan) => structuredClone(scan)));
      return answer(scans, sent.length);
    },
  });
  return { queue, store, sent, kinds, clock };
}

const admitted = (scans) => ({
  kind: "ok",
  body: { results: scans.map(({ id }) => ({ id, verdict: "admitted" })) },
});
const lost = () => ({ kind: "retry" });

test("a scan is in the store before anything is sent", async () => {
  const { queue, store, sent } = queueWith(admitted);

  const scan = await queue.add("scan", { code: "47132086", timeslot: 12 });

  assert.deepEqual(await store.all(), [scan]);
  assert.equal(sent.length, 0);
  assert.deepEqual(scan.body, { id: scan.id, at: scan.at, code: "47132086", timeslot: 12 });
});

test("an answered scan leaves the store and brings its verdict", async () => {
  const { queue } = queueWith(admitted);

  const { row } = await queue.sendNow(await queue.add("scan", { code: "A", timeslot: 1 }));

  assert.equal(row.verdict, "admitted");
  assert.equal(await queue.unsent(), 0);
});

test("an unsent scan is retried with the same id and the same body", async () => {
  const { queue, sent } = queueWith((scans, time) =>
    time === 1 ? lost() : admitted(scans),
  );
  await queue.sendNow(await queue.add("scan", { code: "A", timeslot: 1 }));
  assert.equal(await queue.unsent(), 1);

  const { answered } = await queue.flush();

  assert.deepEqual(sent[1], sent[0]);
  assert.equal(answered.length, 1);
  assert.equal(await queue.unsent(), 0);
});

test("a backlog is sent oldest first, a hundred at a time, and stops where the net ends", async () => {
  const { queue, sent } = queueWith((scans, time) =>
    time < 3 ? admitted(scans) : lost(),
  );
  for (let i = 0; i < 250; i += 1) {
    await queue.add("scan", { code: `C${i}`, timeslot: 1 });
  }

  const { answered, answer } = await queue.flush();

  assert.deepEqual(sent.map((scans) => scans.length), [100, 100, 50]);
  assert.equal(sent[0][0].code, "C0");
  assert.equal(answered.length, 200);
  assert.equal(answer.kind, "retry");
  assert.equal(await queue.unsent(), 50);
});

test("only rows that answer a sent scan remove it", async () => {
  const { queue } = queueWith(() => ({
    kind: "ok",
    body: { results: [{ id: "someone-else", verdict: "admitted" }] },
  }));

  const { row } = await queue.sendNow(await queue.add("scan", { code: "A", timeslot: 1 }));

  assert.equal(row, null);
  assert.equal(await queue.unsent(), 1);
});

test("a known id with another body (409) spoils neither the batch nor the next try", async () => {
  const { queue, sent } = queueWith((scans) => {
    const bad = scans.some((scan) => scan.code === "BAD");
    return bad ? { kind: "conflict", status: 409 } : admitted(scans);
  });
  for (const code of ["A", "BAD", "B"]) {
    await queue.add("scan", { code, timeslot: 1 });
  }

  const { answered } = await queue.flush();

  assert.deepEqual(sent.map((scans) => scans.map((scan) => scan.code)), [
    ["A", "BAD", "B"], ["A"], ["BAD"], ["B"],
  ]);
  assert.equal(answered.length, 2);
  assert.equal(await queue.unsent(), 0);
});

test("a refusal (another 4xx) never deletes a scan", async () => {
  const { queue } = queueWith((scans) =>
    scans.some((scan) => scan.code === "BAD")
      ? { kind: "refused", status: 403 }
      : admitted(scans),
  );
  await queue.add("scan", { code: "BAD", timeslot: 1 });
  await queue.add("scan", { code: "B", timeslot: 1 });

  await queue.flush();

  assert.equal(await queue.unsent(), 1);
});

test("after 429 nothing is retried until the server's time has passed", async () => {
  const { queue, sent, clock } = queueWith((scans, time) =>
    time === 1 ? { kind: "flood", seconds: 30 } : admitted(scans),
  );
  await queue.add("scan", { code: "A", timeslot: 1 });

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
  const first = queue.sendNow(await queue.add("scan", { code: "A", timeslot: 1 }));

  const { answered } = await queue.flush();
  arrive();
  await first;

  assert.equal(answered.length, 0);
  assert.equal(sent.length, 1);
});

test("a device that is taken off keeps nothing", async () => {
  const { queue, store } = queueWith(lost);
  await queue.add("scan", { code: "A", timeslot: 1 });

  await queue.wipe();

  assert.deepEqual(await store.all(), []);
});

test("kinds keep their order: an undo never overtakes what it takes back", async () => {
  const { queue, sent, kinds } = queueWith(admitted);
  await queue.add("scan", { code: "A" });
  await queue.add("scan", { code: "B" });
  await queue.add("undo", { of: "id-1" });
  await queue.add("scan", { code: "C" });

  const { answered } = await queue.flush();

  assert.deepEqual(kinds, ["scan", "undo", "scan"]);
  assert.deepEqual(sent.map((bodies) => bodies.length), [2, 1, 1]);
  assert.deepEqual(answered.map(({ kind }) => kind), ["scan", "scan", "undo", "scan"]);
});

/** A question under way while the device decides by itself; ANSWER comes later. */
async function decidedMeanwhile(row, done) {
  let arrive;
  const { queue, sent } = queueWith((bodies, time) =>
    time === 1
      ? new Promise((resolve) => (arrive = resolve))
      : admitted(bodies),
  );
  const record = await queue.add("scan", { code: "A", people: "all" });
  const asked = queue.sendNow(record);
  await queue.amend(record, done);
  arrive({ kind: "ok", body: { results: [{ id: record.id, ...row }] } });
  await asked;
  return { queue, sent };
}

test("what the device did is told when the answer says otherwise", async () => {
  const { queue, sent } = await decidedMeanwhile(
    { verdict: "already_in", admitted: 0 },
    { said: "admitted", let_in: [1, 2] },
  );
  assert.equal(await queue.unsent(), 1);

  await queue.flush();

  const [first] = sent[0];
  assert.deepEqual(sent[1], [{ ...first, said: "admitted", let_in: [1, 2] }]);
  assert.equal(await queue.unsent(), 0);
});

test("what both decided alike need not be told again", async () => {
  const done = { said: "admitted", let_in: [1, 2] };
  const same = await decidedMeanwhile({ verdict: "admitted", admitted: 2 }, done);
  const refused = await decidedMeanwhile(
    { verdict: "closed", admitted: 0 },
    { said: "too_early" },
  );

  assert.equal(await same.queue.unsent(), 0);
  assert.equal(await refused.queue.unsent(), 0);
});

test("a server that turns the device away says what it kept", async () => {
  const { queue } = queueWith((bodies) => ({
    kind: "gone", reason: "revoked", kept: [bodies[0].id],
  }));
  await queue.add("scan", { code: "A" });
  await queue.add("scan", { code: "B" });

  await queue.flush();

  assert.equal(await queue.unsent(), 1);
});

test("a device that is turned away hands over everything once", async () => {
  const { queue, sent } = queueWith((bodies) => ({
    kind: "gone", reason: "device", kept: bodies.map(({ id }) => id),
  }));
  for (let i = 0; i < 150; i += 1) {
    await queue.add("scan", { code: `C${i}` });
  }

  assert.equal(await queue.handOver(), 0);
  assert.deepEqual(sent.map((bodies) => bodies.length), [100, 50]);
});

test("what the server did not take stays when a device is turned away", async () => {
  const { queue, sent } = queueWith(lost);
  await queue.add("scan", { code: "A" });
  await queue.add("undo", { of: "id-1" });

  assert.equal(await queue.handOver(), 2);
  assert.equal(sent.length, 1);
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
