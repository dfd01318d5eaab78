// @ts-check
/**
 * @file Keeps the scanner's page and files on the phone, so that it starts without
 * network. The server puts `self.DOOR` in front: a version, and what to keep. Nothing
 * of the API, and nobody's data, ever comes in here.
 */

/** @type {any} */
const worker = self;
/** @type {{version: string, page: string, files: string[]}} */
const { version, page, files } = worker.DOOR;

const PREFIX = "door-";
const CACHE = PREFIX + version;
const kept = new Set(files);

/** All or nothing: half a scanner would not start. */
async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(
    files.map((url) => new Request(url, { cache: "no-cache", credentials: "omit" })),
  );
}

async function clear() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * What is kept comes from the phone: page and files are then always of one version,
 * and a bad network does not slow the start.
 * @param {Request} request
 * @param {string} path
 */
async function answer(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function nudge() {
  const pages = await worker.clients.matchAll({ type: "window" });
  pages.forEach((/** @type {any} */ open) => open.postMessage("network"));
}

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(fill());
});
worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(clear());
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const ours = origin === worker.location.origin && request.method === "GET";
  if (ours && kept.has(pathname) && (pathname !== page || request.mode === "navigate")) {
    event.respondWith(answer(request, pathname));
  }
});
// A new version waits until a page starts anew: it never cuts into a queue of people.
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take over") {
    void worker.skipWaiting();
  }
});
// Where the browser knows when the network is back, the open page hears of it.
worker.addEventListener("sync", (/** @type {any} */ event) => {
  event.waitUntil(nudge());
});
