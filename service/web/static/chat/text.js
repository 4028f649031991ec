// A message's text as paragraphs, lists and links: nodes, never markup.

import { element } from "./dom.js";

const LIST_LINE = /^\s*(?:[-•*]|(\d{1,3})[.)、])\s+(.*)$/;
const LINK = /https?:\/\/[^\s<>"'，。；！？（）《》、]+[^\s<>"'，。；！？（）《》、.,;:!?)]/g;

/** The blocks of a text. Addresses become links only in what the service wrote, never in what a borrower typed. */
export function blocksOf(text, { links = false } = {}) {
  const blocks = [];
  for (const paragraph of text.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    for (const run of runsOf(paragraph.split("\n"))) blocks.push(blockOf(run, links));
  }
  return blocks;
}

/** Neighbouring lines of the same kind (list items, numbered items, plain lines). */
function runsOf(lines) {
  const runs = [];
  for (const line of lines.filter((each) => each.trim())) {
    const match = LIST_LINE.exec(line);
    const kind = match ? (match[1] ? "ol" : "ul") : "p";
    const last = runs.at(-1);
    const item = { number: match?.[1], text: match ? match[2] : line };
    if (last?.kind === kind) last.items.push(item);
    else runs.push({ kind, items: [item] });
  }
  return runs;
}

function blockOf({ kind, items }, links) {
  if (kind === "p") {
    const lines = items.flatMap(({ text }, index) => (index ? [element("br"), ...inline(text, links)] : inline(text, links)));
    return element("p", {}, ...lines);
  }
  const rows = items.map(({ number, text }) => element("li", { value: number }, ...inline(text, links)));
  return element(kind, {}, ...rows);
}

function inline(text, links) {
  if (!links) return [text];
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(from, match.index), linkTo(match[0]));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

export function linkTo(url, label = url) {
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}
