// An outage notice as a card: what kind, why, where and when, what to do, and how old the news is and from where.
import { element } from "./element.js";

const AT_THE_FOOT = new Set(["信息更新", "来源"]);
const ADVICE = "请您留意";
const IS_GOOD = /来电|取消|撤销/;

export function outageCard({ title, rows }) {
  const facts = rows.filter(([label]) => !AT_THE_FOOT.has(label) && label !== ADVICE);
  const advice = rows.find(([label]) => label === ADVICE);
  const foot = rows.filter(([label]) => AT_THE_FOOT.has(label)).map(([label, value]) => (label === "来源" ? `来源：${value}` : `更新于${value}`));
  return element(
    "section",
    { class: `outage-card ${IS_GOOD.test(title) ? "good" : "news"}`, "aria-label": title },
    element("h3", {}, title),
    element("dl", {}, ...facts.flatMap(([label, value]) => [element("dt", {}, label), element("dd", {}, value)])),
    advice ? element("p", {}, advice[1]) : null,
    element("footer", {}, foot.join(" · ")),
  );
}
