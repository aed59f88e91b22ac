// A unified diff as lines: what went is red, what came is green, and both have a sign for those who see no colours.
import { element } from "../elements.js";

export function showDiff(diff) {
  if (!diff) return element("p", { class: "hint" }, "两版内容一样。");
  const lines = diff.split("\n").slice(2).map(line);
  return element("div", { class: "diff", role: "region", "aria-label": "改动", tabindex: "0" }, ...lines);
}

function line(text) {
  if (text.startsWith("@@")) return element("div", { class: "gap" }, "⋯");
  const [kind, said] = { "+": ["came", "加"], "-": ["went", "删"] }[text[0]] || ["same", ""];
  return element("div", { class: kind }, element("span", { class: "sign", "aria-label": said || null }, text[0] || " "), text.slice(1));
}
