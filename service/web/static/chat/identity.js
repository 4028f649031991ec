// The small form that turns a date of birth, or the last four of an id, into a message that reads clearly.

import { byId } from "./dom.js";
import { language, say } from "./i18n.js";

/** "1985-03-14" when the three parts are a date that a living person can be born on, else null. */
export function birthDate(year, month, date, today = new Date()) {
  if (![year, month, date].every((part) => /^\d{1,4}$/.test(part))) return null;
  const [y, m, d] = [year, month, date].map(Number);
  const value = new Date(Date.UTC(y, m - 1, d));
  const real = value.getUTCFullYear() === y && value.getUTCMonth() === m - 1 && value.getUTCDate() === d;
  if (!real || y < today.getFullYear() - 120 || value > today) return null;
  return value.toISOString().slice(0, 10);
}

export function lastFour(text) {
  const tidy = text.trim().toUpperCase();
  return /^\d{3}[\dX]$/.test(tidy) ? tidy : null;
}

/** Wires the dialog; `submit` gets the composed message. Returns open(). */
export function identityForm(submit) {
  const [dialog, form, problem] = [byId("identity-dialog"), byId("identity-form"), byId("identity-problem")];
  const fields = form.elements;

  const showKind = () => {
    const dated = fields.kind.value === "date_of_birth";
    byId("date-fields").hidden = !dated;
    byId("last4-field").hidden = dated;
    explain("");
  };

  const explain = (text, wrong = []) => {
    problem.textContent = text;
    for (const name of ["day", "month", "year", "last4"]) {
      if (wrong.includes(name)) fields[name].setAttribute("aria-invalid", "true");
      else fields[name].removeAttribute("aria-invalid");
    }
    if (wrong.length) fields[wrong[0]].focus();
  };

  form.addEventListener("change", (event) => event.target.name === "kind" && showKind());
  byId("identity-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => form.reset());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const message = messageOf(fields, explain);
    if (!message) return;
    dialog.close();
    submit(message);
  });

  return () => {
    arrangeDate();
    showKind();
    dialog.showModal();
    form.querySelector("#date-fields input").focus();
  };
}

function messageOf(fields, explain) {
  if (fields.kind.value === "id_last4") {
    const four = lastFour(fields.last4.value);
    if (!four) explain(say("badLast4"), ["last4"]);
    return four && say("sayLast4", four);
  }
  const parts = ["year", "month", "day"].map((name) => fields[name].value.trim());
  const date = birthDate(...parts);
  if (!date) explain(say("badDate"), [firstWrong(parts)]);
  return date && say("sayDate", date);
}

function firstWrong([year, month]) {
  if (!/^\d{4}$/.test(year)) return "year";
  if (!(Number(month) >= 1 && Number(month) <= 12)) return "month";
  return "day";
}

/** The order in which people write dates, in the document too, so that Tab follows the eye. */
function arrangeDate() {
  const order = language() === "zh" ? ["year", "month", "day"] : ["day", "month", "year"];
  const group = byId("date-fields");
  for (const name of order) group.append(group.querySelector(`.${name}`));
  group.classList.toggle("year-first", language() === "zh");
}
