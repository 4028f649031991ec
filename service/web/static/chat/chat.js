// The chat page: wires the conversation (API, live stream, outbox) to what is seen.

import { Api } from "./api.js";
import { composer } from "./composer.js";
import { chooseIn } from "./dialogs.js";
import { announce, byId, element } from "./dom.js";
import { language, say, useLanguage } from "./i18n.js";
import { identityForm } from "./identity.js";
import { clearProblem, countUnseen, showConnection, showProblem, showTyping } from "./indicators.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { showPlan } from "./plan.js";
import { chosenLanguage, conversationId, rememberLanguage, takeToken } from "./session.js";
import { LiveStream } from "./stream.js";

const STANDING = { stopped: "stopped", with_person: "withPerson", held: "withPerson", paused: "paused", closed: "closed" };

const id = conversationId();
const token = takeToken(id);
const api = new Api(id, token);
const view = { conversation: null, state: null, plan: null, atEnd: true };

const log = new Log(byId("messages"), byId("log"), {
  retry: (itemId) => outbox.retry(itemId),
  remove: (itemId) => {
    outbox.discard(itemId);
    log.drop(itemId);
    outbox.work();
  },
});
const outbox = new Outbox(id, api, {
  changed: (item) => {
    if (item.status === "failed" && item.problem?.erased) return closeFor(item.problem);
    log.showPending(item);
    if (item.status === "failed") showProblem(item.problem);
    toBottom();
  },
  sent: (item, message) => {
    log.confirm(item, message);
    clearProblem();
    toBottom();
  },
});
const writing = composer((text) => outbox.add(text));
const stream = new LiveStream(api, {
  lastSeen: () => log.lastSeq,
  catchUp,
  event: onEvent,
  connected: onConnected,
  refused: closeFor,
});

// ---- what comes in

async function catchUp() {
  const first = view.conversation === null;
  await refreshConversation();
  const { messages, state } = await api.messages(log.lastSeq);
  receive(messages, !first);
  setState(state);
  if (first) welcome();
}

async function refreshConversation() {
  const conversation = await api.conversation();
  if (!view.conversation && !chosenLanguage()) setLanguage(conversation.language);
  view.conversation = conversation;
  nameCreditor();
  setState(conversation.state);
  const fresh = JSON.stringify(conversation.plan ?? null) !== JSON.stringify(view.plan);
  view.plan = conversation.plan ?? null;
  if (fresh) showPlan(byId("plan"), view.plan, wide());
}

function receive(messages, live) {
  const near = view.atEnd;
  for (const message of messages) {
    const item = message.author === "borrower" ? outbox.claim(message.text) : null;
    if (item) log.drop(item.id);
  }
  const fresh = log.showAll(messages);
  showEmptiness();
  if (!fresh.length) return;
  if (fresh.some((message) => message.author !== "borrower")) showTyping(false);
  if (fresh.some((message) => message.act === "confirm_plan")) refreshConversation().catch(() => {});
  if (near || !live) toBottom();
  else byId("newer").hidden = false;
  if (live && document.hidden) countUnseen(fresh.length);
}

function onEvent(name, value) {
  if (name === "message") receive([value.message ?? value], true);
  if (name === "typing") showTyping(Boolean(value.on));
  if (name === "status") {
    setState(value.state);
    refreshConversation().catch(() => {});
  }
}

function onConnected(on) {
  showConnection(on);
  if (on) outbox.resume();
}

// ---- what is shown

function welcome() {
  showEmptiness();
  for (const item of outbox.items) log.showPending(item);
  outbox.work();
  toBottom();
  setTimeout(() => byId("log")?.setAttribute("aria-live", "polite"), 200);
  if (matchMedia("(hover: hover)").matches) byId("text").focus({ preventScroll: true });
}

function setState(state) {
  view.state = state;
  announce(byId("standing"), STANDING[state] ? say(STANDING[state]) : "");
  byId("identity-prompt").hidden = state !== "unverified";
  byId("stop").disabled = state === "stopped" || state === "closed";
  byId("person").disabled = state === "with_person" || state === "closed";
  writing.allow(state !== "closed");
}

