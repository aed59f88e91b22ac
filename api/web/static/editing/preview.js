// What customers would read of a draft, with its figures in place for a province.
import { element, messageItem } from "../elements.js";
import { options } from "./parts.js";
import { choices } from "./words.js";

export function createPreview(onplace) {
  const place = element("select", { id: "preview-place" }, ...options([["", "没有说是哪个省"], ...choices.provinces.map((name) => [name, name])], ""));
  place.addEventListener("change", onplace);
  const body = element("div", { class: "phone" });
  const head = element("div", { class: "row" }, element("h2", {}, "客户会看到"), element("label", { class: "row" }, "客户所在省", place));
  return {
    node: element("section", { class: "preview", "aria-label": "预览" }, head, body),
    province: () => place.value || null,
    show: (shown) => body.replaceChildren(...parts(shown)),
    fail: (words) => body.replaceChildren(element("p", { class: "error" }, words)),
  };
}

function parts(shown) {
  const answer = shown.message.text.trim() ? messageItem({ from: "bot", ...shown.message }, () => {}) : element("li", { class: "hint" }, "还没有写答案。");
  return [element("ol", { class: "bubble" }, answer), details(shown), figures(shown.figures)].filter(Boolean);
}

function details(shown) {
  if (shown.details === "") return null;
  const words = shown.details === null ? "里面有在这里没有数值的引用，这一段不会给客户看。" : shown.details.replace(/^## (.*)$/gm, "$1");
  return element("details", {}, element("summary", {}, "详细说明"), element("p", { class: "wrapped" }, words));
}

function figures(list) {
  if (!list.length) return null;
  const rows = list.map((each) => element("tr", {}, element("td", {}, element("code", {}, each.reference)), element("td", { class: each.text ? "" : "bad" }, each.text || "这里没有"), element("td", {}, each.source || "")));
  return element("details", { open: true }, element("summary", {}, `引用的数字（${list.length}）`), element("table", { class: "resolved" }, element("tbody", {}, ...rows)));
}
