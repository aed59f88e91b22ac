// Pieces that several views are made of.
import { element } from "../elements.js";
import { STATES } from "./words.js";

const told = document.getElementById("told");
const dialog = document.getElementById("ask");

export const badge = (state) => element("span", { class: `badge ${state}` }, STATES[state] || state);

export const link = (href, text, attributes = {}) => element("a", { href, ...attributes }, text);

export const button = (text, onclick, attributes = {}) => element("button", { type: "button", onclick, ...attributes }, text);

export const loading = () => element("p", { class: "hint", role: "status" }, "正在读取…");

export const empty = (text) => element("p", { class: "empty" }, text);

// Tells the outcome of something that was done; a failure stays until the next thing is done.
export function tell(text, isFailure = false) {
  told.textContent = text;
  told.className = isFailure ? "told failure" : "told";
  told.hidden = !text;
  clearTimeout(tell.later);
  if (text && !isFailure) tell.later = setTimeout(() => tell(""), 6000);
}

// Runs something that a person asked for; what goes wrong is said at the top of the page. Gives whether it worked.
export async function attempt(act, done = "") {
  tell("");
  try {
    await act();
    if (done) tell(done);
    return true;
  } catch (error) {
    tell(error.message, true);
    return false;
  }
}

// Asks for words (and more inputs) before something is done. Resolves to {name: value} or null.
export function ask(title, { text = "", inputs = [], confirm = "确定", danger = false } = {}) {
  const form = element("form", { method: "dialog" }, element("h2", { id: "ask-title" }, title), text ? element("p", {}, text) : null);
  inputs.forEach((input) => form.append(element("label", {}, input.label, input.control)));
  const cancel = button("取消", () => dialog.close("no"));
  form.append(element("p", { class: "row end" }, cancel, element("button", { type: "submit", value: "yes", class: danger ? "danger" : "main" }, confirm)));
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes" ? Object.fromEntries(inputs.map((each) => [each.name, each.control.value.trim()])) : null);
  });
}

export const note = (name, label, required = true) => ({ name, label, control: element("textarea", { rows: 3, maxlength: 1000, required }) });

export function options(pairs, chosen) {
  return pairs.map(([value, text]) => element("option", { value, selected: value === chosen }, text));
}

// Calls act once, some time after the last of many calls.
export function calm(act, milliseconds) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
}
