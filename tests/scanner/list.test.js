import assert from "node:assert/strict";
import { test } from "node:test";

import { createInside } from "../../events/door/static/door/inside.js";
import { createJudge } from "../../events/door/static/door/judge.js";
import { createList, partOf } from "../../events/door/static/door/list.js";
import { memoryTables } from "../../events/door/static/door/tables.js";

const NOW = Date.parse("2026-02-15T04:41:00Z");
const TOKEN = `K1${"A".repeat(32)}`;
const SLOT = {
  id: 12,
  starts_at: "2026-02-15T13:45:00+09:00",
  ends_at: "2026-02-15T14:30:00+09:00",
  doors_at: "2026-02-15T13:30:00+09:00",
};
const LINE = {
  event: 3, seats: { 12: [1, 2, 3, 4] }, in: { 12: [2] }, lacks: [], ages: {}, is: "valid",
};
const bytes = (text) => new TextEncoder().encode(text);
const hashOf = async (token) =>
  Buffer.from(await crypto.subtle.digest("SHA-256", bytes(token))).toString("hex");

/** A line as the server seals it: events/door/exports/manifest.py. */
async function seal(token, line, scheme = "peace-manifest-2") {
  const base = await crypto.subtle.importKey("raw", bytes(token), "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes(scheme) },
    base, { name: "AES-GCM", length: 256 }, false, ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: bytes(scheme) }, key, bytes(JSON.stringify(line)),
  );
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64");
}

const body = (parts, more = {}) => ({
  event: "talk", event_id: 3, timeslots: [SLOT],
  generated_at: "2026-02-15T13:41:00+09:00", expires_at: "2026-02-16T00:00:00+09:00",
  parts, ...more,
});

/** A list whose server gives ANSWERS one after the other. */
function listWith(answers, { tables = memoryTables(), event = "talk", subtle } = {}) {
  const asked = [];
  const clock = { now: NOW };
  const now = () => new Date(clock.now);
  const list = createList({
    tables,
    ask: async (known) => {
      asked.push(known);
      return answers.shift() ?? { kind: "retry" };
    },
    event: () => event,
    now,
    crypto: subtle === undefined ? crypto.subtle : subtle,
  });
  const inside = createInside({ tables, now });
  const judge = createJudge({ list, inside, now });
  return { list, inside, judge, asked, clock, tables };
}

async function oneTicket(line = LINE) {
  const hash = await hashOf(TOKEN);
  const part = partOf(hash);
  return {
    hash, part,
    answer: {
      kind: "ok", etag: '"e1"',
      body: body({ [part]: { digest: "aaaaaaaa", tickets: { [hash]: await seal(TOKEN, line) } } }),
    },
  };
}

test("only the ticket itself opens its line, and nothing readable is stored", async () => {
  const { answer, hash } = await oneTicket();
  const { list, tables } = listWith([answer]);

  await list.refresh();

  assert.deepEqual(await list.find(TOKEN), { hash, line: LINE });
  assert.equal((await list.find(`K1${"B".repeat(32)}`)).line, null);
  assert.ok(!JSON.stringify(await tables.all("tickets")).includes("seats"));
});

test("a refresh asks with what it has, and replaces whole parts", async () => {
  const { answer, part, hash } = await oneTicket();
  const emptied = body({ [part]: { digest: "bbbbbbbb", tickets: {} } });
  const { list, asked } = listWith([
    answer, { kind: "same" }, { kind: "ok", etag: '"e2"', body: emptied },
  ]);

  await list.refresh();
  await list.refresh();
  assert.ok((await list.find(TOKEN)).line);
  await list.refresh();

  const place = parseInt(part, 16) * 8;
  assert.equal(asked[0].have, "0".repeat(512));
  assert.equal(asked[1].have.slice(place, place + 8), "aaaaaaaa");
  assert.equal(asked[1].etag, '"e1"');
  assert.deepEqual(await list.find(TOKEN), { hash, line: null });
});

test("the list survives a reload, with its age", async () => {
  const { answer } = await oneTicket();
  const tables = memoryTables();
  await listWith([answer], { tables }).list.refresh();

  const { list } = listWith([], { tables });
  await list.load();

  assert.equal(list.current.as_of, "2026-02-15T13:41:00+09:00");
  assert.ok((await list.find(TOKEN)).line);
});

