import assert from "node:assert/strict";
import { test } from "node:test";

import { createAgreeing } from "../../events/door/static/door/agreeing.js";
import { createAsking } from "../../events/door/static/door/asking.js";
import { createQueue } from "../../events/door/static/door/queue.js";
import { memoryStore } from "../../events/door/static/door/store.js";

const READING = { kind: "ticket", code: `K1${"A".repeat(32)}`, timeslot: 12 };
const WORDS = {
  notes: { sent_later: "入場 {admitted}件、ほか {other}件" },
  offline: { notes: { differs: "{n}件は違いました", noted_by_paper: "記録しました" } },
};
const LET_IN = { said: "admitted", let_in: [1, 2], row: { verdict: "admitted", admitted: 2 } };
const HELD_BACK = { said: "unknown", row: { verdict: "unknown", admitted: 0 } };
const OPEN = { said: "undecided", row: null };

/**
 * A phone with a queue, a judge that always says JUDGED, and a server that is SEND.
 * @returns its parts, what was sent, and what was put on screen
 */
function phone(judged, send, { linked = true } = {}) {
  const store = memoryStore();
  const sent = [];
  const shown = [];
  const state = { linked };
  const queue = createQueue({
    store,
    now: () => new Date("2026-02-15T04:41:00Z"),
    send: async (kind, bodies) => {
      sent.push(structuredClone(bodies));
      return send(bodies, sent.length);
    },
  });
  const judge = { judge: async () => ({ hash: "h", why: "", asOf: "", ...judged }), admitted: async () => {} };
  const asking = createAsking({ queue, judge, linked: () => state.linked, silence: 20 });
  const agreeing = createAgreeing({
    queue, judge, words: WORDS,
    showing: {
      server: (record, row, before) => shown.push(["server", row.verdict, before]),
      here: (record, { said }, how) => shown.push(["here", said, how.byPaper]),
    },
    decide: async (reading) => shown.push(["asked anew", reading.code]),
    count: () => {},
    next: () => shown.push(["next"]),
  });
  return { queue, store, sent, shown, asking, agreeing, state };
}
const says = (verdict, admitted = 0) => (bodies) => ({
  kind: "ok",
  body: { results: bodies.map(({ id }) => ({ id, verdict, admitted })) },
});
const lost = () => ({ kind: "retry" });

/** As door.js does it. */
async function show({ asking, agreeing }) {
  const asked = await asking.ask(READING);
  const { record, judged, later } = asked;
  agreeing.show({ reading: READING, record, judged, pending: Boolean(later) }, { flood: false });
  return asked;
}

test("in reach, the server decides, and this phone says nothing", async () => {
  const { asking, queue } = phone(LET_IN, says("admitted", 2));

  const { sent, judged } = await asking.ask(READING);

  assert.deepEqual([sent.row.verdict, judged], ["admitted", null]);
  assert.equal(await queue.unsent(), 0);
});

test("out of reach, this phone decides at once, and stores both in one record", async () => {
  const { asking, sent, store } = phone(LET_IN, lost, { linked: false });

  const { judged } = await asking.ask(READING);

  assert.equal(judged.said, "admitted");
  assert.equal(sent.length, 0);
  const [{ body }] = await store.all();
  assert.deepEqual([body.mode, body.said, body.let_in], ["offline", "admitted", [1, 2]]);
});

test("a server that does not answer is told afterwards what was done", async () => {
  const { asking, sent, queue } = phone(LET_IN, lost);

  await asking.ask(READING);
  await queue.flush();

  const [[question], [told]] = sent;
  assert.deepEqual(told, { ...question, said: "admitted", let_in: [1, 2] });
  assert.equal(question.mode, "online");
});

