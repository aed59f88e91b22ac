// Everything that happened to an article: versions to compare and go back to, and who did what.
import { element } from "../elements.js";
import { showDiff } from "./diff.js";
import { ask, attempt, badge, button, link, note, options, tell } from "./parts.js";
import { call } from "./session.js";
import { EVENTS, ORIGINS, moment } from "./words.js";

export async function showHistory(view, id) {
  const [article, history] = await Promise.all([call("GET", `/articles/${id}`), call("GET", `/articles/${id}/history`)]);
  const compare = comparison(article, history.versions);
  view.replaceChildren(
    element("div", { class: "head" }, element("div", {}, link(`#/article/${id}`, "← 回到条目"), element("h1", {}, `历史：${article.title}`, " ", badge(article.state)))),
    compare.node,
    element("h2", {}, "各个版本"),
    element("ul", { class: "versions" }, ...history.versions.map((version) => row(article, version, compare, () => showHistory(view, id)))),
    element("h2", {}, "谁做了什么"),
    element("ol", { class: "events" }, ...history.events.map(happened)),
  );
}

function comparison(article, versions) {
  const numbers = versions.map((version) => [String(version.number), `第 ${version.number} 版`]);
  const latest = numbers[0][0];
  const earlier = String(article.published && article.published !== article.latest ? article.published : (numbers[1] || numbers[0])[0]);
  const old = element("select", { "aria-label": "旧的一版" }, ...options(numbers, earlier));
  const fresh = element("select", { "aria-label": "新的一版" }, ...options(numbers, latest));
  const place = element("div", {});
  const look = () => attempt(async () => {
    const { diff } = await call("GET", `/articles/${article.article_id}/diff?old=${old.value}&new=${fresh.value}`);
    place.replaceChildren(showDiff(diff));
  });
  [old, fresh].forEach((each) => each.addEventListener("change", look));
  if (numbers.length > 1) look();
  else place.append(element("p", { class: "hint" }, "只有一版，没有可比的。"));
  const show = (number) => { old.value = String(Math.max(1, number - 1)); fresh.value = String(number); look(); node.scrollIntoView({ block: "start" }); };
  const node = element("section", {}, element("div", { class: "row" }, element("h2", {}, "比较"), old, "→", fresh), place);
  return { node, show };
}

function row(article, version, compare, again) {
  const marks = [version.number === article.published ? "客户现在看到的" : null, version.published_at && version.number !== article.published ? "曾经发布" : null].filter(Boolean);
  const facts = [ORIGINS[version.origin] || version.origin, version.author, moment(version.written_at), version.reviewer ? `审核：${version.reviewer}` : null].filter(Boolean).join(" · ");
  const acts = [button("看改动", () => compare.show(version.number), { class: "quiet" })];
  const isOld = version.number !== article.latest;
  if (isOld && article.steps.includes("rollback")) acts.push(button("回退到这版", () => goBack(article, version, false, again)));
  if (isOld && article.steps.includes("rollback_at_once")) acts.push(button("立即回退", () => goBack(article, version, true, again), { class: "danger" }));
  return element("li", {}, element("div", {}, element("b", {}, `第 ${version.number} 版`), ...marks.map((mark) => element("span", { class: "badge published" }, mark)), element("small", {}, facts), element("p", {}, version.reason)), element("p", { class: "row" }, ...acts));
}

async function goBack(article, version, atOnce, again) {
  const text = atOnce ? "客户马上看到这一版，不经审核和检验。只用于内容有害、等不及的时候。" : "用这一版的内容建一个新版送审，通过后客户才会看到。";
  const given = await ask(`${atOnce ? "立即回退" : "回退"}到第 ${version.number} 版`, { text, inputs: [note("reason", "为什么回退")], danger: atOnce });
  if (!given) return;
  const body = { to: version.number, reason: given.reason, at_once: atOnce };
  if (await attempt(() => call("POST", `/articles/${article.article_id}/rollback`, body))) {
    await again();
    tell(atOnce ? "已回退，客户看到的是这一版的内容。" : "已送审，等另一位同事审核。");
  }
}

function happened(event) {
  return element("li", {}, element("span", { class: "when" }, moment(event.at)), element("div", {}, element("b", {}, `${event.actor} ${EVENTS[event.kind] || event.kind}`), ` 第 ${event.number} 版`, event.comment ? element("p", {}, event.comment) : null));
}
