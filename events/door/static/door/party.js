// @ts-check
/** @file A family at the door: who of it came, one chip per person, never a name. */

import { find } from "./controls.js";
import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Decided} Decided */
/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Action} Action */

/**
 * @param {object} parts
 * @param {() => ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {import("./types.js").PartyWords} parts.words
 * @param {(id: string) => void} parts.forget a scan that is no longer to be undone
 */
export function createParty({ door, queue, words, forget }) {
  /** The verdict that the chips are about. @type {Decided|null} */
  let about = null;

  find("screen-party").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void confirm();
  });
  find("screen-party").addEventListener("change", count);
  find("party-back").addEventListener("click", () => door().back());

  /** @param {Decided} decided */
  function open(decided) {
    about = decided;
    const consent = decided.row.verdict === "consent_missing";
    find("party-about").textContent = consent ? words.about_consent : words.about;
    find("party-told").textContent = "";
    find("party-chips").replaceChildren(
      ...(decided.row.people ?? []).map((person) => chip(person, consent, words)),
    );
    count();
    door().open("party");
  }

  function chosen() {
    const pressed = find("party-chips").querySelectorAll("input:checked:enabled");
    return [...pressed].map((input) => Number(input.value));
  }

  function count() {
    const n = chosen().length;
    find("party-do").textContent = fill(words.confirm, { n: `${n || "–"}` });
    if (n) {
      find("party-told").textContent = "";
    }
  }

  async function confirm() {
    const people = chosen();
    if (!about || !people.length) {
      find("party-told").textContent = words.nobody;
      return;
    }
    const { scan, row } = about;
    if (row.verdict !== "admitted") {
      await door().ask({ code: scan.code, people });
      return;
    }
    const here = (row.people ?? []).filter((person) => person.here);
    if (people.length === here.length) {
      door().back();
      return;
    }
    await replace(scan.code, scan.id, people, row);
  }

  /**
   * The first scan let everybody in: it is taken back, and another lets in those who
   * came. The helper has decided, so the scan says so: then the two may arrive in any
   * order, with or without signal.
   * @param {string} code
   * @param {string} of
   * @param {number[]} people
   * @param {import("./types.js").Row} row
   */
  async function replace(code, of, people, row) {
    await queue.sendNow(await queue.add("undo", { of }));
    forget(of);
    const before = (row.people ?? []).filter((person) => person.in && !person.here);
    await door().ask(
      { code, people, said: "admitted", let_in: people },
      {
        id: of,
        verdict: "admitted",
        admitted: people.length,
        party: row.party,
        remaining: (row.party ?? 0) - before.length - people.length,
      },
    );
    void door().refresh();
  }

  /** @type {import("./types.js").Part} */
  const part = {
    offers(decided) {
      const { row } = decided;
      const free = (row.people ?? []).filter((person) =>
        row.verdict === "admitted" ? person.here : !person.in && !person.lacks_consent,
      );
      if (door().role === "kiosk") {
        return [];
      }
      if (row.verdict === "admitted" && free.length > 1) {
        return [{ label: words.some_came, sign: "some", run: () => open(decided) }];
      }
      if (row.verdict === "consent_missing" && free.length) {
        return [{ label: words.some_consent, sign: "some", run: () => open(decided) }];
      }
      return [];
    },
    tells: ({ row }) => tally(row, words),
    wipe() {
      about = null;
      find("party-chips").replaceChildren();
    },
  };
  return part;
}

/**
 * 「4名のうち 3名 入場」, where the count alone does not say it.
 * @param {import("./types.js").Row} row
 * @param {Record<string, any>} words
 */
export function tally(row, words) {
  const party = row.party ?? 0;
  const said = ["admitted", "already_in"].includes(row.verdict);
  if (!said || party < 2 || row.remaining === undefined) {
    return "";
  }
  const values = { party: `${party}`, inside: `${party - row.remaining}` };
  if (row.remaining > 0) {
    return fill(words.inside, values);
  }
  return row.admitted === party ? "" : fill(words.all_inside, values);
}

/**
 * @param {Person} person
 * @param {boolean} consent those who may are pressed already
 * @param {import("./types.js").PartyWords} words
 */
function chip(person, consent, words) {
  const label = document.createElement("label");
  label.className = "choice";
  const input = document.createElement("input");
  input.type = "checkbox";
  input.value = String(person.number);
  const wasIn = person.in && !person.here;
  input.disabled = wasIn || person.lacks_consent;
  input.checked = wasIn || (consent && !person.lacks_consent);
  const text = document.createElement("span");
  const name = document.createElement("b");
  name.textContent = fill(words.person, { n: String(person.number) });
  const small = document.createElement("small");
  small.textContent = [
    words.ages[person.age],
    wasIn ? words.is_in : person.lacks_consent ? words.lacks_consent : "",
  ].filter(Boolean).join(" ・ ");
  text.append(name, small);
  label.append(input, text);
  return label;
}
