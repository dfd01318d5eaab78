// @ts-check
/** @file Shapes that the scanner's modules share. Comments only, no code. */

/**
 * @typedef {"admitted"|"already_in"|"wrong_timeslot"|"too_early"|"closed"|"waiting"|
 *   "cancelled"|"consent_missing"|"replaced"|"unknown"|"malformed"} Verdict
 */

/** @typedef {"ja"|"ja-easy"|"en"} Language */

/**
 * One reading, as it is stored and sent. What was read never changes after it was
 * made: the server answers 409 when a known id comes with another body. `said` and
 * `let_in` are added when this device decides by itself: they tell of the door.
 * @typedef {object} Scan
 * @property {string} id UUID made on this device
 * @property {string} code
 * @property {string} [ticket] ticked on the roll: its hash; `code` is empty then
 * @property {number|null} timeslot
 * @property {string} at ISO time of this device
 * @property {"online"|"offline"} mode "offline" when the server was not even asked
 * @property {"all"|number[]} people
 * @property {Verdict|"undecided"} [said] what this device told the helper
 * @property {number[]} [let_in] attendee numbers that went in
 */

/**
 * Something taken back within 15 minutes: a scan or a walk-in of this device.
 * @typedef {object} Undo
 * @property {string} id
 * @property {string} of id of the scan or walk-in
 * @property {string} at
 * @property {string} [reason] a supervisor's
 */

/**
 * What waits to be sent. Kept until the server has answered for it.
 * @typedef {object} Outgoing
 * @property {string} id
 * @property {Kind} kind
 * @property {string} at
 * @property {any} body as it is sent
 */

/** @typedef {"scan"|"undo"|"walk_in"} Kind one endpoint each, see api.js */

/**
 * A reading that was decided, and how.
 * @typedef {object} Decided
 * @property {Scan} scan
 * @property {Row} row
 * @property {"server"|"here"} by `here` is provisional (仮) until the server agrees
 */

/**
 * A button under a verdict, or another thing to do.
 * @typedef {object} Action
 * @property {string} label
 * @property {string} [sign] id of the symbol, without "i-"
 * @property {boolean} [main] the first thing to do; "next visitor" becomes quiet
 * @property {string} [leave] what "next visitor" says beside a main one
 * @property {() => void} run
 */

/**
 * A part of the scanner that is not the reading of codes. Each lives in a file of its
 * own, has its own screens in templates/events/door/scanner/, and is listed in
 * scanner.js. All members are optional.
 * @typedef {object} Part
 * @property {(decided: Decided) => Action[]} [offers] what can be done about a verdict
 * @property {(decided: Decided) => string} [tells] a line under the large word
 * @property {(code: string) => Promise<void>} [reading] a code is about to be decided
 * @property {(shown: Presentation, decided: Decided) => Presentation} [looks] the same
 *   verdict, said otherwise
 * @property {(board: Board) => void} [counted] new counts have come
 * @property {() => void} [listed] the list was asked for again
 * @property {(rows: any[], kind: Kind) => void} [answered] answers to what it queued
 * @property {() => void} [ready] the camera's screen is shown again
 * @property {() => void|Promise<void>} [wipe] the device is taken off: keep nothing
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
 * @property {Person[]} [people] of the party in this timeslot
 * @property {number} [free] seats left here, with `wrong_timeslot`
 * @property {number} [movable] people who could have them
 * @property {string} [first_scan] who was in before, with `already_in`
 * @property {string} [result] of a walk-in, an undo
 * @property {number|null} [number] who is next in the line, for a walk-in
 */

/**
 * One of a party: a number and an age band, never a name.
 * @typedef {object} Person
 * @property {number} number
 * @property {string} age
 * @property {boolean} in
 * @property {boolean} here let in by this very scan
 * @property {boolean} lacks_consent
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
 * @property {number} [walk_ins]
 * @property {number|null} [free] seats left, null where nobody counts them
 * @property {boolean} [takes_walk_ins] now
 * @property {number} [line] parties that wait
 * @property {boolean} [by_hand] whoever comes goes in: there is only counting to do
 * @property {Record<string, number>} [hours] heads of today by the hour, by hand only
 */

/**
 * @typedef {object} Board
 * @property {{slug: string, title: string}} event
 * @property {{name: string, role: "gate"|"supervisor"|"kiosk", rehearsal: boolean,
 *   expires_at: string}} device
 * @property {string} server_time
 * @property {Timeslot[]} timeslots
 * @property {number} [ahead] how far the server's clock was ahead, in milliseconds
 */

/**
 * What api.js answers. It never throws.
 * `ok` 2xx with the expected body · `gone` 401 · `conflict` 409 · `flood` 429 ·
 * `refused` another 4xx · `retry` no network, a timeout, 5xx, or not our JSON ·
 * `same` 304.
 * @template T
 * @typedef {{kind: "ok", body: T, etag?: string}
 *   | {kind: "same"}
 *   | {kind: "gone", reason: string, kept: string[]}
 *   | {kind: "conflict"|"refused", status: number}
 *   | {kind: "flood", seconds: number}
 *   | {kind: "retry"}} Answer
 */

