import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { normalise } from "../../events/door/static/door/code.js";
import { decideHere } from "../../events/door/static/door/decide.js";

/** The server is held to the same table: tests/door/test_decisions.py. */
const TABLE = JSON.parse(
  readFileSync(new URL("../door/decisions.json", import.meta.url), "utf8"),
);
const CODE = "K1" + "A2".repeat(16);

for (const row of TABLE.cases) {
  test(`the phone decides as the table says: ${row.case}`, () => {
    if (normalise(row.read === "ticket" ? CODE : row.read).kind === "other") {
      assert.equal(row.verdict, "malformed"); // nothing to look for in the list
      return;
    }

    const { verdict, let_in, party, timeslot } = decideHere({
      line: row.line === null ? null : TABLE.lines[row.line],
      slots: TABLE.timeslots,
      timeslot: row.stands,
      at: row.at,
      people: row.people,
      event: TABLE.event,
      inside: row.inside,
    });

    assert.deepEqual(
      { verdict, let_in, party, timeslot },
      {
        verdict: row.verdict,
        let_in: row.let_in,
        party: row.party,
        timeslot: row.timeslot,
      },
    );
  });
}
