import assert from "node:assert/strict";
import { test } from "node:test";

import { createContact } from "../../events/door/static/door/contact.js";

const unsent = async () => 3;

test("a phone says what waits, its battery, and how old its list is", async () => {
  const contact = createContact({
    unsent,
    listAt: () => "2026-02-15T12:41:00+09:00",
    phone: { getBattery: async () => ({ level: 0.814 }) },
  });
  await unsent(); // a moment later, the battery has answered

  const said = new URLSearchParams(await contact.about());

  assert.deepEqual(Object.fromEntries(said), {
    queue: "3",
    battery: "81",
    list: "2026-02-15T12:41:00+09:00",
  });
});

test("a phone that tells no battery still says the rest", async () => {
  assert.equal(await createContact({ unsent, phone: {} }).about(), "?queue=3");
  const refuses = { getBattery: async () => Promise.reject(new Error("NotAllowedError")) };
  assert.equal(await createContact({ unsent, phone: refuses }).about(), "?queue=3");
});
