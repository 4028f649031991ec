// The box in which the borrower writes.

import { byId, lengthOf } from "./dom.js";
import { say } from "./i18n.js";

const LIMIT = 4_000; // Code points; the service refuses longer ones.
const COUNT_FROM = 3_500;

/** Wires the composer; `submit` gets each message. Returns {allow(on), recount()}. */
export function composer(submit) {
  const [form, field, button, counter] = [byId("composer"), byId("text"), byId("send"), byId("counter")];

  const recount = () => {
    const length = lengthOf(field.value);
    const over = length > LIMIT;
    const text = over ? say("over", length - LIMIT) : length >= COUNT_FROM ? say("left", LIMIT - length) : "";
    if (counter.textContent !== text) counter.textContent = text;
    counter.classList.toggle("over", over);
    if (over) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    grow(field);
  };

  const send = () => {
    const text = field.value.trim();
    if (!text || lengthOf(text) > LIMIT || field.disabled) return field.focus();
    submit(text);
    field.value = "";
    recount();
    field.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("input", recount);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    if (!event.repeat) send();
  });

  return {
    allow(on) {
      field.disabled = !on;
      button.disabled = !on;
    },
    recount,
  };
}

/** Enter that picks a word in an input method is not Enter that sends (Safari tells by keyCode 229 only). */
function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}
