// The JSON API of one conversation. Every failure is a Problem that says whether trying again can help.

export class Problem extends Error {
  /** status 0 means that the service could not be reached at all. */
  constructor(status, { title = "", detail = "", fix = "" } = {}, retryAfter = null) {
    super(title || `status ${status}`);
    this.status = status;
    this.detail = detail || title;
    this.fix = fix;
    this.retryAfter = retryAfter;
  }

  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  get refused() {
    return this.status === 401 || this.status === 403 || this.status === 404 || this.erased;
  }

  /** The borrower was erased: no newer link leads here. */
  get erased() {
    return this.status === 410;
  }
}

const DEADLINE = 20_000;

export class Api {
  constructor(conversationId, token) {
    this.base = `/v1/conversations/${encodeURIComponent(conversationId)}`;
    this.token = token;
  }

  conversation() {
    return this.json("GET", "");
  }

  messages(after) {
    return this.json("GET", `/messages?after=${after}`);
  }

  send(text, clientMessageId) {
    return this.json("POST", "/messages", { text, client_message_id: clientMessageId });
  }

  stop() {
    return this.json("POST", "/stop");
  }

  person() {
    return this.json("POST", "/person");
  }

  async transcript(format) {
    const response = await this.request("GET", `/transcript?format=${format}`);
    return response.blob();
  }

  /** The open event stream from a sequence number on; the caller reads and aborts it. */
  events(after, signal) {
    return this.request("GET", `/events?after=${after}`, undefined, { signal, accept: "text/event-stream" });
  }

  async json(method, path, body) {
    const response = await this.request(method, path, body);
    const text = await response.text();
    try {
      return text ? JSON.parse(text) : {};
    } catch {
      throw new Problem(0);
    }
  }

  async request(method, path, body, { signal, accept = "application/json" } = {}) {
    const headers = { Authorization: `Bearer ${this.token}`, Accept: accept };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response;
    try {
      response = await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        signal: signal ?? AbortSignal.timeout(DEADLINE),
      });
    } catch {
      throw new Problem(0);
    }
    if (response.ok) return response;
    throw await problemOf(response);
  }
}

async function problemOf(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
  try {
    return new Problem(response.status, await response.json(), retryAfter);
  } catch {
    return new Problem(response.status, {}, retryAfter);
  }
}
