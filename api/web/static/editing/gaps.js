// What customers ask and the articles do not answer: groups of questions with a proposed draft.
import { element } from "../elements.js";
import { ask, attempt, button, empty, link, note, options, tell } from "./parts.js";
import { call } from "./session.js";
import { KINDS, choices, moment } from "./words.js";

const STATES = [["open", "待处理"], ["adopted", "已建草稿"], ["dismissed", "不需要"]];
const LOOK_AGAIN = 3000; // milliseconds
const MOST_LOOKS = 60;

export async function showGaps(view, wanted) {
  const state = wanted.get("state") || "open";
  const [gaps, questions] = await Promise.all([call("GET", `/gaps?state=${state}`), call("GET", "/unanswered?limit=50")]);
  const again = () => showGaps(view, wanted);
  const chips = STATES.map(([name, label]) => link(`#/gaps?state=${name}`, label, { class: "chip", "aria-current": String(name === state) }));
  view.replaceChildren(
    element("div", { class: "head" }, element("div", {}, element("h1", {}, "客户缺口"), element("p", { class: "hint" }, "客户问了、条目没答好的问题，按相近的说法归在一起。")), button("现在汇总", () => lookNow(again))),
    schedule(gaps),
    element("nav", { class: "chips", "aria-label": "按状态" }, ...chips),
    gaps.items.length ? element("ul", { class: "gaps" }, ...gaps.items.map((gap) => card(gap, again))) : empty(state === "open" ? "没有待处理的缺口。" : "还没有。"),
    element("h2", {}, "最近没答好的问题"),
    unanswered(questions.items),
  );
}

function schedule({ runs, next_run: next }) {
  const last = runs.find((run) => run.ended_at);
  const waiting = runs.find((run) => !run.ended_at);
  const said = last ? `上次汇总：${moment(last.ended_at)}（${last.asked_by}），看了 ${last.questions} 个问题，归成 ${last.found} 个缺口。` : "还没有汇总过。";
  const now = waiting ? ` ${waiting.started_at ? "正在汇总" : "等待后台汇总"}…` : "";
  return element("p", { class: "standing", role: "status" }, `${said}下次：${moment(next)}，之后每周一次。${now}`);
}

function card(gap, again) {
  const near = gap.nearest.map((each) => link(`#/article/${each.article_id}`, each.title));
  const examples = element("details", { open: gap.state === "open" }, element("summary", {}, "客户的原话"), element("ul", {}, ...gap.examples.map((words) => element("li", {}, words))));
  const acts = gap.state === "open" ? [button("打开草稿", () => adopt(gap, again), { class: "main" }), button("不需要条目", () => dismiss(gap, again))] : [];
  if (gap.article_id) acts.push(link(`#/article/${gap.article_id}`, "看这篇条目", { class: "button" }));
  return element("li", {}, element("h3", {}, gap.name, " ", element("span", { class: "badge" }, `${gap.size} 次`)), examples, near.length ? element("p", { class: "near" }, "最接近的条目：", ...near.flatMap((each, place) => (place ? ["、", each] : [each]))) : null, element("p", { class: "row" }, ...acts));
}

async function adopt(gap, again) {
  const id = { name: "article_id", label: "编号（小写英文和连字符，发布后不能改）", control: element("input", { required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", maxlength: 80, placeholder: "parking-lamps" }) };
  const topic = { name: "topic", label: "主题", control: element("select", {}, ...options([["", "按最接近的条目"], ...choices.topics], "")) };
  const given = await ask(`为“${gap.name}”建草稿`, { text: "会带上客户的原话作例句，答案由您来写。", inputs: [id, topic], confirm: "建草稿" });
  if (!given) return;
  const made = await attempt(() => call("POST", `/gaps/${gap.gap_id}/adopt`, { article_id: given.article_id, topic: given.topic || null }));
  if (made) location.hash = `#/article/${given.article_id}`;
  else again();
}

async function dismiss(gap, again) {
  const given = await ask(`“${gap.name}”不需要条目`, { inputs: [note("reason", "为什么不需要")] });
  if (given && (await attempt(() => call("POST", `/gaps/${gap.gap_id}/dismiss`, given), "已记下，以后不再提这一组。"))) await again();
}

async function lookNow(again) {
  let asked;
  if (!(await attempt(async () => { asked = await call("POST", "/gaps/runs"); }))) return;
  const here = location.hash;
  tell("已交给后台汇总…");
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN); });
    if (location.hash !== here) return;
    const { runs } = await call("GET", "/gaps").catch(() => ({ runs: [] }));
    const run = runs.find((each) => each.name === asked.name);
    if (run && run.ended_at) {
      await again();
      tell(`汇总好了：看了 ${run.questions} 个问题，归成 ${run.found} 个缺口。`);
      return;
    }
  }
  tell("后台还没有汇总完，请过一会儿再来看。");
}

function unanswered(items) {
  if (!items.length) return empty("最近的问题都答上了。");
  const rows = items.map((each) => element("li", {}, element("span", {}, each.question), element("small", {}, [KINDS[each.kind], each.province, moment(each.at)].filter(Boolean).join(" · "))));
  return element("ul", { class: "asked" }, ...rows);
}
