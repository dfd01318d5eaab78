// @ts-check
/**
 * @file The list of the event's tickets on this phone. It holds hashes and sealed lines:
 * only a ticket before the camera opens its own. Any other list, or one that is over,
 * is as good as none.
 */

/** @typedef {import("./types.js").Tables} Tables */
/** @typedef {import("./types.js").Line} Line */
/** @typedef {import("./types.js").ListHead} ListHead */
/** @typedef {import("./types.js").Manifest} Manifest */
/**
 * @template T
 * @typedef {import("./types.js").Answer<T>} Answer
 */

const PARTS = 64;
const NOTHING = "00000000";
const SCHEME = new TextEncoder().encode("peace-manifest-2");

/**
 * @param {object} parts
 * @param {Tables} parts.tables
 * @param {(known: {etag: string, have: string}) => Promise<Answer<Manifest>>} parts.ask
 * @param {() => string} parts.event slug of the event this phone is paired with
 * @param {() => Date} parts.now by the server's clock
 * @param {SubtleCrypto|undefined} [parts.crypto] missing where the page is not secure
 */
export function createList({ tables, ask, event, now, crypto = globalThis.crypto?.subtle }) {
  /** @type {ListHead|null} */
  let head = null;
  let asking = false;

  /** The list, if it may be used now. */
  function current() {
    const fits = head && head.event === event() && now().getTime() < Date.parse(head.expires_at);
    return fits ? head : null;
  }

  async function wipe() {
    head = null;
    await tables.change([
      { table: "tickets", clear: true },
      { table: "meta", remove: ["list"] },
    ]);
  }

  /** @param {Manifest} body @param {string} etag */
  async function take(body, etag) {
    const same = current()?.event_id === body.event_id;
    const digests = same ? { ...head?.digests } : {};
    const put = Object.entries(body.parts).map(([part, { digest, tickets }]) => {
      digests[part] = digest;
      return { part, tickets };
    });
    const { event: slug, event_id, timeslots, generated_at, expires_at, roll } = body;
    /** @type {ListHead} */
    const made = {
      key: "list", event: slug, event_id, timeslots, expires_at, digests, etag,
      as_of: generated_at, roll,
    };
    await tables.change([
      { table: "tickets", clear: !same, put },
      { table: "meta", put: [made] },
    ]);
    head = made;
  }

  return {
    /** What is left of before the reload; a list that is over is deleted. */
    async load() {
      head = (await tables.get("meta", "list").catch(() => null)) ?? null;
      if (head && !current()) {
        await wipe();
      }
    },

    /**
     * Asks for what has changed.
     * @returns {Promise<Answer<Manifest>|null>} null while it is asking already
     */
    async refresh() {
      if (asking || !crypto) {
        return null;
      }
      asking = true;
      try {
        const known = current();
        const answer = await ask({ etag: known?.etag ?? "", have: have(known) });
        if (answer.kind === "ok" && answer.body.event === event()) {
          await take(answer.body, answer.etag ?? "");
        } else if (answer.kind === "same" && head) {
          head = { ...head, as_of: now().toISOString() };
          await tables.change([{ table: "meta", put: [head] }]);
        }
        return answer;
      } catch {
        // The phone is full. A list that is half there is none.
        await wipe().catch(() => {});
        return null;
      } finally {
        asking = false;
      }
    },

    /**
     * @param {string} code
     * @returns {Promise<{hash: string, line: Line|null}>} no line: not in the list
     */
    async find(code) {
      if (!crypto) {
        return { hash: "", line: null };
      }
      const hash = hex(await crypto.digest("SHA-256", new TextEncoder().encode(code)));
      const part = await tables.get("tickets", partOf(hash));
      const sealed = part?.tickets[hash];
      const line = sealed ? await unseal(crypto, code, sealed).catch(() => null) : null;
      return { hash, line };
    },

    /** Who is called here by a label, where the event calls a roll. */
    get roll() {
      return current()?.roll ?? [];
    },

    /** Deleted when its day is over, without being asked for. */
    async expire() {
      if (head && !current()) {
        await wipe();
      }
    },

    /** A full phone: what was done at the door is worth more. */
    wipe,

    get current() {
      return current();
    },
    /** Without WebCrypto no line opens. */
    get able() {
      return Boolean(crypto);
    },
  };
}

/** @param {string} hash */
export function partOf(hash) {
  return (parseInt(hash.slice(0, 2), 16) % PARTS).toString(16).padStart(2, "0");
}

/** @param {ListHead|null} head */
function have(head) {
  const parts = [...Array(PARTS).keys()].map((part) => part.toString(16).padStart(2, "0"));
  return parts.map((part) => head?.digests[part] ?? NOTHING).join("");
}

/**
 * @param {SubtleCrypto} crypto
 * @param {string} token
 * @param {string} sealed Base64
 * @returns {Promise<Line>}
 */
async function unseal(crypto, token, sealed) {
  const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
  const secret = new TextEncoder().encode(token);
  const base = await crypto.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const key = await crypto.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: SCHEME },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["decrypt"],
  );
  const line = await crypto.decrypt(
    { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: SCHEME },
    key,
    bytes.subarray(12),
  );
  return JSON.parse(new TextDecoder().decode(line));
}

/** @param {ArrayBuffer} bytes */
function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
