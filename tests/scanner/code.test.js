import assert from "node:assert/strict";
import { test } from "node:test";

import { normalise } from "../../events/door/static/door/code.js";

const TICKET = `K1${"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}`;

test("a ticket is taken as it is, trimmed, in any case and width", () => {
  const wide = TICKET.replace(/[!-~]/g, (c) =>
    String.fromCharCode(c.charCodeAt(0) + 0xfee0),
  );

  for (const typed of [TICKET, ` ${TICKET}\r\n`, TICKET.toLowerCase(), wide]) {
    assert.deepEqual(normalise(typed), { kind: "ticket", code: TICKET });
  }
});

test("a receipt number is read with and without space, full-width and with dashes", () => {
  for (const typed of ["47132086", "4713 2086", "４７１３　２０８６", "4713-2086", "4713ー2086"]) {
    assert.deepEqual(normalise(typed), { kind: "receipt", code: "47132086" });
  }
});

test("a ticket with one character too many or outside Base32 is not a ticket", () => {
  assert.equal(normalise(`${TICKET}A`).kind, "other");
  assert.equal(normalise(TICKET.replace("A", "1")).kind, "other");
});

test("anything else goes to the server, cut to 200 characters, never through a pair", () => {
  assert.deepEqual(normalise(" https://example.jp/ "), {
    kind: "other",
    code: "HTTPS://EXAMPLE.JP/",
  });
  assert.equal(normalise("x".repeat(5000)).code.length, 200);
  assert.equal(normalise(`${"x".repeat(199)}😀`).code, "X".repeat(199));
});

test("control characters do not travel", () => {
  assert.equal(normalise("4713\u00002086").code, "47132086");
  assert.equal(normalise("a\u0000b").code, "A B");
});

test("nothing is nothing", () => {
  assert.deepEqual(normalise(" \u3000\n"), { kind: "empty", code: "" });
});
