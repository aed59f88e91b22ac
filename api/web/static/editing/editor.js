// A draft being written: the form or the text itself, the preview beside it, and what is wrong at the fields.
import { element } from "../elements.js";
import { createForm } from "./form.js";
import { button, calm } from "./parts.js";
import { createPreview } from "./preview.js";
import { call } from "./session.js";
import { fieldName } from "./words.js";

const PAUSE = 450; // milliseconds after the last key

// draft: the fields, null when only the text can be edited; markdown: the text they came from, empty for a new article.
export class DraftEditor {
  constructor({ draft, markdown, articleId = null, isEditable = true }) {
    this.articleId = articleId;
    this.base = markdown;
    this.isDirty = false;
    this.isEditable = isEditable;
    this.round = 0; // of asking for a preview; an answer that comes after a later question is not shown
    this.later = calm(() => this.refresh(), PAUSE);
    this.preview = createPreview(() => this.refresh());
    this.form = createForm(draft || blank(), { isNew: !articleId, isEditable, onchange: () => this.changed() });
    this.text = element("textarea", { class: "source", rows: 30, "aria-label": "条目原文", spellcheck: "false", readonly: !isEditable, oninput: () => this.changed() }, markdown);
    this.toggle = button("", () => this.switchMode(), { class: "quiet" });
    this.summary = element("div", { class: "summary", role: "status" });
    const writing = element("div", { class: "writing" }, element("div", { class: "row" }, this.summary, this.toggle), this.form.node, this.text);
    this.node = element("div", { class: "editor" }, writing, this.preview.node);
    this.setMode(draft === null && markdown !== "");
    this.refresh();
  }

  async markdown() {
    return this.isText ? this.text.value : (await this.shown()).markdown;
  }

  changed() {
    this.isDirty = true;
    this.later();
  }

  async shown() {
    const draft = this.isText ? await call("POST", "/draft/fields", { markdown: this.text.value }) : this.form.read();
    const base = this.isText ? this.text.value : this.base;
    return call("POST", "/draft/preview", { draft, base, article_id: this.articleId, province: this.preview.province() });
  }

  async refresh() {
    const mine = ++this.round;
    try {
      const shown = await this.shown();
      if (mine !== this.round) return;
      this.preview.show(shown);
      summarise(this.summary, shown, this.form.showProblems(shown.problems), this.isText);
    } catch (error) {
      if (mine === this.round) this.preview.fail(error.message);
    }
  }

  async switchMode() {
    try {
      if (this.isText) {
        this.form.write(await call("POST", "/draft/fields", { markdown: this.text.value }));
        this.base = this.text.value;
      } else {
        this.text.value = await this.markdown();
      }
      this.setMode(!this.isText);
      this.refresh();
    } catch (error) {
      this.preview.fail(error.message);
    }
  }

  setMode(isText) {
    this.isText = isText;
    this.text.hidden = !isText;
    this.form.node.hidden = isText;
    this.toggle.textContent = isText ? "回到表单" : this.isEditable ? "直接改原文" : "看原文";
  }
}

function summarise(place, shown, rest, isText) {
  const several = shown.problems.length;
  const head = several ? element("p", { class: "bad" }, `还有 ${several} 处要改，改好才能送审`) : element("p", { class: "good" }, "内容检查通过");
  const unplaced = isText ? shown.problems : rest;
  const list = unplaced.map((each) => element("li", {}, `${fieldName(each.field)}：${each.problem}。${each.remedy}。`));
  place.replaceChildren(head, list.length ? element("ul", { class: "problems" }, ...list) : "");
}

function blank() {
  const lists = { provinces: ["all"], questions: [], related: [], steps: [] };
  const texts = Object.fromEntries(["id", "title", "topic", "effective_from", "effective_to", "source", "confidence", "owner", "review_by", "answer", "details"].map((name) => [name, ""]));
  return { ...texts, ...lists, audience: "all", needs_province: false };
}
