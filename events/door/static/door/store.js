// @ts-check
/** @file Where what was done waits to be sent, even on a phone that is full. */

import { memoryTables } from "./tables.js";

/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {import("./types.js").OutgoingStore} OutgoingStore */
/** @typedef {import("./types.js").Tables} Tables */

/** @returns {OutgoingStore} lives as long as the page */
export const memoryStore = () => createStore({ tables: memoryTables() });

/**
 * @param {object} parts
 * @param {Tables} parts.tables
 * @param {() => Promise<void>} [parts.makeRoom] gives up what can be fetched again
 * @param {() => void} [parts.onTrouble] what comes now lives as long as the page
 * @returns {OutgoingStore}
 */
export function createStore({ tables, makeRoom = async () => {}, onTrouble = () => {} }) {
  /** What the phone would not write. @type {Map<string, Outgoing>} */
  const spare = new Map();

  /** @param {Outgoing} record */
  const write = (record) => tables.change([{ table: "outgoing", put: [record] }]);

  /**
   * A full phone gives up the list first; what was done at the door stays, in memory
   * if nothing else is left.
   * @param {Outgoing} record
   */
  async function put(record) {
    try {
      await write(record).catch(async (error) => {
        if (error?.name !== "QuotaExceededError") {
          throw error;
        }
        await makeRoom();
        await write(record);
      });
      spare.delete(record.id);
    } catch {
      spare.set(record.id, record);
      onTrouble();
    }
  }

  return {
    put,
    async all() {
      const written = await tables.all("outgoing").catch(() => []);
      return [...written.filter(({ id }) => !spare.has(id)), ...spare.values()];
    },
    async count() {
      return spare.size
        ? (await this.all()).length
        : tables.count("outgoing").catch(() => 0);
    },
    async remove(ids) {
      ids.forEach((id) => spare.delete(id));
      if (ids.length) {
        await tables.change([{ table: "outgoing", remove: ids }]);
      }
    },
    async clear() {
      spare.clear();
      await tables.change([{ table: "outgoing", clear: true }]);
    },
  };
}