function showEmptiness() {
  byId("empty").hidden = log.size > 0 || outbox.items.length > 0;
  byId("empty").dataset.i18n = "nothing";
  byId("empty").textContent = say("nothing");
}

function nameCreditor() {
  const creditor = view.conversation.creditor;
  const heading = byId("creditor");
  delete heading.dataset.i18n;
  heading.textContent = typeof creditor === "object" && creditor ? creditor[language()] : creditor || say("heading");
}

/** The link opens nothing: because it is an old one, or because there is nothing left behind it. */
function closeFor(problem) {
  if (problem.erased) closePage("erasedTitle", "erased");
  else closePage("expiredTitle", "expired");
}

function closePage(title, text) {
  stream.close();
  view.atEnd = false;
  byId("page").replaceChildren(
    element("main", { class: "closed" }, element("img", { src: "/static/icon.svg", alt: "", width: 48, height: 48 }),
      element("h1", { tabindex: "-1" }, say(title)), element("p", {}, say(text))),
  );
  document.querySelector(".skip")?.remove();
  document.querySelector("main h1").focus();
}

function isNearBottom() {
  const region = byId("log");
  return region.scrollHeight - region.scrollTop - region.clientHeight < 120;
}

function onScroll() {
  view.atEnd = isNearBottom();
  if (view.atEnd) byId("newer").hidden = true;
}

function toBottom() {
  const region = byId("log");
  region.scrollTop = region.scrollHeight;
  view.atEnd = true;
  byId("newer").hidden = true;
}

function wide() {
  return matchMedia("(min-width: 900px)").matches;
}

// ---- what the borrower does

async function act(button, doing) {
  button.disabled = true;
  clearProblem();
  try {
    const answer = await doing();
    if (answer?.message) receive([answer.message], false);
    setState(answer?.state ?? view.state);
    if (!answer?.state) button.disabled = false;
  } catch (problem) {
    button.disabled = false;
    if (problem.refused) closeFor(problem);
    else showProblem(problem);
  }
}

async function save(format) {
  const blob = await api.transcript(format);
  const url = URL.createObjectURL(blob);
  const link = element("a", { href: url, download: `${say("fileName")}.${format}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function setLanguage(next) {
  useLanguage(next);
  byId("language").lang = language() === "zh" ? "en" : "zh";
  byId("language").textContent = language() === "zh" ? "English" : "中文";
}

function switchLanguage() {
  setLanguage(language() === "zh" ? "en" : "zh");
  rememberLanguage(language());
  log.relabel();
  if (view.conversation) nameCreditor();
  if (view.state) setState(view.state);
  showPlan(byId("plan"), view.plan, wide());
  showConnection();
  countUnseen(0);
  writing.recount();
}

function wire() {
  byId("person").addEventListener("click", (event) => act(event.currentTarget, () => api.person()));
  byId("stop").addEventListener("click", (event) => {
    const button = event.currentTarget;
    chooseIn(byId("stop-dialog"), (choice) => choice === "stop" && act(button, () => api.stop()));
  });
  byId("save").addEventListener("click", (event) => {
    const button = event.currentTarget;
    chooseIn(byId("save-dialog"), (choice) => ["txt", "json"].includes(choice) && act(button, () => save(choice)));
  });
  byId("language").addEventListener("click", switchLanguage);
  byId("identity-open").addEventListener("click", identityForm((text) => {
    outbox.add(text);
    byId("text").focus();
  }));
  byId("newer").addEventListener("click", () => {
    toBottom();
    byId("text").focus();
  });
  byId("log").addEventListener("scroll", onScroll, { passive: true });
  // A keyboard, a banner or a longer draft takes room from the log; who was reading its end still sees it.
  new ResizeObserver(() => view.atEnd && toBottom()).observe(byId("log"));
  addEventListener("online", () => showConnection());
  addEventListener("offline", () => showConnection());
  addEventListener("hashchange", () => takeToken(id) !== token && location.reload());
  document.addEventListener("visibilitychange", () => document.hidden || countUnseen(0));
}

function start() {
  const browser = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
  setLanguage(chosenLanguage() ?? browser);
  if (!token) return closePage("noKeyTitle", "noKey");
  wire();
  showConnection();
  stream.run();
}

start();
