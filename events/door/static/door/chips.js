// @ts-check
/** @file One tap each for age band and visit; another tap takes the choice back. */

/** @param {HTMLElement} row with buttons `data-age` and `data-visit` */
export function createChips(row) {
  const chips = /** @type {HTMLButtonElement[]} */ ([...row.querySelectorAll("button")]);

  /** @param {HTMLButtonElement} chip */
  const isOn = (chip) => chip.getAttribute("aria-pressed") === "true";

  for (const chip of chips) {
    chip.addEventListener("click", () => {
      const turnsOn = !isOn(chip);
      const kind = "age" in chip.dataset ? "age" : "visit";
      for (const other of chips.filter((one) => kind in one.dataset)) {
        other.setAttribute("aria-pressed", String(other === chip && turnsOn));
      }
    });
  }

  return {
    /** What was chosen; the next head starts with nothing. */
    take() {
      const on = chips.filter(isOn);
      const age = on.find((chip) => chip.dataset.age)?.dataset.age ?? "";
      const visit = on.find((chip) => chip.dataset.visit)?.dataset.visit ?? "";
      chips.forEach((chip) => chip.setAttribute("aria-pressed", "false"));
      return { age, visit };
    },
  };
}
