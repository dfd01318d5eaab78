// @ts-check
/** @file What this phone says of itself when it asks for the counts. No names. */

/** @typedef {{level: number}} Battery */

/**
 * @param {object} parts
 * @param {() => Promise<number>} parts.unsent records that wait to be sent
 * @param {() => string|null} [parts.listAt] when the list was made, ISO; null without one
 * @param {{getBattery?: () => Promise<Battery>}} [parts.phone] Safari tells no battery
 */
export function createContact({
  unsent,
  listAt = () => null,
  phone = /** @type {{getBattery?: () => Promise<Battery>}} */ (navigator),
}) {
  /** Nobody waits for it: a phone that never answers still asks for its counts. */
  let battery = /** @type {Battery|null} */ (null);
  Promise.resolve(phone.getBattery?.() ?? null).then(
    (found) => (battery = found),
    () => undefined,
  );

  function level() {
    return battery && battery.level >= 0 ? Math.round(battery.level * 100) : null;
  }

  return {
    /** @returns {Promise<string>} for the end of an address; empty where it knows nothing */
    async about() {
      const said = { queue: await unsent(), battery: level(), list: listAt() };
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(said)) {
        if (value !== null) {
          query.set(name, String(value));
        }
      }
      return `?${query}`;
    },
  };
}
