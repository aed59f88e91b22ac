// The fields of a draft as a form, with what is wrong said at the field.
import { element } from "../elements.js";
import { pickFigure } from "./figures.js";
import { button, options } from "./parts.js";
import { FIELDS, choices, fieldName } from "./words.js";

const LEAST_QUESTIONS = 12;
const HINTS = {
  id: "小写英文和连字符，如 late-fee-start；发布后不能改",
  answer: "先说结论，220 字以内。数字用“插入数字”引用，不要手写，价格变了会自动跟着变",
  details: "次要的内容写在这里，也能被搜到；可以不写",
  questions: `一行一句，至少 ${LEAST_QUESTIONS} 句：直白的、口语的、老人的、有错字的、不带关键词的`,
  provinces: "全国写“全国”；只在几个省成立的，用顿号隔开，如 湖北、湖南",
  source: "文件名和文号",
  related: "一行一个条目编号",
  steps: "一行一步，2 至 5 步；可以不写",
};
const GROUPS = [
  ["客户看到的", ["title", "answer", "details"]],
  ["例句", ["questions"]],
  ["适用范围", ["topic", "audience", "provinces", "needs_province", "effective_from", "effective_to"]],
  ["依据与负责", ["source", "confidence", "owner", "review_by"]],
  ["给坐席和相关条目", ["steps", "related"]],
];
const ROWS = { answer: 6, details: 5, questions: 14, steps: 4, related: 3 };
const DATES = new Set(["effective_from", "effective_to", "review_by"]);
const LISTS = new Set(["questions", "related", "steps"]);

export function createForm(draft, { isNew, isEditable, onchange }) {
  const controls = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, control(name)]));
  const fieldset = element("fieldset", { class: "fields", disabled: !isEditable });
  if (isNew) fieldset.append(field("id", controls.id));
  GROUPS.forEach(([title, names]) => fieldset.append(element("h2", {}, title), ...names.map((name) => field(name, controls[name]))));
  const form = {
    node: fieldset,
    read: () => read(controls, draft),
    write: (fields) => { draft = fields; write(controls, fields); count(fieldset, controls); },
    showProblems: (problems) => showProblems(fieldset, controls, problems),
  };
  form.write(draft);
  fieldset.addEventListener("input", () => { count(fieldset, controls); onchange(); });
  return form;
}

function control(name) {
  const common = { id: `field-${name}`, "aria-describedby": `problems-${name}` };
  if (name === "topic") return element("select", common, ...options([["", "请选择"], ...choices.topics]));
  if (name === "audience") return element("select", common, ...options(choices.audiences));
  if (name === "confidence") return element("select", common, ...options([["", "请选择"], ...choices.confidences]));
  if (name === "needs_province") return element("input", { ...common, type: "checkbox" });
  if (ROWS[name]) return element("textarea", { ...common, rows: ROWS[name] });
  return element("input", { ...common, type: DATES.has(name) ? "date" : "text", maxlength: 500 });
}

function field(name, made) {
  const label = element("label", { for: made.id }, FIELDS[name]);
  const counter = ["answer", "questions"].includes(name) ? element("span", { class: "counter", "data-count": name }) : null;
  const insert = ["answer", "details"].includes(name) ? button("插入数字", () => pickFigure(made), { class: "quiet" }) : null;
  const problems = element("ul", { class: "problems", id: `problems-${name}` });
  const hint = HINTS[name] ? element("p", { class: "hint" }, HINTS[name]) : null;
  return element("div", { class: `field ${name}`, "data-field": name }, element("div", { class: "row" }, label, counter, insert), hint, made, problems);
}

// A mark in front of a line, as a list in a file has it, is no part of the line.
const lines = (text) => text.split("\n").map((line) => line.trim().replace(/^[-•·]\s+/, "")).filter(Boolean);

function read(controls, draft) {
  const values = {};
  for (const [name, made] of Object.entries(controls)) {
    if (name === "needs_province") values[name] = made.checked;
    else if (LISTS.has(name)) values[name] = lines(made.value);
    else values[name] = made.value.trim();
  }
  values.id ||= draft.id;
  const places = values.provinces.split(/[、,，\s]+/).filter(Boolean);
  values.provinces = places.length ? places.map((place) => (place === "全国" ? "all" : place)) : ["all"];
  return values;
}

function write(controls, draft) {
  for (const [name, made] of Object.entries(controls)) {
    const value = draft[name];
    if (name === "needs_province") made.checked = value;
    else if (name === "provinces") made.value = value.map((place) => (place === "all" ? "全国" : place)).join("、");
    else made.value = LISTS.has(name) ? value.join("\n") : value;
  }
}

function count(fieldset, controls) {
  const letters = (controls.answer.value.match(/[一-鿿]/g) || []).length;
  const questions = lines(controls.questions.value).length;
  const said = { answer: [`${letters} / 220 字`, letters > 220], questions: [`${questions} 句`, questions < LEAST_QUESTIONS] };
  fieldset.querySelectorAll("[data-count]").forEach((each) => {
    const [text, isBad] = said[each.dataset.count];
    each.textContent = text;
    each.classList.toggle("bad", isBad);
  });
}

// Gives the problems that belong to no field of the form.
function showProblems(fieldset, controls, problems) {
  const rest = [];
  fieldset.querySelectorAll(".problems").forEach((list) => list.replaceChildren());
  Object.values(controls).forEach((each) => each.removeAttribute("aria-invalid"));
  for (const problem of problems) {
    const name = problem.field.split(".")[0];
    const list = fieldset.querySelector(`#problems-${CSS.escape(name)}`);
    if (!list) { rest.push(problem); continue; }
    const where = problem.field === name ? "" : `${fieldName(problem.field)}：`;
    list.append(element("li", {}, `${where}${problem.problem}。${problem.remedy}。`));
    controls[name].setAttribute("aria-invalid", "true");
  }
  return rest;
}