test("after a silence this phone goes on; the late answer turns 仮 into the server's word", async () => {
  let arrive;
  const one = phone(LET_IN, (bodies) =>
    new Promise((resolve) => (arrive = () => resolve(says("admitted", 2)(bodies)))));

  const { later, record } = await show(one);
  arrive();
  await one.agreeing.late(record, await later);

  assert.deepEqual(one.shown.map(([who, verdict]) => [who, verdict]), [
    ["here", "admitted"], ["server", "admitted"],
  ]);
  assert.deepEqual(one.shown[1][2], { same: true, changed: false });
  assert.equal(await one.queue.unsent(), 0);
});

test("a late answer that disagrees is shown, and the server hears of the door", async () => {
  let arrive;
  const one = phone(LET_IN, (bodies, time) => time > 1 ? says("already_in")(bodies)
    : new Promise((resolve) => (arrive = () => resolve(says("already_in")(bodies)))));

  const { later, record } = await show(one);
  arrive();
  await one.agreeing.late(record, await later);

  assert.deepEqual(one.shown[1], ["server", "already_in", { same: false, changed: true }]);
  assert.equal(await one.queue.unsent(), 1);
  await one.queue.flush();
  assert.equal(one.sent[1][0].said, "admitted");
});

test("a late どうぞ for somebody held back stands: nothing else is told", async () => {
  let arrive;
  const one = phone(HELD_BACK, (bodies) =>
    new Promise((resolve) => (arrive = () => resolve(says("admitted", 2)(bodies)))));

  const { later, record } = await show(one);
  arrive();
  await one.agreeing.late(record, await later);

  assert.equal(one.shown[1][1], "admitted");
  assert.equal(await one.queue.unsent(), 0);
});

test("who was held back offline and still stands here is asked for anew", async () => {
  const one = phone(HELD_BACK, says("unknown"), { linked: false });
  await show(one);
  const unripe = one.agreeing.unripe;

  await one.queue.flush({ except: unripe });
  assert.equal(one.sent.length, 0);
  await one.agreeing.askAgain();

  assert.deepEqual(one.shown.at(-1), ["asked anew", READING.code]);
});

test("a lost question is put right before it is asked anew", async () => {
  const one = phone(HELD_BACK, (bodies, time) => time > 1 ? says("admitted", 2)(bodies) : lost());
  await show(one);

  await one.agreeing.askAgain();

  assert.equal(one.sent[1][0].said, "unknown");
  assert.deepEqual(one.shown.at(-1), ["asked anew", READING.code]);
  assert.equal(await one.queue.unsent(), 0);
});

test("an open question is asked once more as it was", async () => {
  const one = phone(OPEN, (bodies, time) => time > 1 ? says("admitted", 2)(bodies) : lost());
  await show(one);

  await one.agreeing.askAgain();

  assert.deepEqual(one.sent[1], one.sent[0]);
  assert.equal(one.shown.at(-1)[1], "admitted");
});

test("who leaves undecided was not let in; who was found on paper was", async () => {
  const away = phone(OPEN, lost);
  await show(away);
  away.agreeing.close();
  const paper = phone(HELD_BACK, lost, { linked: false });
  await show(paper);
  await paper.shown[0][2]();

  const [gone] = await away.store.all();
  const [inside] = await paper.store.all();
  assert.equal(gone.body.said, "undecided");
  assert.equal(inside.body.said, "admitted");
  assert.equal(inside.body.let_in, undefined);
  assert.equal(paper.agreeing.takeNews(), "記録しました");
  assert.equal(paper.agreeing.takeNews(), "");
});

test("answers that come late are told once, with those that differ", async () => {
  const { agreeing } = phone(LET_IN, lost);
  const told = (id, said, verdict) => ({ row: { id, verdict }, record: { id, body: { said } } });

  await agreeing.hear([
    told("a", "admitted", "admitted"),
    told("b", "admitted", "already_in"),
    told("c", "closed", "too_early"),
  ]);

  assert.equal(agreeing.takeNews(), "入場 1件、ほか 2件 1件は違いました");
});
