// @ts-check
/** @file The only place that talks to the server. Answers, never throws. */

/** @typedef {import("./types.js").Kind} Kind */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Board} Board */
/** @typedef {import("./device.js").Pairing} Pairing */
/**
 * @template T
 * @typedef {import("./types.js").Answer<T>} Answer
 */

const PATIENCE_MS = 6000;
const LIST_PATIENCE_MS = 20_000;
const FLOOD_SECONDS = 10;

/** @type {Record<Kind, {url: string, list: string}>} */
const ENDPOINTS = {
  scan: { url: "scans", list: "scans" },
  undo: { url: "undo", list: "undos" },
  walk_in: { url: "walk_ins", list: "walk_ins" },
};

/**
 * @param {object} parts
 * @param {Record<string, string>} parts.urls address by name
 * @param {() => string} parts.token
 * @param {() => Promise<string>} [parts.about] what this device says of itself, as a query
 * @param {typeof globalThis.fetch} [parts.fetch]
 * @param {number} [parts.patience] milliseconds for one request
 * @param {() => Date} [parts.now]
 */
export function createApi({
  urls,
  token,
  about = async () => "",
  fetch = globalThis.fetch.bind(globalThis),
  patience = PATIENCE_MS,
  now = () => new Date(),
}) {
  /**
   * @param {string} url
   * @param {(body: any) => boolean} expected is this really our server's answer?
   * @param {object} [body] sent as JSON by POST
   * @param {{bearer?: string, etag?: string, within?: number}} [how]
   * @returns {Promise<Answer<any>>}
   */
  async function ask(
    url,
    expected,
    body,
    { bearer = token(), etag = "", within = patience } = {},
  ) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (bearer) {
      headers.Authorization = `Bearer ${bearer}`;
    }
    if (etag) {
      headers["If-None-Match"] = etag;
    }
    if (body) {
      headers["Content-Type"] = "application/json";
    }
    try {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        headers,
        body: body && JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        // The sign-in page of a public Wi-Fi is not an answer.
        redirect: "error",
        signal: AbortSignal.timeout(within),
      });
      return await read(response, expected);
    } catch {
      return { kind: "retry" };
    }
  }

  return {
    /**
     * @param {{code: string, name: string}} request
     * @returns {Promise<Answer<Pairing>>}
     */
    pair: (request) =>
      ask(urls.pair, (body) => typeof body?.token === "string", request, {
        bearer: "",
      }),

    /**
     * What the queue holds, all of one kind; answered with a row each.
     * @param {Kind} kind
     * @param {object[]} bodies
     * @returns {Promise<Answer<{results: Row[], server_time: string}>>}
     */
    send: (kind, bodies) =>
      ask(urls[ENDPOINTS[kind].url], (body) => Array.isArray(body?.results), {
        [ENDPOINTS[kind].list]: bodies,
        device_time: now().toISOString(),
      }),

    /**
     * A question that only makes sense while connected: a search, a move.
     * @param {string} name of the address
     * @param {object} [body] POST when given
     * @returns {Promise<Answer<any>>}
     */
    ask: (name, body) => ask(urls[name], (answer) => answer !== null, body),

    /**
     * The list, or what has changed in it.
     * @param {{etag: string, have: string}} known
     * @returns {Promise<Answer<import("./types.js").Manifest>>}
     */
    manifest: ({ etag, have }) =>
      ask(
        `${urls.manifest}?have=${have}`,
        (body) => typeof body?.parts === "object" && Array.isArray(body?.timeslots),
        undefined,
        { etag, within: LIST_PATIENCE_MS },
      ),

    /** @returns {Promise<Answer<Board>>} */
    timeslots: async () =>
      ask(urls.timeslots + (await about()), (body) => Array.isArray(body?.timeslots)),
  };
}

/**
 * @param {Response} response
 * @param {(body: any) => boolean} expected
 * @returns {Promise<Answer<any>>}
 */
async function read(response, expected) {
  const { status } = response;
  const body = await response.json().catch(() => null);
  if (response.ok) {
    const etag = response.headers.get("ETag") ?? "";
    return expected(body) ? { kind: "ok", body, etag } : { kind: "retry" };
  }
  if (status === 304) {
    return { kind: "same" };
  }
  if (status === 401) {
    const kept = Array.isArray(body?.kept) ? body.kept.map(String) : [];
    return { kind: "gone", reason: String(body?.error ?? ""), kept };
  }
  if (status === 409) {
    return { kind: "conflict", status };
  }
  if (status === 429) {
    const wait = Number(response.headers.get("Retry-After"));
    return { kind: "flood", seconds: wait > 0 ? wait : FLOOD_SECONDS };
  }
  return status >= 500 ? { kind: "retry" } : { kind: "refused", status };
}
