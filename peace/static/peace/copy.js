// @ts-check
/** Shows the copy buttons where there is a script to press them. */

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.getAttribute("data-copy") ?? "");
  const done = button.parentElement?.querySelector("[data-copied]");
  if (!(button instanceof HTMLButtonElement) || !(field instanceof HTMLTextAreaElement)) {
    continue;
  }
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    if (done instanceof HTMLElement) {
      done.hidden = false;
    }
  });
}
