// @ts-check
/** @file The roll on the screen: the missing first, one tap counts, one takes it back. */

import { find } from "./controls.js";
import { clock, day } from "./timeslots.js";
import { fill } from "./verdict.js";

/** @typedef {import("./roll.js").Line} Line */
/** @typedef {import("./types.js").Timeslot} Timeslot */
/** @typedef {import("./types.js").Outgoing} Outgoing */

/** Labels that stand under the camera; the others are a tap away. */
const AT_A_GLANCE = 8;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./door.js").createDoor>} parts.door
 * @param {ReturnType<typeof import("./list.js").createList>} parts.list
 * @param {ReturnType<typeof import("./queue.js").createQueue>} parts.queue
 * @param {ReturnType<typeof import("./roll.js").createRoll>} parts.roll
 * @param {Pick<ReturnType<typeof import("./screen.js").createScreen>, "show"|"current">} parts.screen
 * @param {{watch: (open: boolean) => void}} parts.camera
 * @param {{signal: (name: string) => void}} parts.sound
 * @param {Record<string, string>} parts.words
 * @returns {import("./types.js").Part}
 */
export function createRollScreen({ door, list, queue, roll, screen, camera, sound, words }) {
  const select = find("roll-slot");
  /** Tickets whose tap is being stored. */
  const busy = new Set();
  /** The code that is being decided, and whose it is. */
  let read = { code: "", ticket: "" };
  let complete = false;

  find("roll-open").addEventListener("click", open);
  find("roll-close").addEventListener("click", () => door.ready());
  find("roll-next").addEventListener("click", () => {
    const later = following();
    if (later) {
      void stand(later.id);
    }
  });
  select.addEventListener("change", () => void stand(Number(select.value)));

  const slotId = () => door.slot()?.id ?? null;

  function open() {
    camera.watch(false);
    draw();
    screen.show("roll");
    // What other phones have counted.
    void door.renewList();
  }

  /** @param {number} id */
  async function stand(id) {
    await door.stand(id);
    tell("");
    draw();
    find("roll-title").focus();
  }

  function following() {
    const slots = door.board?.timeslots ?? [];
    const at = slots.findIndex(({ id }) => id === slotId());
    return at < 0 ? undefined : slots[at + 1];
  }

  function draw() {
    const { all, missing, here } = roll.at(slotId());
    const isCalled = Boolean(list.roll.length) && door.role !== "kiosk";
    find("roll-ready").hidden = !isCalled;
    if (!isCalled) {
      return;
    }
    const counts = { here: String(here.length), all: String(all.length) };
    const everyone = all.length > 0 && !missing.length;
    find("roll-open-count").textContent = fill(words.count, counts);
    find("roll-glance").textContent = everyone ? words.everyone : glance(missing);
    find("roll-count").textContent = fill(words.count, counts);
    find("roll-left").textContent = all.length
      ? fill(words.left, { n: String(missing.length) })
      : words.nobody;
    find("roll-left").hidden = everyone;
    find("roll-everyone").hidden = !everyone;
    find("roll-missing").replaceChildren(...missing.map(missingRow));
    find("roll-missing-part").hidden = !missing.length;
    find("roll-here").replaceChildren(...here.map(hereRow));
    find("roll-here-part").hidden = !here.length;
    drawSlots();
    if (everyone && !complete && screen.current === "roll") {
      sound.signal("go");
    }
    complete = everyone;
  }

  /** @param {Line[]} missing */
  function glance(missing) {
    const labels = missing.slice(0, AT_A_GLANCE).map(({ entry }) => entry.label);
    const rest = missing.length - labels.length;
    const more = rest > 0 ? fill(words.more, { n: String(rest) }) : "";
    return labels.length ? fill(words.missing, { labels: labels.join(words.comma) }) + more : "";
  }

  function drawSlots() {
    const slots = door.board?.timeslots ?? [];
    const made = slots.map(
      (slot) => new Option(label(slot), String(slot.id), false, slot.id === slotId()),
    );
    // Not while somebody has it open.
    if (document.activeElement !== select) {
      select.replaceChildren(...made);
    }
    const later = following();
    find("roll-next").hidden = !later;
    find("roll-next").textContent = later ? fill(words.next, { slot: label(later) }) : "";
  }

  /** @param {Line} line */
  function missingRow(line) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.append(text("b", line.entry.label), text("span", words.here));
    button.addEventListener("click", () => void count(line, button));
    return item(button);
  }

  /** @param {Line} line */
  function hereRow(line) {
    const sign = find("roll-sign").content.cloneNode(true);
    const parts = [sign, text("b", line.entry.label), text("span", clock(line.at) || words.counted)];
    if (line.scan) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button text";
      button.append(words.undo, text("span", `（${line.entry.label}）`, "hide"));
      button.addEventListener("click", () => void takeBack(line));
      parts.push(button);
    }
    return item(...parts);
  }

  /**
   * @param {Line} line
   * @param {HTMLElement} button
   */
  async function count({ entry }, button) {
    const slot = slotId();
    if (!slot || busy.has(entry.ticket)) {
      return;
    }
    busy.add(entry.ticket);
    const place = [...find("roll-missing").children].indexOf(button.parentElement);
    try {
      const record = await roll.tick(entry, slot, door.linked ? "online" : "offline");
      sound.signal("tick");
      counted(record, record.body.let_in.length);
      done(fill(words.ticked, { label: entry.label }), place);
      void send(record, record.id);
    } catch {
      tell(words.not_stored);
    } finally {
      busy.delete(entry.ticket);
    }
  }

  /** @param {Line} line */
  async function takeBack(line) {
    const slot = slotId();
    if (!slot || busy.has(line.entry.ticket)) {
      return;
    }
    busy.add(line.entry.ticket);
    try {
      const record = await roll.untick(line, slot);
      counted(record, -(line.entry.seats[slot]?.length ?? 0));
      done(fill(words.unticked, { label: line.entry.label }));
      void send(record, line.scan);
    } catch {
      tell(words.not_stored);
    } finally {
      busy.delete(line.entry.ticket);
    }
  }

  /**
   * In the strip, until the server's next count.
   * @param {Outgoing} record
   * @param {number} people
   */
  function counted({ id }, people) {
    door.count({ id, verdict: "admitted", admitted: people }, id);
  }

  /**
   * @param {string} told
   * @param {number} [place] whose row comes next has the focus
   */
  function done(told, place = -1) {
    tell(told);
    draw();
    const rows = find("roll-missing").children;
    const next = rows[Math.min(place, rows.length - 1)]?.querySelector("button");
    (place >= 0 && next ? next : find("roll-title")).focus();
  }

  /**
   * @param {Outgoing} record
   * @param {string} scan
   */
  async function send(record, scan) {
    const sent = door.linked ? await queue.sendNow(record) : null;
    if (sent?.row) {
      await roll.settle([scan]);
    }
    await door.heard(sent?.answer.kind ?? "retry");
    if (sent && sent.answer.kind !== "retry") {
      await door.refresh();
    }
    draw();
  }

  /** @param {string} told */
  function tell(told) {
    find("roll-told").textContent = told;
  }

  return {
    ready: draw,
    listed: draw,
    answered: () => draw(),
    /** @param {import("./types.js").Board} board */
    counted(board) {
      const slot = board.timeslots.find(({ id }) => id === slotId());
      if (slot && list.roll.length && slot.admitted !== roll.at(slot.id).here.length) {
        void door.renewList();
      } else {
        draw();
      }
    },
    async reading(code) {
      read = { code, ticket: list.roll.length ? await roll.find(code) : "" };
    },
    looks(shown, { scan, row }) {
      const label = scan.code === read.code ? roll.labelOf(read.ticket) : "";
      if (!label) {
        return shown;
      }
      const known = { ...shown, word: label, count: null, sentence: "", next: "" };
      const { all, here } = roll.at(scan.timeslot);
      const isNew = row.verdict === "admitted";
      if (isNew) {
        roll.note(read.ticket, scan);
        // What was just counted may not be written down yet.
        const others = here.filter(({ entry }) => entry.ticket !== read.ticket).length;
        const counts = { here: String(others + 1), all: String(all.length) };
        const everyone = others + 1 === all.length ? [words.everyone] : [];
        return { ...known, lines: [fill(words.count, counts), ...everyone], speech: label };
      }
      if (row.verdict === "already_in") {
        const again = { state: /** @type {const} */ ("ready"), sign: "ok", sound: "tick" };
        const speech = `${label}、${words.already}`;
        return { ...known, ...again, lines: [words.already], vibration: [40], speech };
      }
      return { ...shown, lines: [label, ...(shown.lines ?? [])] };
    },
    wipe: () => roll.wipe(),
  };
}

/** @param {Timeslot} slot */
function label(slot) {
  return `${day(slot.starts_at)} ${clock(slot.starts_at)} ${slot.title}`;
}

/** @param {(Node|string)[]} parts */
function item(...parts) {
  const element = document.createElement("li");
  element.append(...parts);
  return element;
}

/**
 * @param {string} tag
 * @param {string} content
 * @param {string} [name] of its class
 */
function text(tag, content, name = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = content;
  return element;
}
