// @ts-check
/** @file One open scanner on a phone: two would each count for themselves. */

const LOCK = "door";
/** A page that was just reloaded still holds the lock for a moment. */
const PATIENCE_MS = 1500;
const HERE = "#here";

/**
 * Resolves when this tab is the scanner.
 * @param {object} parts
 * @param {(goOn: () => void) => void} parts.onTaken one is open already; `goOn` here
 * @param {() => void} parts.onLost another tab goes on instead of this one
 * @returns {Promise<void>}
 */
export function beTheOne({ onTaken, onLost }) {
  const { locks } = navigator;
  if (!locks) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    let mine = false;

    /** Held until the page closes, or another tab takes it. @param {LockOptions} how */
    async function take(how) {
      try {
        await locks.request(LOCK, how, () => {
          mine = true;
          resolve();
          return new Promise(() => {});
        });
      } catch {
        if (mine) {
          onLost();
        } else {
          onTaken(() => void take({ steal: true }));
        }
      }
    }

    if (location.hash === HERE) {
      history.replaceState(null, "", location.pathname);
      void take({ steal: true });
    } else {
      void take({ signal: AbortSignal.timeout(PATIENCE_MS) });
    }
  });
}

/** This tab has lost its turn, and the helper wants it back. */
export function takeItBack() {
  location.hash = HERE;
  location.reload();
}
