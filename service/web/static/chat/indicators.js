// Small signs around the conversation: the connection, the typing line, what went wrong, how many are unread.

import { announce, byId, element } from "./dom.js";
import { say } from "./i18n.js";

const TYPING_LASTS = 60_000;
const PATIENCE = 1_500; // A line that is back by then was never worth a word.

const now = { connected: true, patience: 0, typing: 0, unseen: 0 };

/** Says when the network is away or the service cannot be reached; without an argument, as it stands. */
export function showConnection(connected = now.connected) {
  now.connected = connected;
  clearTimeout(now.patience);
  const banner = byId("connection");
  if (!navigator.onLine) announce(banner, say("offline"));
  else if (connected) announce(banner, "");
  else if (banner.textContent) announce(banner, say("reconnecting"));
  else now.patience = setTimeout(() => announce(banner, say(navigator.onLine ? "reconnecting" : "offline")), PATIENCE);
}

export function showTyping(on) {
  clearTimeout(now.typing);
  const dots = element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
  byId("typing").replaceChildren(...(on ? [dots, say("typing")] : []));
  if (on) now.typing = setTimeout(() => showTyping(false), TYPING_LASTS);
}

/** A Problem in words: the service's own explanation where it gave one that a borrower can act on. */
export function showProblem(problem) {
  const explained = [problem.detail, problem.fix].filter(Boolean).join(" ");
  const text = problem.status === 0 ? say("unreachable") : problem.status >= 500 ? say("problem") : explained || say("problem");
  const close = element("button", { type: "button", class: "quiet", onclick: clearProblem }, say("dismiss"));
  byId("problem").replaceChildren(element("span", {}, text), close);
}

export function clearProblem() {
  byId("problem")?.replaceChildren();
}

/** Counts messages that came while the tab was hidden; 0 starts again. The title stays neutral: others see it. */
export function countUnseen(more) {
  now.unseen = more === 0 ? 0 : now.unseen + more;
  document.title = (now.unseen ? `(${now.unseen}) ` : "") + say("heading");
}
