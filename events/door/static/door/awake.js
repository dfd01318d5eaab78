// @ts-check
/** @file Keeps a screen on that nobody touches. Where a browser cannot, it sleeps. */

export function createAwake() {
  let wanted = false;
  /** @type {WakeLockSentinel|null} */
  let held = null;

  async function hold() {
    if (wanted && !document.hidden && (!held || held.released)) {
      held = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    }
  }

  // Leaving the page lets go of it.
  document.addEventListener("visibilitychange", () => void hold());

  return {
    /** @param {boolean} on */
    keep(on) {
      wanted = on;
      if (on) {
        void hold();
      } else {
        void held?.release().catch(() => {});
        held = null;
      }
    },
  };
}