/** @typedef {"outgoing"|"tickets"|"meta"} Table */

/**
 * @typedef {object} Change
 * @property {Table} table
 * @property {boolean} [clear] first
 * @property {string[]} [remove] by key
 * @property {any[]} [put]
 */

/**
 * @typedef {object} Tables
 * @property {(table: Table, key: string) => Promise<any>} get
 * @property {(table: Table) => Promise<any[]>} all
 * @property {(table: Table) => Promise<number>} count
 * @property {(changes: Change[]) => Promise<void>} change all or nothing, safe on disk
 */

/**
 * A ticket's line in the list, once it is opened. Numbers by timeslot.
 * @typedef {object} Line
 * @property {number} event
 * @property {Record<string, number[]>} seats
 * @property {Record<string, number[]>} in
 * @property {number[]} [lacks] who lacks a guardian's consent
 * @property {Record<string, string>} [ages]
 * @property {"valid"|"replaced"|"cancelled"|"waiting"} is
 */

/**
 * @typedef {object} ListSlot
 * @property {number} id
 * @property {string} starts_at
 * @property {string} ends_at
 * @property {string} doors_at
 */

/**
 * @typedef {object} Manifest
 * @property {string} event
 * @property {number} event_id
 * @property {ListSlot[]} timeslots
 * @property {string} generated_at
 * @property {string} expires_at
 * @property {Record<string, {digest: string, tickets: Record<string, string>}>} parts
 * @property {RollEntry[]} [roll] where the event calls a roll
 */

/**
 * What a roll-call calls: a label, never a name. Numbers by timeslot.
 * @typedef {object} RollEntry
 * @property {string} ticket its hash
 * @property {string} label
 * @property {Record<string, number[]>} seats
 * @property {Record<string, number[]>} in
 */

/**
 * What is known of the list on this phone.
 * @typedef {object} ListHead
 * @property {"list"} key
 * @property {string} event
 * @property {number} event_id
 * @property {ListSlot[]} timeslots
 * @property {string} as_of when the server said so last
 * @property {string} expires_at
 * @property {string} etag
 * @property {Record<string, string>} digests by part
 * @property {RollEntry[]} [roll]
 */

/**
 * Whom a scan of this phone let in.
 * @typedef {object} Entry
 * @property {string} id of the scan
 * @property {string} hash of the ticket
 * @property {number} timeslot
 * @property {"all"|number[]} numbers
 * @property {string} at
 * @property {boolean} [undone]
 * @property {number} [settled] since when the server knows
 */

/**
 * @typedef {object} OutgoingStore
 * @property {(record: Outgoing) => Promise<void>} put resolves when it is safe on disk
 * @property {() => Promise<Outgoing[]>} all
 * @property {() => Promise<number>} count
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

/** @typedef {Record<Language, string>} Texts one text in all languages of visitors */

/**
 * How a kiosk was put up: where the desk is, seen from its screen, and which camera.
 * @typedef {object} KioskSetup
 * @property {""|"left"|"right"|"ahead"} desk
 * @property {"user"|"environment"} facing
 */

/**
 * What a kiosk says. Nothing in it tells bystanders why a ticket is not taken: one kind
 * colour, one sign.
 * @typedef {object} Saying
 * @property {"in"|"move"} state
 * @property {string} sign id of the symbol, without "i-"
 * @property {Texts} word
 * @property {Texts} sentence
 * @property {boolean} toDesk the way to the desk is shown
 * @property {number} stays milliseconds on the screen
 */

/**
 * What a supervisor's phone says about cards, by kind.
 * @typedef {object} ConflictWords
 * @property {Record<string, string>} next
 * @property {Record<string, string[]>} ready
 * @property {Record<string, string>} notes
 */

/**
 * @typedef {object} Words
 * @property {Record<string, VerdictWords>} verdicts
 * @property {Record<string, string>} notes
 * @property {OfflineWords} offline
 * @property {PartyWords} party
 * @property {Record<string, string>} undo
 * @property {Record<string, string>} move
 * @property {Record<string, any>} override
 * @property {Record<string, string>} walk_in
 * @property {Record<string, string>} count
 * @property {Record<string, string>} line
 * @property {Record<string, string>} search
 * @property {Record<string, Texts>} kiosk
 * @property {Record<string, string>} rehearsal
 * @property {Record<string, string>} roll
 * @property {ConflictWords} conflicts
 */

/**
 * @typedef {object} OfflineWords
 * @property {Record<string, string>} notes
 * @property {Record<Language, string>} already_in for the visitor, without a time
 */

/** @typedef {Record<string, any> & {ages: Record<string, string>}} PartyWords */

/**
 * @typedef {object} Config
 * @property {Record<string, string>} api address by name, see events/door/urls.py
 * @property {{library: string, wasm: string}} decoder empty when not installed
 * @property {{worker: string, scope: string}} app the service worker
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
 * @property {string[]} [lines] what the parts have to say
 * @property {string} sound
 * @property {number[]} vibration milliseconds on, off, on …
 * @property {string} speech
 * @property {string} [tag] 仮: this phone has decided
 * @property {string} [by] who has decided, and how old its list is
 */

export {};
