// @ts-check
/**
 * Makes typing in the printed list quick: a number or a reading, Enter, the next one.
 * Without it the page is a form with tick boxes and buttons.
 */

const SAVE_AFTER_MS = 1500;

for (const list of document.querySelectorAll("form[data-paper]")) {
  if (list instanceof HTMLFormElement) {
    start(list);
  }
}

/** @param {HTMLFormElement} form */
function start(form) {
  const quick = /** @type {HTMLInputElement} */ (document.getElementById("quick"));
  const told = /** @type {HTMLElement} */ (form.querySelector("[data-quick-told]"));
  const saved = /** @type {HTMLElement} */ (form.querySelector("[data-saved]"));
  const total = /** @type {HTMLElement} */ (form.querySelector("[data-ticked]"));
  const rows = [...form.querySelectorAll(".ticks > li")].map(readRow);
  const words = told.dataset;
  /** @type {ReturnType<typeof rowsLike>} */
  let found = [];
  let chosen = 0;
  let lastTicked = -1;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let saving;
  let isSent = false;

  /** @param {string} typed */
  function rowsLike(typed) {
    const code = typed.normalize("NFKC").trim().toUpperCase();
    const kana = hiragana(code);
    if (!code) {
      return [];
    }
    return /^[0-9]/.test(code)
      ? rows.filter((row) => row.code.startsWith(code))
      : rows.filter((row) => row.kana.startsWith(kana) || row.name.startsWith(code));
  }

  function look() {
    rows.forEach(({ item }) => item.classList.remove("is-found"));
    const row = found[chosen];
    if (row) {
      row.item.classList.add("is-found");
      row.item.scrollIntoView({ block: "center" });
    }
  }

  /**
   * @param {string|undefined} text
   * @param {Record<string, string|number>} [values]
   */
  function tell(text, values = {}) {
    told.textContent = (text ?? "").replace(/\{(\w+)\}/g, (_, key) => `${values[key]}`);
  }

  function search() {
    found = rowsLike(quick.value);
    chosen = Math.max(0, found.findIndex(({ box }) => !box.checked));
    look();
    const row = found[chosen];
    if (!quick.value.trim()) {
      tell(words.keys);
    } else if (!row) {
      tell(words.none);
    } else if (row.box.checked) {
      tell(words.all, { name: row.name });
    } else {
      tell(found.length > 1 ? `${row.name}　${words.many}` : row.name, {
        n: found.length,
      });
    }
  }

  /** Enter: tick the chosen one; a party goes one by one, with the same number. */
  function take() {
    const row = found[chosen];
    if (!row) {
      return;
    }
    const had = row.box.checked;
    row.box.checked = !had;
    changed();
    const next = found.findIndex(({ box }) => !box.checked);
    tell(had ? row.name : words.done, { name: row.name });
    if (next >= 0 && !had) {
      chosen = next;
      look();
    }
    quick.select();
  }

  function changed() {
    total.textContent = String(rows.filter(({ box }) => box.checked).length);
    clearTimeout(saving);
    saving = setTimeout(() => void save(), SAVE_AFTER_MS);
  }

  async function save() {
    if (isSent) {
      return;
    }
    const body = new FormData(form);
    body.set("go", "keep");
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body,
        headers: { Accept: "text/html" },
      });
      const time = new Date().toTimeString().slice(0, 5);
      const text = answer.status === 204 ? words.savedAt : words.notSaved;
      saved.textContent = (text ?? "").replace("{time}", time);
    } catch {
      saved.textContent = words.notSaved ?? "";
    }
  }

  quick.addEventListener("input", search);
  quick.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return; // this Enter belongs to the Japanese keyboard
    }
    if (event.key === "Enter") {
      event.preventDefault();
      take();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      chosen = Math.min(Math.max(0, chosen + step), found.length - 1);
      look();
      tell(found[chosen]?.name);
    } else if (event.key === "Escape") {
      quick.value = "";
      search();
    }
  });
  rows.forEach(({ box }, place) => {
    box.addEventListener("click", (event) => {
      if (event instanceof MouseEvent && event.shiftKey && lastTicked >= 0) {
        const [from, to] = [lastTicked, place].sort((a, b) => a - b);
        rows.slice(from, to + 1).forEach((row) => (row.box.checked = box.checked));
      }
      lastTicked = place;
      changed();
    });
  });
  form.addEventListener("input", (event) => {
    if (event.target !== quick) {
      changed();
    }
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    if (button instanceof HTMLButtonElement && button.name === "up_to") {
      event.preventDefault();
      const last = rows.findIndex(({ box }) => box.value === button.value);
      rows.slice(0, last + 1).forEach((row) => (row.box.checked = true));
      changed();
    }
  });
  form.addEventListener("submit", () => {
    isSent = true;
    clearTimeout(saving);
  });
  addEventListener("pageshow", () => {
    isSent = false;
    total.textContent = String(rows.filter(({ box }) => box.checked).length);
  });

  /** @type {HTMLElement} */ (form.querySelector("[data-quick]")).hidden = false;
  told.hidden = false;
  tell(words.keys);
  quick.focus({ preventScroll: true });
}

/** @param {Element} element */
function readRow(element) {
  const item = /** @type {HTMLElement} */ (element);
  const box = /** @type {HTMLInputElement} */ (item.querySelector("input"));
  const { code = "", kana = "", name = "" } = item.dataset;
  return { item, box, code, kana: hiragana(kana), name };
}

/**
 * Katakana as hiragana, as readings are stored for searching.
 * @param {string} text
 */
function hiragana(text) {
  return text.replace(/[ァ-ヶ]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0x60),
  );
}
