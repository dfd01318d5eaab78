// @ts-check
/** @file The phone's own tables: IndexedDB, or memory where a browser refuses it. */

/** @typedef {import("./types.js").Tables} Tables */
/** @typedef {import("./types.js").Table} Table */
/** @typedef {import("./types.js").Change} Change */

const DATABASE = "door";
const VERSION = 2;

/** Table → what its records are found by. @type {Record<Table, string>} */
const KEYS = { outgoing: "id", tickets: "part", meta: "key" };

/** @returns {Tables} lives as long as the page */
export function memoryTables() {
  /** @type {Record<Table, Map<string, any>>} */
  const tables = { outgoing: new Map(), tickets: new Map(), meta: new Map() };
  return {
    get: async (table, key) => tables[table].get(key),
    all: async (table) => [...tables[table].values()],
    count: async (table) => tables[table].size,
    async change(changes) {
      for (const { table, clear, put = [], remove = [] } of changes) {
        if (clear) {
          tables[table].clear();
        }
        remove.forEach((key) => tables[table].delete(key));
        put.forEach((record) => tables[table].set(record[KEYS[table]], record));
      }
    },
  };
}

/** @returns {Promise<{tables: Tables, lasting: boolean}>} `lasting`: survives a reload */
export async function openTables() {
  const tables = indexedTables();
  try {
    await tables.get("meta", "");
    return { tables, lasting: true };
  } catch {
    return { tables: memoryTables(), lasting: false };
  }
}

/** @returns {Tables} */
function indexedTables() {
  /** @type {Promise<IDBDatabase>|null} */
  let opened = null;

  function open() {
    opened ??= openDatabase(() => {
      opened = null;
    });
    opened.catch(() => {
      opened = null;
    });
    return opened;
  }

  /**
   * Safari closes a database behind a page that slept: once more, with a new one.
   * @template T
   * @param {(database: IDBDatabase) => Promise<T>} act
   * @returns {Promise<T>}
   */
  async function using(act) {
    try {
      return await act(await open());
    } catch (error) {
      if (error instanceof DOMException && error.name === "InvalidStateError") {
        opened = null;
        return act(await open());
      }
      throw error;
    }
  }

  return {
    get: (table, key) => using((database) => read(database, table, (t) => t.get(key))),
    all: (table) => using((database) => read(database, table, (t) => t.getAll())),
    count: (table) => using((database) => read(database, table, (t) => t.count())),
    change: (changes) => using((database) => write(database, changes)),
  };
}

/**
 * @param {() => void} onClosed
 * @returns {Promise<IDBDatabase>}
 */
function openDatabase(onClosed) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      for (const [table, keyPath] of Object.entries(KEYS)) {
        if (!request.result.objectStoreNames.contains(table)) {
          request.result.createObjectStore(table, { keyPath });
        }
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = onClosed;
      // A newer page in another tab must not wait for this one.
      database.onversionchange = () => {
        database.close();
        onClosed();
      };
      resolve(database);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/**
 * @param {IDBDatabase} database
 * @param {Table} table
 * @param {(records: IDBObjectStore) => IDBRequest} ask
 * @returns {Promise<any>}
 */
function read(database, table, ask) {
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction(table).objectStore(table));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * All of CHANGES or none. Resolves on `complete`, not on the request: then it is on
 * disk.
 * @param {IDBDatabase} database
 * @param {Change[]} changes
 * @returns {Promise<void>}
 */
function write(database, changes) {
  return new Promise((resolve, reject) => {
    const names = changes.map(({ table }) => table);
    const change = database.transaction(names, "readwrite", { durability: "strict" });
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error);
    for (const { table, clear, put = [], remove = [] } of changes) {
      const records = change.objectStore(table);
      if (clear) {
        records.clear();
      }
      remove.forEach((key) => void records.delete(key));
      put.forEach((record) => void records.put(record));
    }
  });
}
