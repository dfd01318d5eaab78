// @ts-check
/** Keeps the counts on the staff's page fresh. Without it the page has a link. */

const EVERY_MS = 4000;

/** @param {HTMLElement} box */
async function refresh(box) {
  if (document.hidden || box.contains(document.activeElement)) {
    return;
  }
  const address = box.dataset.live;
  if (!address) {
    return;
  }
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.ok && !answer.redirected) {
    box.replaceChildren(
      document.createRange().createContextualFragment(await answer.text()),
    );
  }
}

for (const box of document.querySelectorAll("[data-live]")) {
  if (box instanceof HTMLElement) {
    setInterval(() => {
      refresh(box).catch(() => undefined); // out of reach: the old figures stay
    }, EVERY_MS);
  }
}
