// @ts-check
/** @file Where scans wait: IndexedDB, or memory where a browser refuses it. */

/** @typedef {import("./types.js").Scan} Scan */
/** @typedef {import("./types.js").ScanStore} ScanStore */

const DATABASE = "door";
const SCANS = "scans";

/** @returns {ScanStore} lives as long as the page */
export function memoryStore() {
  /** @type {Map<string, Scan>} */
  const scans = new Map();
  return {
    put: async (scan) => void scans.set(scan.id, scan),
    all: async () => [...scans.values()],
    remove: async (ids) => ids.forEach((id) => scans.delete(id)),
    clear: async () => scans.clear(),
  };
}

/**
 * @returns {Promise<{store: ScanStore, lasting: boolean}>} `lasting`: survives a reload
 */
export async function openStore() {
  try {
    return { store: indexedStore(await openDatabase()), lasting: true };
  } catch {
    return { store: memoryStore(), lasting: false };
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(SCANS, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/**
 * @param {IDBDatabase} database
 * @returns {ScanStore}
 */
function indexedStore(database) {
  /**
   * Resolves on `complete`, not on the request: then it is on disk.
   * @param {(scans: IDBObjectStore) => void} act
   * @returns {Promise<void>}
   */
  function write(act) {
    return new Promise((resolve, reject) => {
      const change = database.transaction(SCANS, "readwrite", {
        durability: "strict",
      });
      change.oncomplete = () => resolve();
      change.onabort = () => reject(change.error);
      act(change.objectStore(SCANS));
    });
  }

  return {
    put: (scan) => write((scans) => void scans.put(scan)),
    remove: (ids) => write((scans) => ids.forEach((id) => void scans.delete(id))),
    clear: () => write((scans) => void scans.clear()),
    all: () =>
      new Promise((resolve, reject) => {
        const request = database.transaction(SCANS).objectStore(SCANS).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      }),
  };
}
