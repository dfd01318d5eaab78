// @ts-check
/**
 * @file Looks the caller up as soon as the number is typed. Without a script the
 * button beside it does the same; each look is one POST, so the trail has it too.
 */

const FEWEST_DIGITS = 4;

/**
 * The part of the answered page that says who rang before.
 * @param {HTMLFormElement} form
 * @returns {Promise<Element | null>}
 */
async function lookUp(form) {
  const data = new FormData(form);
  data.set("find", "1");
  const response = await fetch(form.action, { method: "POST", body: data });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("[data-contacts]");
}

const form = document.querySelector("form[data-intake]");
const contacts = form?.querySelector("[data-contacts]");
const phone = form?.querySelector("[name=phone]");

if (form instanceof HTMLFormElement && contacts && phone instanceof HTMLInputElement) {
  phone.addEventListener("change", async () => {
    if (phone.value.replace(/[^0-9０-９]/g, "").length < FEWEST_DIGITS) return;
    const asked = phone.value;
    const found = await lookUp(form).catch(() => null);
    // Somebody may have typed on meanwhile; then the answer is to another question.
    if (!found || asked !== phone.value) return;
    for (const each of found.querySelectorAll("[autofocus]")) each.removeAttribute("autofocus");
    contacts.replaceChildren(...found.childNodes);
  });
}
