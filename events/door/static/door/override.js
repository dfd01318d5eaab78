// @ts-check
/** @file Where a rule says no: a supervisor decides with a reason, a gate calls one. */

import { find } from "./controls.js";
import { uuid } from "./queue.js";
import { clock } from "./timeslots.js";
import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Decided} Decided */

const MAY = ["consent_missing", "too_early", "closed", "replaced", "already_in"];

/**
 * @param {object} parts
 * @param {() => ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {Record<string, any>} parts.words
 */
export function createOverride({ door, api, queue, words }) {
  /** What happens with the reason. @type {(reason: string) => Promise<void>} */
  let act = async () => {};
  let acting = false;

  find("screen-reason").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void confirm();
  });
  find("reason-back").addEventListener("click", () => door().back());
  find("call-back").addEventListener("click", () => door().back());
  find("call-next").addEventListener("click", () => door().finish());
  find("reason-other").addEventListener("input", () => tell(""));

  /**
   * @param {{title: string, about: string, label: string, reasons: string[]}} texts
   * @param {(reason: string) => Promise<void>} then
   */
  function ask({ title, about, label, reasons }, then) {
    act = then;
    find("reason-title").textContent = title;
    find("reason-about").textContent = about;
    find("reason-do").textContent = label;
    find("reason-other").value = "";
    find("reason-chips").replaceChildren(...reasons.map(chip));
    tell("");
    door().open("reason");
  }

  /** @param {string} text */
  function tell(text) {
    find("reason-told").textContent = text;
  }

  /** @param {string} text */
  function chip(text) {
    const label = document.createElement("label");
    label.className = "choice";
    const input = document.createElement("input");
    input.type = "radio";
    input.name = "reason";
    input.value = text;
    input.addEventListener("change", () => tell(""));
    label.append(input, text);
    return label;
  }

  async function confirm() {
    const pressed = find("reason-chips").querySelector("input:checked")?.value ?? "";
    const written = find("reason-other").value.trim();
    const reason = [pressed, written].filter(Boolean).join("。");
    if (!reason) {
      tell(words.missing);
      find("reason-other").focus();
      return;
    }
    if (!acting) {
      acting = true;
      await act(reason);
      acting = false;
    }
  }

  /** @param {Decided} decided */
  function letIn(decided) {
    const { scan, row } = decided;
    const id = uuid();
    ask(
      {
        title: words.let_in,
        about: words.let_in_about,
        label: words.let_in_do,
        reasons: words.reasons[row.verdict] ?? [],
      },
      async (reason) => {
        const { code, timeslot, people } = scan;
        const body = { id, scan: row.id, code, timeslot, people, reason };
        const answer = await api.ask("overrides", body);
        await door().heard(answer.kind);
        if (answer.kind === "gone") {
          await door().refresh();
          return;
        }
        if (answer.kind !== "ok") {
          tell(words.needs_network);
          return;
        }
        const at = new Date().toISOString();
        const answered = answer.body.result;
        door().showRow({ id, kind: "scan", at, body: { ...scan, id, at } }, answered);
        void door().refresh();
      },
    );
  }

  /** @param {Decided} decided somebody else let them in, and should not have */
  function takeBack({ row }) {
    const of = row.first_scan ?? "";
    ask(
      {
        title: words.take_back,
        about: fill(words.take_back_about, { time: clock(row.first_at) }),
        label: words.take_back_do,
        reasons: words.reasons.take_back,
      },
      async (reason) => {
        const sent = await queue.sendNow(await queue.add("undo", { of, reason }));
        await door().heard(sent.answer.kind);
        door().finish(words.taken_back);
        void door().refresh();
      },
    );
  }

  /** @type {import("./types.js").Part} */
  const part = {
    offers(decided) {
      const { row, by } = decided;
      const role = door().role;
      if (!MAY.includes(row.verdict) || role === "kiosk") {
        return [];
      }
      if (role !== "supervisor") {
        return [{ label: words.call, sign: "call", run: () => call(decided) }];
      }
      if (by === "here") {
        return [];
      }
      const actions = [{ label: words.let_in, sign: "pen", run: () => letIn(decided) }];
      if (row.first_scan) {
        actions.push({
          label: words.take_back,
          sign: "cross",
          run: () => takeBack(decided),
        });
      }
      return actions;
    },
    wipe() {
      act = async () => {};
      find("reason-other").value = "";
    },
  };

  /** @param {Decided} decided */
  function call({ row }) {
    find("call-about").textContent = words.call_about[row.verdict] ?? "";
    door().open("call");
  }

  return part;
}
