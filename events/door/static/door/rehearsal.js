// @ts-check
/** @file A phone that is paired to practise says so on every screen. */

import { find } from "./controls.js";

/** @typedef {import("./types.js").Board} Board */

/**
 * @param {Record<string, string>} words
 * @param {Board|null} board as last heard, for a reload without network
 * @returns {import("./types.js").Part}
 */
export function createRehearsal(words, board) {
  const title = document.title;

  /** @param {boolean} on */
  function say(on) {
    find("rehearsal").hidden = !on;
    document.title = on ? `${words.title}｜${title}` : title;
  }
  say(Boolean(board?.device.rehearsal));

  return {
    counted: ({ device }) => say(device.rehearsal),
    wipe: () => say(false),
  };
}
