// @ts-check
/** @file The only place that talks to the server. Answers, never throws. */

/** @typedef {import("./types.js").Scan} Scan */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Board} Board */
/** @typedef {import("./device.js").Pairing} Pairing */
/**
 * @template T
 * @typedef {import("./types.js").Answer<T>} Answer
 */

const PATIENCE_MS = 6000;
const FLOOD_SECONDS = 10;

/**
 * @param {object} parts
 * @param {{pair: string, scans: string, timeslots: string}} parts.urls
 * @param {() => string} parts.token
 * @param {typeof globalThis.fetch} [parts.fetch]
 * @param {number} [parts.patience] milliseconds for one request
 * @param {() => Date} [parts.now]
 */
export function createApi({
  urls,
  token,
  fetch = globalThis.fetch.bind(globalThis),
  patience = PATIENCE_MS,
  now = () => new Date(),
}) {
  /**
   * @param {string} url
   * @param {(body: any) => boolean} expected is this really our server's answer?
   * @param {object} [body] sent as JSON by POST
   * @param {string} [bearer]
   * @returns {Promise<Answer<any>>}
   */
  async function ask(url, expected, body, bearer = token()) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (bearer) {
      headers.Authorization = `Bearer ${bearer}`;
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
        signal: AbortSignal.timeout(patience),
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
      ask(urls.pair, (body) => typeof body?.token === "string", request, ""),

    /**
     * @param {Scan[]} scans
     * @returns {Promise<Answer<{results: Row[], server_time: string}>>}
     */
    scans: (scans) =>
      ask(urls.scans, (body) => Array.isArray(body?.results), {
        scans,
        device_time: now().toISOString(),
      }),

    /** @returns {Promise<Answer<Board>>} */
    timeslots: () =>
      ask(urls.timeslots, (body) => Array.isArray(body?.timeslots)),
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
    return expected(body) ? { kind: "ok", body } : { kind: "retry" };
  }
  if (status === 401) {
    return { kind: "gone", reason: String(body?.error ?? "") };
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
