// @ts-check
/** @file A USB or Bluetooth reader types a code very fast and ends it with Enter. */

const GAP_MS = 100;
const LEAST = 6;

/**
 * Tells a reader's burst from a hand on the keys. Pure.
 */
export function createBurst() {
  let keys = "";
  let at = 0;

  return {
    /**
     * @param {string} key `KeyboardEvent.key`
     * @param {number} time milliseconds
     * @returns {string|null} the code, when this Enter ended a burst
     */
    key(key, time) {
      if (time - at > GAP_MS) {
        keys = "";
      }
      at = time;
      if (key === "Enter") {
        const code = keys;
        keys = "";
        return code.length >= LEAST ? code : null;
      }
      if (key.length === 1) {
        keys += key;
      }
      return null;
    },
    clear() {
      keys = "";
    },
  };
}

/**
 * @param {Document} page
 * @param {(code: string) => void} onCode
 */
export function listen(page, onCode) {
  const burst = createBurst();
  page.addEventListener(
    "keydown",
    (event) => {
      const mine = event.ctrlKey || event.metaKey || event.altKey;
      if (mine || event.isComposing || isField(event.target)) {
        burst.clear();
        return;
      }
      const code = burst.key(event.key, event.timeStamp);
      if (code) {
        // Otherwise the reader's Enter would press the button in focus.
        event.preventDefault();
        event.stopPropagation();
        onCode(code);
      }
    },
    true,
  );
}

/** @param {EventTarget|null} target */
function isField(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("textarea, select, input:not([type=checkbox], [type=radio])"))
  );
}
