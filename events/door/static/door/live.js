// @ts-check
/**
 * @file Keeps the figures on a page of the staff fresh, by asking every few seconds.
 * Without it the page has a link. It rests in a hidden tab, and says when it is late.
 */

const EVERY_MS = 5000;
/** Three questions without an answer: the figures are old. */
const LATE_MS = 16_000;
const PATIENCE_MS = 8000;

const stale = document.querySelector("[data-stale]");

/** @param {HTMLElement} box */
function keepFresh(box) {
  const address = box.dataset.live ?? "";
  let etag = box.dataset.etag ?? "";
  let heard = Date.now();
  let asking = false;

  async function refresh() {
    if (document.hidden || asking) {
      return;
    }
    asking = true;
    try {
      const answer = await fetch(address, {
        headers: { Accept: "text/html", "If-None-Match": etag },
        cache: "no-store",
        // A sign-in page is not an answer.
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.status === 304 || (answer.ok && show(await answer.text()))) {
        etag = answer.headers.get("ETag") ?? etag;
        heard = Date.now();
        tellTime(box, answer.headers.get("Date"));
      } else if (answer.ok) {
        heard = Date.now();
      }
    } catch {
      // Out of reach: the old figures stay, and say how old they are.
    } finally {
      asking = false;
      tellAge(box, Date.now() - heard > LATE_MS);
    }
  }

  /**
   * @param {string} html
   * @returns {boolean} false: somebody is at work in a part of it, so it comes again
   */
  function show(html) {
    const fresh = document.createRange().createContextualFragment(html);
    const parts = [...box.querySelectorAll("[data-part]")];
    const now = [...fresh.querySelectorAll("[data-part]")];
    if (!parts.length || names(parts) !== names(now)) {
      return !isBusy(box) && exchange(box, () => box.replaceChildren(fresh));
    }
    const changed = parts.filter((part, i) => stateOf(part) !== stateOf(now[i]));
    let whole = true;
    for (const part of changed) {
      const next = now[parts.indexOf(part)];
      whole = !isBusy(part) && exchange(part, () => part.replaceWith(next)) && whole;
    }
    return whole;
  }

  setInterval(() => void refresh(), EVERY_MS);
  document.addEventListener("visibilitychange", () => void refresh());
}

/** @param {Element[]} parts */
function names(parts) {
  return parts.map((part) => part.getAttribute("data-part")).join();
}

/** @param {Element} part */
function stateOf(part) {
  return part.getAttribute("data-version") ?? part.innerHTML;
}

/**
 * Is somebody in the middle of something there? It must not be taken from them.
 * @param {Element} part
 */
function isBusy(part) {
  const fields = [...part.querySelectorAll("input, textarea")];
  return part.contains(document.activeElement) || fields.some(isFilledIn);
}

/** @param {any} field */
function isFilledIn(field) {
  return field.checked !== field.defaultChecked || field.value !== field.defaultValue;
}

/**
 * What the reader has opened stays open.
 * @param {Element} old
 * @param {() => void} act
 */
function exchange(old, act) {
  const opened = [...old.querySelectorAll("details[open]")].map((each) => each.id);
  act();
  for (const id of opened) {
    document.getElementById(id)?.setAttribute("open", "");
  }
  return true;
}

/**
 * @param {HTMLElement} box
 * @param {string|null} date of the server's answer
 */
function tellTime(box, date) {
  const place = box.querySelector("[data-as-of]");
  if (place && date) {
    const clock = new Intl.DateTimeFormat("ja-JP", {
      timeZone: "Asia/Tokyo",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    place.textContent = clock.format(new Date(date));
  }
}

/**
 * @param {HTMLElement} box
 * @param {boolean} isLate
 */
function tellAge(box, isLate) {
  if (!(stale instanceof HTMLElement) || stale.hidden !== isLate) {
    return;
  }
  const at = stale.querySelector("[data-stale-at]");
  if (at) {
    at.textContent = box.querySelector("[data-as-of]")?.textContent ?? "";
  }
  stale.hidden = !isLate;
}

for (const box of document.querySelectorAll("[data-live]")) {
  if (box instanceof HTMLElement) {
    keepFresh(box);
  }
}
