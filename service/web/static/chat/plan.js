// An agreed plan, or the terms of an offer, with every payment in sight.

import { element } from "./dom.js";
import { day, money, say } from "./i18n.js";

/** The plan panel's content, or nothing while there is no plan. */
export function showPlan(panel, plan, open) {
  const wasOpen = panel.querySelector("details")?.open;
  panel.replaceChildren();
  panel.hidden = !plan;
  if (!plan) return;
  const heading = element(
    "summary",
    {},
    element("h2", { id: "plan-heading" }, say("planHeading"), element("span", { class: "brief" }, briefOf(plan))),
  );
  const inside = element("div", { class: "inside", tabindex: "0", role: "group", "aria-label": say("schedule") },
    factsOf(plan), scheduleOf(plan), element("p", { class: "note" }, say("planNote")));
  panel.append(element("details", { open: wasOpen ?? open }, heading, inside));
}

/** The terms of a quote inside a message, folded. */
export function termsOf(quote) {
  return element("details", { class: "terms" }, element("summary", {}, `${say("terms")} (${briefOf(quote)})`), scheduleOf(quote));
}

function briefOf(terms) {
  return say("planBrief", terms.instalments.length, money(amountOf(terms, terms.total)));
}

function factsOf(plan) {
  const rows = [
    ["balance", plan.balance],
    ["discount", plan.discount],
    ["total", plan.total],
    ["residue", plan.residue],
  ].filter(([name, value]) => value && (name === "total" || Number(amountOf(plan, value).amount) > 0));
  const cells = rows.flatMap(([name, value]) => [element("dt", {}, say(name)), element("dd", {}, money(amountOf(plan, value)))]);
  return element("dl", {}, ...cells);
}

function scheduleOf(terms) {
  const head = ["number", "due", "amount"].map((name) => element("th", { scope: "col" }, say(name)));
  const rows = terms.instalments.map((instalment) =>
    element(
      "tr",
      {},
      element("td", {}, instalment.number === 0 ? say("down") : String(instalment.number)),
      element("td", {}, element("time", { datetime: instalment.due_on }, day(instalment.due_on))),
      element("td", {}, money(amountOf(terms, instalment.amount))),
    ),
  );
  const total = element("tr", {}, element("td", { colspan: "2" }, say("total")), element("td", {}, money(amountOf(terms, terms.total))));
  return element(
    "table",
    { class: "schedule" },
    element("caption", { class: "hidden" }, say("schedule")),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
    element("tfoot", {}, total),
  );
}

/** Money comes as {amount, currency}, or as a decimal string beside the plan's own currency. */
function amountOf(terms, value) {
  return typeof value === "object" ? value : { amount: value, currency: terms.currency };
}
