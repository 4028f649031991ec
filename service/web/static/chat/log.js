// The list of messages: what the service confirmed, in its order, then what is still on its way.

import { element, languageOf } from "./dom.js";
import { clock, dayOf, say } from "./i18n.js";
import { termsOf } from "./plan.js";
import { blocksOf, linkTo } from "./text.js";

export class Log {
  /** list: the <ol>; region: the scrolling role="log" around it; handlers: retry(id), remove(id). */
  constructor(list, region, handlers) {
    this.list = list;
    this.region = region;
    this.handlers = handlers;
    this.entries = new Map(); // "m<id>" or "o<client id>" → {seq, message, item, node}
  }

  get lastSeq() {
    return Math.max(0, ...[...this.entries.values()].filter((entry) => entry.message).map((entry) => entry.seq));
  }

  get size() {
    return this.entries.size;
  }

  /** Shows confirmed messages; known ones are left alone. Returns those that were new. */
  showAll(messages) {
    const fresh = messages.filter((message) => !this.entries.has(`m${message.id}`));
    for (const message of fresh) this.put(`m${message.id}`, { seq: message.seq, message });
    if (fresh.length) this.arrange();
    return fresh;
  }

  showPending(item) {
    const key = `o${item.id}`;
    const known = this.entries.get(key);
    if (known) this.replaceNode(known);
    else this.put(key, { seq: Infinity, item });
    this.arrange();
  }

  /** The service confirmed an item of the outbox: its place is now the one the service gave it. */
  confirm(item, message) {
    this.drop(item.id);
    this.showAll([message]);
  }

  drop(itemId) {
    this.entries.get(`o${itemId}`)?.node.remove();
    this.entries.delete(`o${itemId}`);
    this.arrange();
  }

  /** Builds everything anew, in the interface language of now, without reading it all out again. */
  relabel() {
    const live = this.region.getAttribute("aria-live");
    this.region.setAttribute("aria-live", "off");
    for (const entry of this.entries.values()) this.replaceNode(entry);
    this.arrange();
    setTimeout(() => this.region.setAttribute("aria-live", live), 100);
  }

  put(key, entry) {
    entry.node = this.nodeOf(entry);
    this.entries.set(key, entry);
    const later = [...this.list.children].find((node) => Number(node.dataset.seq) > entry.seq);
    this.list.insertBefore(entry.node, later ?? null);
  }

  replaceNode(entry) {
    const node = this.nodeOf(entry);
    entry.node.replaceWith(node);
    entry.node = node;
  }

  /** Day lines between days, and one visible name for messages that follow each other. */
  arrange() {
    for (const line of this.list.querySelectorAll(".day-line")) line.remove();
    let before = null;
    for (const node of [...this.list.children]) {
      const day = new Date(node.dataset.at).toDateString();
      if (before?.day !== day) node.before(element("li", { class: "day-line", "data-seq": node.dataset.seq }, dayOf(new Date(node.dataset.at))));
      node.classList.toggle("following", before?.day === day && before.author === node.dataset.author);
      before = { day, author: node.dataset.author };
    }
  }

  nodeOf({ seq, message, item }) {
    const author = message?.author ?? "borrower";
    const text = message?.text ?? item.text;
    const at = message?.created_at ?? item.at ?? (item.at = new Date().toISOString());
    const mine = author === "borrower";
    const classes = ["message", mine ? "mine" : author === "person" ? "person" : "theirs", item ? item.status : "sent"];
    return element(
      "li",
      { class: classes.join(" "), "data-seq": seq, "data-author": author === "agent" ? "scripted" : author, "data-at": at },
      element("span", { class: "name" }, nameOf(author)),
      element("div", { class: "bubble", lang: languageOf(text) }, ...blocksOf(text, { links: !mine }), ...(message?.quotes ?? []).map(termsOf)),
      sourcesOf(message?.citations ?? []),
      item ? this.deliveryOf(item) : element("p", { class: "meta" }, element("time", { datetime: at }, clock(new Date(at)))),
    );
  }

  deliveryOf(item) {
    if (item.status !== "failed") return element("p", { class: "meta" }, say(item.status === "sending" ? "sending" : "waiting"));
    return element(
      "p",
      { class: "meta" },
      element("span", { class: "failed" }, say("failed")),
      element("button", { type: "button", onclick: () => this.handlers.retry(item.id) }, say("retry")),
      element("button", { type: "button", onclick: () => this.handlers.remove(item.id) }, say("remove")),
    );
  }
}

function nameOf(author) {
  if (author === "borrower") return say("you");
  return say(author === "person" ? "colleague" : "assistant");
}

function sourcesOf(citations) {
  if (!citations.length) return null;
  const lines = citations.map((citation) => {
    const words = [citation.title, citation.source].filter(Boolean).join(" · ");
    const safe = /^https?:\/\//.test(citation.url ?? "");
    return element("li", { lang: languageOf(words) }, say("source"), safe ? linkTo(citation.url, words) : words);
  });
  return element("ul", { class: "citations" }, ...lines);
}
