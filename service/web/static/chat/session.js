// Whose conversation this is. The token comes in the link's fragment and stays in this tab only.

const store = {
  memory: new Map(),
  get(key) {
    try {
      return sessionStorage.getItem(key) ?? this.memory.get(key) ?? null;
    } catch {
      return this.memory.get(key) ?? null;
    }
  },
  set(key, value) {
    this.memory.set(key, value);
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // Storage is switched off: the conversation then lasts as long as the page does.
    }
  },
};

/** The conversation's id from the address: /chat/<id>. */
export function conversationId() {
  return decodeURIComponent(location.pathname.split("/").filter(Boolean).pop() ?? "");
}

/** The borrower's token, moved out of the address bar on first sight; null when this tab never had one. */
export function takeToken(id) {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    store.set(`forbear.token.${id}`, given);
    history.replaceState(null, "", location.pathname);
  }
  return store.get(`forbear.token.${id}`);
}

/** Messages that were written but not yet confirmed by the service; they outlive a reload of the tab. */
export function loadUnsent(id) {
  try {
    const unsent = JSON.parse(store.get(`forbear.unsent.${id}`) ?? "[]");
    return Array.isArray(unsent) ? unsent : [];
  } catch {
    return [];
  }
}

export function saveUnsent(id, unsent) {
  store.set(`forbear.unsent.${id}`, JSON.stringify(unsent));
}

/** The interface language chosen in this tab, or null. */
export function chosenLanguage() {
  return store.get("forbear.language");
}

export function rememberLanguage(language) {
  store.set("forbear.language", language);
}

/** A random id; `crypto.randomUUID` exists in secure contexts only, so plain http in a local network needs the other way. */
export function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
