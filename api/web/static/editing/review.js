// What may be done with an article now, and how its last attempt to be published went.
import { element } from "../elements.js";
import { ask, attempt, button, note } from "./parts.js";
import { call } from "./session.js";
import { moment } from "./words.js";

// Each: what the button says, what is asked before, what is said afterwards.
const STEPS = {
  submit: ["送审", { text: "请另一位同事审核。可以留一句话说明。", inputs: () => [note("comment", "留言（可以不写）", false)] }, "已送审，等另一位同事审核。", "main"],
  recall: ["撤回修改", { text: "撤回后可以继续改，改好再送审。", inputs: () => [] }, "已撤回，可以继续改。"],
  approve: ["通过并发布", { text: "通过后会先用全部检验问题试答一遍，需要几分钟；没有变差才会发布。", inputs: () => [note("comment", "留言（可以不写）", false)] }, "已通过，正在检验。", "main"],
  return: ["退回", { text: "请写明要改什么，作者会看到。", inputs: () => [note("comment", "要改什么")] }, "已退回给作者。"],
  retire: ["下架", { text: "下架后客户马上查不到这一条；历史会保留，改写后可以重新发布。", inputs: () => [note("reason", "为什么下架")], danger: true }, "已下架。", "danger"],
};

// after: shows the article again.
export function stepButtons(article, names, before, after) {
  const offered = names.filter((name) => STEPS[name] && article.steps.includes(name));
  return offered.map((name) => button(STEPS[name][0], () => act(article, name, before, after), { class: STEPS[name][3] || "" }));
}

async function act(article, name, before, after) {
  const [label, { inputs, ...words }, done] = STEPS[name];
  if (before && !(await before(name))) return;
  const given = await ask(`${label}：${article.title}`, { ...words, inputs: inputs(), confirm: label });
  if (!given) return;
  const body = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  if (await attempt(() => call("POST", `/articles/${article.article_id}/${name}`, body))) await after(done);
}

export function checkPanel(article) {
  const check = article.check;
  if (!check || check.number !== article.latest) return null;
  if (["waiting", "running"].includes(check.state)) return underWay(check);
  if (check.state === "failed") return element("section", { class: "check refused" }, element("h2", {}, "发布检验没有做成"), element("p", {}, check.result.reason));
  const panel = element("section", { class: `check ${check.state}` }, element("h2", {}, check.state === "passed" ? "发布检验通过" : "发布检验没有通过，客户仍看到原来的内容"), counts(check));
  if (check.state === "refused") panel.append(broken("这些问题原来答得对，改后会答错", check.result.lost), broken("这些例句找不到这个条目", check.result.own_missed));
  if (check.result.won.length) panel.append(broken("这些问题原来答错，改后答对了", check.result.won, true));
  return panel;
}

function underWay(check) {
  const words = check.state === "waiting" ? "排队等待检验…" : "正在用检验问题逐个试答，需要几分钟…";
  return element("section", { class: "check running", role: "status" }, element("h2", {}, "发布检验"), element("progress", { "aria-label": "检验进行中" }), element("p", { class: "hint" }, words));
}

function counts({ result, ended_at: ended }) {
  const { golden, own } = result;
  const words = `检验问题 ${golden.asked} 个，原来答对 ${golden.right_before} 个，改后答对 ${golden.right_after} 个；本条例句 ${own.asked} 句，改后答对 ${own.right_after} 句。${moment(ended)}`;
  return element("p", { class: "hint" }, words);
}

function broken(title, list, isFolded = false) {
  if (!list.length) return "";
  const items = list.map((each) => element("li", {}, element("b", {}, `“${each.question}”`), answer("原来", each.before), answer("改后", each.after)));
  return element("details", { open: !isFolded }, element("summary", {}, `${title}（${list.length}）`), element("ul", { class: "broken" }, ...items));
}

function answer(when, found) {
  if (!found) return null;
  const from = found.title ? `（${found.title}）` : "";
  return element("p", {}, element("span", { class: "when" }, when), found.answerable ? `${found.text}${from}` : `没有答：${found.text}`);
}
