// Building the page from values. Text only ever becomes a text node, so nothing that somebody wrote can be markup.

/** An element with properties (class, data-…, on…, anything else an attribute) and children (nodes or strings). */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Changes a live region only when its text changes, so that screen readers do not repeat themselves. */
export function announce(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** "zh" when a text is mostly Chinese, else "en": what a screen reader should read it as. */
export function languageOf(text) {
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length;
  const words = (text.match(/[A-Za-z]{2,}/g) ?? []).length;
  return han > 0 && han >= words * 2 ? "zh" : "en";
}

/** Code points, which is how the service counts. */
export function lengthOf(text) {
  return [...text].length;
}
