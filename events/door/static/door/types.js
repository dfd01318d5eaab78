// @ts-check
/** @file Shapes that the scanner's modules share. Comments only, no code. */

/**
 * @typedef {"admitted"|"already_in"|"wrong_timeslot"|"too_early"|"closed"|"waiting"|
 *   "cancelled"|"consent_missing"|"replaced"|"unknown"|"malformed"} Verdict
 */

/** @typedef {"ja"|"ja-easy"|"en"} Language */

/**
 * One reading, as it is stored and sent. It never changes after it was made: the
 * server answers 409 when a known id comes with another body.
 * @typedef {object} Scan
 * @property {string} id UUID made on this device
 * @property {string} code
 * @property {number|null} timeslot
 * @property {string} at ISO time of this device
 * @property {"online"|"offline"} mode who decided: the server, or this device
 * @property {"all"|number[]} people
 */

/**
 * The server's answer to one scan. No names, ever.
 * @typedef {object} Row
 * @property {string} id
 * @property {Verdict|string} verdict
 * @property {number} [admitted] people who go in with this scan
 * @property {number} [party] people on the ticket
 * @property {number} [remaining] people on the ticket who are still to come
 * @property {string|null} [first_at]
 * @property {number|null} [timeslot]
 * @property {string} [message]
 * @property {string} [next]
 * @property {Partial<Record<Language, string>>} [visitor]
 */

/**
 * @typedef {object} Timeslot
 * @property {number} id
 * @property {string} title
 * @property {string} starts_at
 * @property {string|null} ends_at
 * @property {string|null} doors_at
 * @property {string|null} closes_at
 * @property {number|null} capacity
 * @property {number} expected
 * @property {number} admitted
 */

/**
 * @typedef {object} Board
 * @property {{slug: string, title: string}} event
 * @property {{name: string, expires_at: string}} device
 * @property {string} server_time
 * @property {Timeslot[]} timeslots
 */

/**
 * What api.js answers. It never throws.
 * `ok` 2xx with the expected body · `gone` 401 · `conflict` 409 · `flood` 429 ·
 * `refused` another 4xx · `retry` no network, a timeout, 5xx, or not our JSON.
 * @template T
 * @typedef {{kind: "ok", body: T}
 *   | {kind: "gone", reason: string}
 *   | {kind: "conflict"|"refused", status: number}
 *   | {kind: "flood", seconds: number}
 *   | {kind: "retry"}} Answer
 */

/**
 * @typedef {object} ScanStore
 * @property {(scan: Scan) => Promise<void>} put resolves when it is safe on disk
 * @property {() => Promise<Scan[]>} all
 * @property {(ids: string[]) => Promise<void>} remove
 * @property {() => Promise<void>} clear
 */

/**
 * Texts of one verdict; `{placeholders}` are filled in verdict.js.
 * @typedef {object} VerdictWords
 * @property {string} word
 * @property {string} next
 * @property {Record<Language, string>} visitor
 */

/**
 * @typedef {object} Words
 * @property {Record<string, VerdictWords>} verdicts
 * @property {Record<string, string>} notes
 */

/**
 * @typedef {object} Config
 * @property {{pair: string, scans: string, timeslots: string}} api
 * @property {{library: string, wasm: string}} decoder empty when not installed
 */

/**
 * What a verdict looks and sounds like.
 * @typedef {object} Presentation
 * @property {"in"|"again"|"move"|"held"|"ready"} state
 * @property {string} sign id of the symbol, without "i-"
 * @property {string} word
 * @property {number|null} count
 * @property {string} sentence for the visitor
 * @property {Language} language of the sentence
 * @property {string} next for the helper
 * @property {string} sound
 * @property {number[]} vibration milliseconds on, off, on …
 * @property {string} speech
 */

export {};
