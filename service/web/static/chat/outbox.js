// Messages on their way: one at a time and in order, each with an id of its own, so that a repeat changes nothing.

import { loadUnsent, randomId, saveUnsent } from "./session.js";

const TRIES = 4;
const PAUSES = [700, 2_000, 5_000];

export class Outbox {
  /** handlers: changed(item) after every step of an item; sent(item, message); item.status is sending, waiting or failed. */
  constructor(conversationId, api, handlers) {
    this.conversationId = conversationId;
    this.api = api;
    this.handlers = handlers;
    this.items = loadUnsent(conversationId).map((item) => ({ ...item, status: "waiting", problem: null }));
    this.busy = false;
  }

  add(text) {
    const item = { id: randomId(), text, status: "waiting", problem: null };
    this.items.push(item);
    this.save();
    this.handlers.changed(item);
    this.work();
    return item;
  }

  retry(id) {
    for (const item of this.items) if (item.id === id || item.status === "failed") this.queue(item);
    this.work();
  }

  /** Takes up what the lack of a network stopped; what the service refused stays for the person to decide. */
  resume() {
    for (const item of this.items) if (item.status === "failed" && item.problem?.passing) this.queue(item);
    this.work();
  }

  discard(id) {
    this.items = this.items.filter((item) => item.id !== id);
    this.save();
  }

  /** The live stream was faster than the answer: the item of this text is on its way no longer. Returns it, or null. */
  claim(text) {
    const item = this.items.find((each) => each.status === "sending" && each.text.trim() === text.trim());
    if (!item) return null;
    item.status = "claimed";
    this.discard(item.id);
    return item;
  }

  queue(item) {
    item.status = "waiting";
    item.problem = null;
    this.handlers.changed(item);
  }

  async work() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let item = this.next(); item; item = this.next()) await this.deliver(item);
    } finally {
      this.busy = false;
    }
  }

  /** The first item that waits, unless an earlier one failed: nothing overtakes. */
  next() {
    const first = this.items[0];
    return first && first.status === "waiting" ? first : null;
  }

  async deliver(item) {
    item.status = "sending";
    this.handlers.changed(item);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await this.api.send(item.text, item.id);
        this.discard(item.id);
        this.handlers.sent(item, answer.message);
        return;
      } catch (problem) {
        if (item.status === "claimed") return;
        if (attempt + 1 >= TRIES || !problem.passing || !navigator.onLine) return this.fail(item, problem);
        await new Promise((resolve) => setTimeout(resolve, problem.retryAfter ?? PAUSES[attempt]));
      }
    }
  }

  fail(item, problem) {
    item.status = "failed";
    item.problem = problem;
    this.handlers.changed(item);
  }

  save() {
    saveUnsent(this.conversationId, this.items.map(({ id, text }) => ({ id, text })));
  }
}
