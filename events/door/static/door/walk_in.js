// @ts-check
/** @file People without a ticket: one tap a head, or a name and a number to keep. */

import { createChips } from "./chips.js";
import { find } from "./controls.js";
import { fill } from "./verdict.js";

/** @typedef {import("./types.js").Timeslot} Timeslot */
/** @typedef {import("./heads.js").Said} Said */

const TELLING = { counted: "go", kept: "go" };

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./heads.js").createHeads>} parts.heads
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {ReturnType<typeof import("./screen.js").createScreen>} parts.screen
 * @param {ReturnType<typeof import("./sound.js").createSound>} parts.sound
 * @param {Record<string, string>} parts.words
 * @returns {import("./types.js").Part}
 */
export function createWalkIn({ door, heads, api, queue, screen, sound, words }) {
  const chips = createChips(find("walk-in-chips"));
  /** What was said of the person whom the line came before. @type {Said} */
  let held = {};
  let busy = false;
  /** The same order sent again is one registration. */
  let order = "";
  let told = "";

  /** @param {Timeslot} slot */
  const isTaken = (slot) => Boolean(slot.takes_walk_ins) && !slot.by_hand;

  function draw() {
    const slot = door.slot();
    const shown = slot !== undefined && isTaken(slot);
    find("walk-in").hidden = !shown;
    find("walk-in-count").hidden = !(slot?.by_hand && slot.takes_walk_ins);
    if (!slot || !shown) {
      return;
    }
    const left = heads.left(slot);
    const kept = !door.linked || heads.unsent(slot).length > 0;
    find("walk-in-left").textContent =
      left === null
        ? ""
        : fill(kept ? words.left_kept : words.left, { n: `${left}` });
    find("walk-in-undo").hidden = !heads.canUndo;
    find("walk-in-name").hidden = slot.free === null || !door.linked;
    tell(told);
  }

  /** @param {string} text */
  function tell(text) {
    told = text;
    const line = find("walk-in-told");
    if (line.textContent !== text) {
      line.textContent = text;
    }
    line.hidden = !text;
  }

  /** @param {Said} said */
  async function plus(said) {
    const slot = door.slot();
    if (!slot || busy) {
      return;
    }
    busy = true;
    find("walk-in-past").hidden = true;
    try {
      const outcome = await heads.ask(slot, said);
      const left = heads.left(slot);
      const values = {
        n: left === null ? "" : `${left}`,
        number: `${outcome.number ?? ""}`,
      };
      const name = left === null && outcome.result === "counted" ? "counted_only" : outcome.result;
      const over = outcome.result === "kept" && left === 0 ? "kept_full" : name;
      tell(fill(words[over] ?? words.failed, values));
      held = outcome.result === "line_first" ? said : {};
      find("walk-in-past").hidden = outcome.result !== "line_first";
      sound.signal(outcome.result in TELLING ? "go" : "step");
    } catch {
      tell(words.not_stored);
    } finally {
      busy = false;
      draw();
    }
  }

  async function undo() {
    const undone = await heads.undo();
    tell(undone ? words.undone : words.nothing_to_undo);
    draw();
  }

  function askName() {
    order = queue.newId();
    find("name-form").reset();
    find("name-past-choice").hidden = true;
    nameTold("");
    screen.show("name");
    find("name-name").focus();
  }

  /** @param {string} text */
  function nameTold(text) {
    find("name-told").textContent = text;
    find("name-told").hidden = !text;
  }

  async function sendName() {
    const slot = door.slot();
    if (!slot || busy) {
      return;
    }
    const name = find("name-name").value.trim();
    if (!name) {
      nameTold(words.name_missing);
      find("name-name").focus();
      return;
    }
    busy = true;
    nameTold(words.sending);
    const answer = await api.ask("named_walk_in", {
      id: order,
      timeslot: slot.id,
      name,
      people: Number(find("name-form").elements.people.value),
      past_the_line: find("name-past").checked,
    });
    busy = false;
    await door.heard(answer.kind);
    if (answer.kind !== "ok") {
      nameTold(answer.kind === "retry" ? words.name_no_network : words.failed);
      return;
    }
    const said = answer.body;
    if (said.result === "admitted") {
      showSlip(said);
      return;
    }
    const values = { number: `${said.number ?? ""}`, most: `${said.most ?? ""}` };
    nameTold(fill(words[`name_${said.result}`] ?? words.failed, values));
    find("name-past-choice").hidden = said.result !== "line_first";
  }

  /** @param {any} said receipt number and ticket of somebody who is in; in memory only */
  function showSlip(said) {
    find("name-form").reset();
    const [first, second] = [said.receipt.slice(0, 4), said.receipt.slice(4)];
    find("slip-receipt").textContent = `${first} ${second}`;
    find("slip-people").textContent = fill(words.slip_people, { n: `${said.people}` });
    find("slip-rehearsal").hidden = !door.board?.device.rehearsal;
    const image = find("slip-qr");
    image.toggleAttribute("hidden", !said.qr);
    if (said.qr) {
      const [size, path] = said.qr;
      image.setAttribute("viewBox", `-4 -4 ${size + 8} ${size + 8}`);
      find("slip-path").setAttribute("d", path);
    }
    screen.show("slip");
    sound.signal("go");
    void door.refresh();
  }

  function forget() {
    find("slip-receipt").textContent = "";
    find("slip-path").setAttribute("d", "");
    find("name-form").reset();
  }

  function back() {
    forget();
    door.ready();
  }

  find("walk-in-plus").addEventListener("click", () => void plus(chips.take()));
  find("walk-in-past").addEventListener("click", () =>
    void plus({ ...held, past_the_line: true }),
  );
  find("walk-in-undo").addEventListener("click", () => void undo());
  find("walk-in-name").addEventListener("click", askName);
  find("name-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void sendName();
  });
  find("name-back").addEventListener("click", back);
  find("slip-back").addEventListener("click", back);

  return {
    ready() {
      tell("");
      find("walk-in-past").hidden = true;
      draw();
    },
    counted: draw,
    answered(rows, kind) {
      if (kind === "walk_in") {
        rows.forEach(heads.answered);
      }
      draw();
    },
    wipe() {
      forget();
      heads.wipe();
    },
  };
}
