// @ts-check
/** @file The large screen stays awake, and fills the whole of it when asked to. */

const button = document.querySelector("[data-full-screen]");

if (button instanceof HTMLButtonElement && document.fullscreenEnabled) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.documentElement.requestFullscreen().catch(() => (button.hidden = true));
  });
}

async function stayAwake() {
  if (!document.hidden) {
    // Refused on battery or without HTTPS: then the computer's own setting holds.
    await navigator.wakeLock?.request("screen").catch(() => undefined);
  }
}

document.addEventListener("visibilitychange", () => void stayAwake());
void stayAwake();
