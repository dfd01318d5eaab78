import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { createApi } from "../../events/door/static/door/api.js";
import { createQueue } from "../../events/door/static/door/queue.js";
import { memoryStore } from "../../events/door/static/door/store.js";

/**
 * A real server on a free port; `reply(request, body, times)` writes the answer.
 * @returns the api, and the requests as they arrived
 */
async function serverWith(t, reply, { patience = 2000 } = {}) {
  const heard = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) {
      parts.push(part);
    }
    const body = parts.length ? JSON.parse(Buffer.concat(parts)) : null;
    heard.push({ method: request.method, headers: request.headers, body });
    const [status, answer, headers = {}] = reply(body, heard.length) ?? [];
    if (status) {
      const text = typeof answer === "string" ? answer : JSON.stringify(answer);
      response.writeHead(status, { "Content-Type": "application/json", ...headers });
      response.end(text);
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const root = `http://127.0.0.1:${server.address().port}`;
  const api = createApi({
    urls: { pair: `${root}/pair`, scans: `${root}/scans`, timeslots: `${root}/timeslots` },
    token: () => "secret",
    patience,
  });
  return { api, heard, server };
}

const SCAN = {
  id: "0d6f", code: "47132086", timeslot: 12, at: "2026-02-15T03:41:03.120Z",
  mode: "online", people: "all",
};
const results = (body) => ({
  results: body.scans.map(({ id }) => ({ id, verdict: "admitted" })),
  server_time: "2026-02-15T03:41:04Z",
});

test("scans go out as the contract says, with the device's token", async (t) => {
  const { api, heard } = await serverWith(t, (body) => [200, results(body)]);

  const answer = await api.send("scan", [SCAN]);

  assert.equal(answer.kind, "ok");
  assert.equal(answer.body.results[0].verdict, "admitted");
  assert.equal(heard[0].method, "POST");
  assert.equal(heard[0].headers.authorization, "Bearer secret");
  assert.deepEqual(heard[0].body.scans, [SCAN]);
  assert.ok(Date.parse(heard[0].body.device_time));
});

test("pairing carries no old token", async (t) => {
  const { api, heard } = await serverWith(t, () => [201, { token: "new" }]);

  const answer = await api.pair({ code: "ABCD", name: "入口A" });

  assert.equal(answer.body.token, "new");
  assert.equal(heard[0].headers.authorization, undefined);
  assert.deepEqual(heard[0].body, { code: "ABCD", name: "入口A" });
});

test("401 says why the device is over", async (t) => {
  const { api } = await serverWith(t, () => [401, { error: "revoked" }]);

  assert.deepEqual(await api.timeslots(), { kind: "gone", reason: "revoked", kept: [] });
});

test("401 without a body is still the end", async (t) => {
  const { api } = await serverWith(t, () => [401, ""]);

  assert.deepEqual(await api.timeslots(), { kind: "gone", reason: "", kept: [] });
});

test("429 tells how long to wait, and ten seconds when it does not", async (t) => {
  const { api } = await serverWith(t, (body, times) =>
    times === 1 ? [429, {}, { "Retry-After": "42" }] : [429, {}],
  );

  assert.deepEqual(await api.send("scan", [SCAN]), { kind: "flood", seconds: 42 });
  assert.deepEqual(await api.send("scan", [SCAN]), { kind: "flood", seconds: 10 });
});

test("409 is a conflict, 400 a refusal, 503 a reason to retry", async (t) => {
  const statuses = [409, 400, 503];
  const { api } = await serverWith(t, (body, times) => [statuses[times - 1], {}]);

  const kinds = [];
  for (const _ of statuses) {
    kinds.push((await api.send("scan", [SCAN])).kind);
  }

  assert.deepEqual(kinds, ["conflict", "refused", "retry"]);
});

test("the sign-in page of a public network is not an answer", async (t) => {
  const { api } = await serverWith(t, (body, times) =>
    times === 1
      ? [200, "<html>Free Wi-Fi</html>", { "Content-Type": "text/html" }]
      : [302, "", { Location: "/hello" }],
  );

  assert.deepEqual(await api.send("scan", [SCAN]), { kind: "retry" });
  assert.deepEqual(await api.send("scan", [SCAN]), { kind: "retry" });
});

test("a server that hangs or is not there is a reason to retry", async (t) => {
  const { api, server } = await serverWith(t, () => undefined, { patience: 100 });

  assert.deepEqual(await api.send("scan", [SCAN]), { kind: "retry" });

  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  assert.deepEqual(await api.send("scan", [SCAN]), { kind: "retry" });
});

test("a scan whose answer was lost on the way back is sent again, byte for byte", async (t) => {
  const { api, heard } = await serverWith(
    t,
    (body, times) => (times === 1 ? undefined : [200, results(body)]),
    { patience: 100 },
  );
  const queue = createQueue({
    store: memoryStore(),
    send: api.send,
    now: () => new Date(),
  });

  const first = await queue.sendNow(await queue.add("scan", { code: "A", timeslot: 12 }));
  const { answered } = await queue.flush();

  assert.equal(first.row, null);
  assert.equal(answered[0].row.verdict, "admitted");
  assert.deepEqual(heard[1].body.scans, heard[0].body.scans);
  assert.equal(await queue.unsent(), 0);
});
