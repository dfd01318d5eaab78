// @ts-check
/** @file Which timeslot is at the door now, and its times. Pure. */

/** @typedef {import("./types.js").Timeslot} Timeslot */

const DOORS_BEFORE_MS = 30 * 60 * 1000;

/** @param {Timeslot} slot */
function opens(slot) {
  return slot.doors_at
    ? Date.parse(slot.doors_at)
    : Date.parse(slot.starts_at) - DOORS_BEFORE_MS;
}

/** @param {Timeslot} slot */
function closes(slot) {
  return Date.parse(slot.closes_at ?? slot.ends_at ?? slot.starts_at);
}

/**
 * The one whose doors are open (the latest of several), else the next to open,
 * else the last of the day.
 * @param {Timeslot[]} slots
 * @param {number} now milliseconds, by the server's clock
 * @returns {Timeslot|undefined}
 */
export function likely(slots, now) {
  const ordered = [...slots].sort((a, b) => opens(a) - opens(b));
  const open = ordered.filter((slot) => opens(slot) <= now && now <= closes(slot));
  return (
    open.at(-1) ?? ordered.find((slot) => opens(slot) > now) ?? ordered.at(-1)
  );
}

/**
 * A choice made before a reload holds until that door closes.
 * @param {Timeslot[]} slots
 * @param {number|null} chosen
 * @param {number} now
 */
export function stillChosen(slots, chosen, now) {
  return slots.find((slot) => slot.id === chosen && now <= closes(slot));
}

/**
 * @param {string|null|undefined} iso
 * @returns {string} 13:30 in Tokyo, wherever the phone thinks it is
 */
export function clock(iso) {
  if (!iso || Number.isNaN(Date.parse(iso))) {
    return "";
  }
  return new Intl.DateTimeFormat("ja-JP", {
    timeZone: "Asia/Tokyo",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(iso));
}

/**
 * @param {string} iso
 * @returns {string} 8/20 in Tokyo
 */
export function day(iso) {
  return new Intl.DateTimeFormat("ja-JP", {
    timeZone: "Asia/Tokyo",
    month: "numeric",
    day: "numeric",
  }).format(new Date(iso));
}

/**
 * @param {number} at milliseconds
 * @returns {number} the hour in Tokyo
 */
export function hourOf(at) {
  return Number(clock(new Date(at).toISOString()).slice(0, 2));
}