test("a list that is over, or another event's, is never used, and deleted", async () => {
  const { answer } = await oneTicket();
  const tables = memoryTables();
  const { list, clock, judge } = listWith([answer], { tables });
  await list.refresh();

  clock.now = Date.parse("2026-02-16T00:00:01+09:00");

  assert.equal(list.current, null);
  assert.equal((await judge.judge({ kind: "ticket", code: TOKEN, timeslot: 12 })).why, "no_list");
  await list.expire();
  assert.deepEqual([await tables.all("tickets"), await tables.get("meta", "list")], [[], undefined]);

  const other = listWith([answer], { event: "another" });
  await other.list.refresh();
  assert.equal(other.list.current, null);
  assert.deepEqual(await other.tables.all("tickets"), []);
});

test("an altered line opens nothing", async () => {
  const { answer, part, hash } = await oneTicket();
  const blob = answer.body.parts[part].tickets[hash];
  answer.body.parts[part].tickets[hash] = `${blob.slice(0, 30)}AAAA${blob.slice(34)}`;
  const { list } = listWith([answer]);

  await list.refresh();

  assert.equal((await list.find(TOKEN)).line, null);
});

test("without a secure page there is no deciding, and the phone says why", async () => {
  const { list, judge, asked } = listWith([], { subtle: null });

  await list.refresh();
  const judged = await judge.judge({ kind: "ticket", code: TOKEN, timeslot: 12 });

  assert.equal(asked.length, 0);
  assert.deepEqual([judged.said, judged.why, judged.row], ["undecided", "insecure", null]);
});

const ask = { kind: "ticket", code: TOKEN, timeslot: 12 };
const scan = (id, more = {}) => ({
  id, code: TOKEN, timeslot: 12, people: "all", at: `2026-02-15T04:41:0${id}.000Z`, ...more,
});

test("whom this phone let in is in, also after a reload and before the list knows", async () => {
  const { answer, hash } = await oneTicket();
  const tables = memoryTables();
  const first = listWith([answer], { tables });
  await first.list.refresh();

  const before = await first.judge.judge(ask);
  await first.judge.admitted(scan("1"), hash, { numbers: before.let_in });
  const { list, inside, judge } = listWith([], { tables });
  await list.load();
  await inside.load();
  const after = await judge.judge(ask);

  assert.deepEqual([before.said, before.let_in, before.row.party], ["admitted", [1, 3, 4], 4]);
  assert.deepEqual([after.said, after.let_in], ["already_in", undefined]);
  assert.equal(after.row.first_at, "2026-02-15T04:41:01.000Z");
});

test("an undo lets them in again, also whom the list has inside", async () => {
  const { answer, hash } = await oneTicket({ ...LINE, in: { 12: [1, 2, 3, 4] } });
  const { list, inside, judge } = listWith([answer]);
  await list.refresh();
  await judge.admitted(scan("1"), hash, { numbers: [1, 2, 3, 4], settled: true });

  await inside.takeBack("1");
  assert.equal((await judge.judge(ask)).said, "admitted");
  await judge.admitted(scan("2"), hash, { numbers: [1] });

  assert.deepEqual((await judge.judge(ask)).let_in, [2, 3, 4]);
});

test("what the server knew when a list was asked for, the list says", async () => {
  const { answer, hash } = await oneTicket({ ...LINE, in: {} });
  const { list, inside, judge, clock } = listWith([answer]);
  await list.refresh();
  await judge.admitted(scan("1"), hash, { numbers: [1] });
  await judge.admitted(scan("2"), hash, { numbers: [2] });
  await inside.settle(["1"]);

  clock.now += 1000;
  await inside.prune(clock.now);

  assert.deepEqual((await judge.judge(ask)).let_in, [1, 3, 4]);
});

test("a number typed is looked for by the server alone; another code by nobody", async () => {
  const { answer } = await oneTicket();
  const { list, judge } = listWith([answer]);
  await list.refresh();

  const receipt = await judge.judge({ kind: "receipt", code: "12345678", timeslot: 12 });
  const poster = await judge.judge({ kind: "other", code: "HTTP://X", timeslot: 12 });

  assert.deepEqual([receipt.said, receipt.why], ["undecided", "receipt"]);
  assert.deepEqual([poster.said, poster.row.verdict], ["malformed", "malformed"]);
});
