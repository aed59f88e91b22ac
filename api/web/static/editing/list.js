// The list of articles: by state, topic and words.
import { element } from "../elements.js";
import { badge, calm, empty, link, options } from "./parts.js";
import { call } from "./session.js";
import { STATES, choices, moment, topicName } from "./words.js";

const SIZE = 20;
let isTyping = false; // the list is shown anew while words are typed; the writer's cursor must stay

export async function showList(view, wanted) {
  const page = Number(wanted.get("page") || 1);
  const query = new URLSearchParams({ page, size: SIZE });
  for (const name of ["state", "topic", "q"]) if (wanted.get(name)) query.set(name, wanted.get(name));
  const found = await call("GET", `/articles?${query}`);
  view.replaceChildren(
    element("div", { class: "head" }, element("h1", {}, "知识条目"), link("#/new", "新建条目", { class: "button main" })),
    states(found.counts, wanted),
    filters(wanted),
    found.items.length ? element("ul", { class: "articles" }, ...found.items.map(row)) : empty("没有符合条件的条目。"),
    pages(found.total, page, wanted),
  );
  if (isTyping) keepTyping(view.querySelector("input[type=search]"));
}

function keepTyping(words) {
  isTyping = false;
  words.focus();
  words.setSelectionRange(words.value.length, words.value.length);
}

function address(wanted, changes) {
  const query = new URLSearchParams(wanted);
  query.delete("page");
  for (const [name, value] of Object.entries(changes)) value ? query.set(name, value) : query.delete(name);
  return `#/articles${query.size ? `?${query}` : ""}`;
}

function states(counts, wanted) {
  const chosen = wanted.get("state") || "";
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const chip = (state, label, count) => link(address(wanted, { state }), `${label} ${count}`, { class: "chip", "aria-current": String(chosen === state) });
  const present = Object.entries(STATES).filter(([state]) => counts[state] || state === chosen);
  return element("nav", { class: "chips", "aria-label": "按状态" }, chip("", "全部", total), ...present.map(([state, label]) => chip(state, label, counts[state] || 0)));
}

function filters(wanted) {
  const words = element("input", { type: "search", value: wanted.get("q") || "", placeholder: "搜索标题或编号", "aria-label": "搜索标题或编号" });
  words.addEventListener("input", calm(() => { isTyping = true; location.hash = address(wanted, { q: words.value.trim() }); }, 500));
  const topic = element("select", { "aria-label": "主题" }, ...options([["", "全部主题"], ...choices.topics], wanted.get("topic") || ""));
  topic.addEventListener("change", () => { location.hash = address(wanted, { topic: topic.value }); });
  return element("form", { class: "row filters", onsubmit: (event) => event.preventDefault() }, words, topic);
}

function row(article) {
  const customersSee = article.published === null ? "客户看不到" : article.published === article.latest ? "" : `客户看到第 ${article.published} 版`;
  const facts = [topicName(article.topic), article.article_id, `第 ${article.latest} 版`, customersSee, moment(article.changed_at)].filter(Boolean);
  const title = link(`#/article/${article.article_id}`, article.title || article.article_id, { class: "title" });
  return element("li", {}, element("div", {}, title, element("small", {}, facts.join(" · "))), badge(article.state));
}

function pages(total, page, wanted) {
  const last = Math.max(1, Math.ceil(total / SIZE));
  if (last === 1) return element("p", { class: "hint" }, `共 ${total} 条`);
  const turn = (to, text) => (to < 1 || to > last ? element("span", { class: "hint" }, text) : link(address(wanted, { page: String(to) }), text));
  return element("nav", { class: "row pages", "aria-label": "翻页" }, turn(page - 1, "上一页"), element("span", {}, `第 ${page} / ${last} 页，共 ${total} 条`), turn(page + 1, "下一页"));
}
