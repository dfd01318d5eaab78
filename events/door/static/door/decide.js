// @ts-check
/**
 * @file What a door says of a ticket by the list alone. Pure; the same answers as
 * events/door/verdict.py, and both are held to tests/door/decisions.json.
 */

/** @typedef {import("./types.js").Line} Line */
/** @typedef {import("./types.js").ListSlot} ListSlot */
/** @typedef {import("./types.js").Verdict} Verdict */

/**
 * @typedef {object} DecidedHere
 * @property {Verdict} verdict
 * @property {number[]} let_in attendee numbers that go in now
 * @property {number} party people of the ticket in this timeslot
 * @property {number} remaining of them, who is still to come afterwards
 * @property {number|null} timeslot for `wrong_timeslot` the ticket's own
 */

/**
 * @param {object} question
 * @param {Line|null} question.line null: no such ticket in the list
 * @param {ListSlot[]} question.slots of the event
 * @param {number|null} question.timeslot where the helper stands
 * @param {string|number} question.at by the server's clock
 * @param {"all"|number[]} [question.people]
 * @param {number} [question.event] whose list this is
 * @param {Record<string, number[]>} [question.inside] whom this phone let in since
 * @param {Record<string, number[]>} [question.outside] of whom it took that back
 * @returns {DecidedHere}
 */
export function decideHere({
  line, slots, timeslot, at, people = "all", event, inside = {}, outside = {},
}) {
  const now = new Date(at).getTime();
  /** @type {(verdict: Verdict, more?: Partial<DecidedHere>) => DecidedHere} */
  const say = (verdict, more) => (
    { verdict, let_in: [], party: 0, remaining: 0, timeslot: null, ...more }
  );
  if (!line || (event !== undefined && line.event !== event)) {
    return say("unknown");
  }
  const seated = Object.values(line.seats).some((numbers) => numbers.length);
  if (line.is === "cancelled" || !(seated || line.is === "waiting" || line.is === "replaced")) {
    return say("cancelled");
  }
  if (line.is !== "valid" && !(line.is === "waiting" && seated)) {
    return say(line.is);
  }
  const mine = slots.filter(({ id }) => line.seats[id]?.length);
  const slot = atDoor(slots, mine, timeslot, now);
  const here = slot ? (line.seats[slot.id] ?? []) : [];
  if (!slot || !here.length) {
    return say("wrong_timeslot", { timeslot: nextOf(mine, now)?.id ?? null });
  }
  const isIn = insideOf(slot.id, line, inside, outside);
  const asked = people === "all" ? here : here.filter((number) => people.includes(number));
  const free = asked.filter((number) => !isIn.has(number));
  const found = {
    timeslot: slot.id,
    party: here.length,
    remaining: here.filter((number) => !isIn.has(number)).length,
  };
  if (!asked.length) {
    return say("malformed", found);
  }
  if (free.some((number) => line.lacks?.includes(number))) {
    return say("consent_missing", found);
  }
  if (!free.length) {
    return say("already_in", found);
  }
  if (now < Date.parse(slot.doors_at)) {
    return say("too_early", found);
  }
  if (now > Date.parse(slot.ends_at)) {
    return say("closed", found);
  }
  return say("admitted", {
    ...found,
    let_in: free,
    remaining: found.remaining - free.length,
  });
}

/**
 * @param {number} slot
 * @param {Line} line
 * @param {Record<string, number[]>} inside
 * @param {Record<string, number[]>} outside
 */
function insideOf(slot, line, inside, outside) {
  const listed = (line.in[slot] ?? []).filter(
    (number) => !outside[slot]?.includes(number),
  );
  return new Set([...listed, ...(inside[slot] ?? [])]);
}

/**
 * Where the helper stands; unnamed, the party's timeslot whose doors are open.
 * @param {ListSlot[]} slots
 * @param {ListSlot[]} mine
 * @param {number|null} timeslot
 * @param {number} now
 */
function atDoor(slots, mine, timeslot, now) {
  return (
    slots.find(({ id }) => id === timeslot) ??
    mine.find((slot) => Date.parse(slot.doors_at) <= now && now <= Date.parse(slot.ends_at)) ??
    mine[0]
  );
}

/**
 * The party's next timeslot; one that is over only where there is no other.
 * @param {ListSlot[]} mine
 * @param {number} now
 */
function nextOf(mine, now) {
  const over = (/** @type {ListSlot} */ slot) => Number(Date.parse(slot.ends_at) <= now);
  return [...mine].sort(
    (a, b) => over(a) - over(b) || Date.parse(a.starts_at) - Date.parse(b.starts_at),
  )[0];
}
