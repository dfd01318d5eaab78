// @ts-check
/** @file The scanner as an app: kept on the phone, renewed between two openings. */

const PATIENCE_MS = 3000;

/**
 * @param {{worker: string, scope: string}} app
 * @param {() => void} onNetwork the browser says that the network is back
 */
export function createInstall({ worker, scope }, onNetwork) {
  /** No service worker: over plain http, or in a private window. */
  const container = navigator.serviceWorker;
  /** @type {any} */
  let registration;

  return {
    /** A newer version that waits takes over before anything has begun. */
    async renew() {
      const old = await container?.getRegistration(scope);
      if (old?.waiting) {
        const taken = new Promise((resolve) => {
          container.addEventListener("controllerchange", () => resolve(true));
          setTimeout(() => resolve(false), PATIENCE_MS);
        });
        old.waiting.postMessage("take over");
        if (await taken) {
          location.reload();
          await new Promise(() => {}); // the page is on its way out
        }
      }
    },

    /** From now on the scanner starts without network. */
    async keep() {
      container?.addEventListener("message", ({ data }) => {
        if (data === "network") {
          onNetwork();
        }
      });
      registration = await container
        ?.register(worker, { scope, updateViaCache: "none" })
        .catch(() => undefined);
    },

    /** Asked for once this phone holds what must not be lost. */
    async stay() {
      await navigator.storage?.persist?.().catch(() => false);
    },

    /** Where the browser can, it tells us when the network is back. */
    async wait() {
      await registration?.sync?.register("door").catch(() => {});
    },
  };
}
