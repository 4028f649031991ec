// Live events over fetch (EventSource cannot send the token), with catching up, back-off and a watch on silence.

const FIRST_DELAY = 800;
const LONGEST_DELAY = 20_000;
const SILENCE = 50_000; // The service sends a comment at least every 15 s; past this the line is taken for dead.

/** Yields {event, data} from an event stream's text chunks; comments yield {event: "comment"}. */
export async function* parseEvents(chunks) {
  let rest = "";
  let event = "message";
  let data = [];
  for await (const chunk of chunks) {
    rest += chunk;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (data.length) yield { event, data: data.join("\n") };
        event = "message";
        data = [];
      } else if (line.startsWith(":")) {
        yield { event: "comment", data: "" };
      } else {
        const colon = line.indexOf(":");
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "event") event = value;
        if (field === "data") data.push(value);
      }
    }
  }
}

export function delayAfter(failures) {
  const whole = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, failures - 1));
  return whole * (0.75 + Math.random() * 0.5); // Spread, so that a restarted service is not met by everybody at once.
}

export class LiveStream {
  /**
   * handlers: lastSeen() gives the last known sequence number; catchUp() fetches what was missed (rejects with a Problem);
   * event(name, value), connected(on) and refused(problem) tell what happens.
   */
  constructor(api, handlers) {
    this.api = api;
    this.handlers = handlers;
    this.failures = 0;
    this.running = false;
    this.wake = () => {};
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.controller?.abort());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  async run() {
    this.running = true;
    while (this.running) {
      try {
        await this.connectOnce();
        this.failures = Math.max(1, this.failures);
      } catch (problem) {
        if (problem.refused) return this.handlers.refused(problem);
        this.failures += 1;
      }
      if (!this.running) return; // Closed meanwhile, and with it the page that would say so.
      this.handlers.connected(false);
      await this.pause(delayAfter(this.failures));
    }
  }

  close() {
    this.running = false;
    this.controller?.abort();
    this.wake();
  }

  /** Ends a waiting pause at once: the network is back, or the person is. */
  hurry() {
    if (this.waiting) this.wake();
  }

  async connectOnce() {
    this.controller = new AbortController();
    this.listenForSilence();
    try {
      const response = await this.open();
      await this.handlers.catchUp(); // After the stream is open, so that nothing falls between the two.
      this.failures = 0;
      this.handlers.connected(true);
      await this.read(response);
    } finally {
      clearTimeout(this.silence);
      this.controller.abort();
    }
  }

  /** The open stream; where a network lets requests pass but no streams, every try at least fetches what is new. */
  async open() {
    try {
      return await this.api.events(this.handlers.lastSeen(), this.controller.signal);
    } catch (problem) {
      if (!problem.refused) await this.handlers.catchUp();
      throw problem;
    }
  }

  async read(response) {
    const chunks = response.body.pipeThrough(new TextDecoderStream());
    try {
      for await (const { event, data } of parseEvents(iterate(chunks))) {
        this.listenForSilence();
        if (event !== "comment") this.deliver(event, data);
      }
    } catch {
      // The line broke; run() comes back to it.
    }
  }

  deliver(event, data) {
    let value;
    try {
      value = JSON.parse(data);
    } catch {
      return; // A ping that carries a plain text.
    }
    this.handlers.event(event, value);
  }

  listenForSilence() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.controller.abort(), SILENCE);
  }

  pause(milliseconds) {
    this.waiting = true;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }).finally(() => {
      this.waiting = false;
    });
  }
}

/** Safari has no async iteration over streams. */
async function* iterate(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
