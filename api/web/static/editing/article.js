// One article: writing it, and the steps from draft to published.
import { element } from "../elements.js";
import { showDiff } from "./diff.js";
import { DraftEditor } from "./editor.js";
import { attempt, badge, link, tell } from "./parts.js";
import { checkPanel, stepButtons } from "./review.js";
import { call } from "./session.js";
import { EVENTS, moment, topicName } from "./words.js";

const LOOK_AGAIN = 3000; // milliseconds between looks at a check under way
const UNSAVED = "有没保存的改动，离开就没有了。要离开吗？";

const asks = (editor) => (isQuiet) => !editor.isDirty || (!isQuiet && confirm(UNSAVED));

export async function showNew(view) {
  const editor = new DraftEditor({ draft: null, markdown: "" });
  const save = async (reason) => {
    const made = await call("POST", "/articles", { markdown: await editor.markdown(), reason });
    editor.isDirty = false;
    location.hash = `#/article/${made.article_id}`;
  };
  view.replaceChildren(element("div", { class: "head" }, element("h1", {}, "新建条目")), editor.node, saveBar("建立草稿", "为什么写这一条", save));
  return asks(editor);
}

// reload: shows the same address again.
export async function showArticle(view, id, reload) {
  const article = await call("GET", `/articles/${id}`);
  const editor = new DraftEditor({ draft: article.draft, markdown: article.version.markdown, articleId: id, isEditable: article.steps.includes("write") });
  const again = async (done = "") => { editor.isDirty = false; await reload(); tell(done); };
  const before = async () => !editor.isDirty || (tell("先保存改动，再做这一步。", true), false);
  view.replaceChildren(head(article), standing(article), (await lastWord(article)) || "", checkPanel(article) || "");
  const review = await changes(article);
  const steps = stepButtons(article, ["approve", "return", "recall"], before, again);
  if (steps.length) view.append(element("section", { class: "decide" }, review, element("p", { class: "row" }, ...steps)));
  view.append(editor.node);
  if (article.steps.includes("write")) view.append(writeBar(article, editor, before, again));
  else if (article.steps.includes("retire")) view.append(element("p", { class: "row" }, ...stepButtons(article, ["retire"], before, again)));
  if (article.state === "checking") watch(article, again);
  return asks(editor);
}

function head(article) {
  const title = element("h1", {}, article.title || article.article_id, " ", badge(article.state));
  const facts = `${topicName(article.topic)} · ${article.article_id} · 第 ${article.latest} 版，${article.version.author} 写于${moment(article.version.written_at)}`;
  return element("div", { class: "head" }, element("div", {}, link("#/articles", "← 全部条目"), title, element("p", { class: "hint" }, facts)), link(`#/article/${article.article_id}/history`, "历史与回退", { class: "button" }));
}

function standing(article) {
  if (article.published === article.latest) return "";
  const words = article.published === null ? "客户现在看不到这一条。" : `客户现在看到的是第 ${article.published} 版，这一版还没有发布。`;
  return element("p", { class: "standing" }, words, article.version.reason ? ` 改动说明：${article.version.reason}` : "");
}

// What the other person said: the reviewer to the author, or the author to the reviewer.
async function lastWord(article) {
  if (!["returned", "in_review"].includes(article.state)) return null;
  const [last] = (await call("GET", `/articles/${article.article_id}/history`)).events;
  if (!last || !last.comment || last.kind === "refused") return null; // a refusal has its own panel
  return element("p", { class: "standing said" }, element("b", {}, `${last.actor} ${EVENTS[last.kind] || last.kind}：`), last.comment);
}

async function changes(article) {
  if (article.published === null || article.published === article.latest) return element("h2", {}, "请看下面的内容再决定");
  const { diff } = await call("GET", `/articles/${article.article_id}/diff?old=${article.published}&new=${article.latest}`);
  return element("div", {}, element("h2", {}, "和客户现在看到的相比"), showDiff(diff));
}

function writeBar(article, editor, before, again) {
  const save = async (reason) => {
    const body = { markdown: await editor.markdown(), based_on: article.latest, reason };
    await call("PUT", `/articles/${article.article_id}`, body);
    editor.isDirty = false;
    await again("已保存为草稿。客户看到的内容没有变，送审通过后才会更新。");
  };
  return saveBar("保存草稿", "改了什么、为什么", save, ...stepButtons(article, ["submit", "retire"], before, again));
}

function saveBar(label, asked, save, ...more) {
  const reason = element("input", { required: true, maxlength: 1000, placeholder: asked, "aria-label": asked });
  const bar = element("form", { class: "bar" }, reason, element("button", { type: "submit" }, label), ...more);
  bar.addEventListener("submit", async (event) => {
    event.preventDefault();
    const press = event.submitter;
    if (press) press.disabled = true;
    await attempt(() => save(reason.value.trim()));
    if (press) press.disabled = false;
  });
  return bar;
}

function watch(article, again) {
  const here = location.hash;
  setTimeout(async () => {
    if (location.hash !== here || document.hidden) return location.hash === here && watch(article, again);
    const now = await call("GET", `/articles/${article.article_id}`).catch(() => article);
    if (now.state !== "checking") return again(now.state === "published" ? "检验通过，已发布。" : "");
    return watch(article, again);
  }, LOOK_AGAIN);
}
