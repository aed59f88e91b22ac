// Choosing a figure to refer to, by what it means; it goes in where the writer's cursor is.
import { element } from "../elements.js";
import { button, calm } from "./parts.js";
import { call } from "./session.js";

const dialog = document.getElementById("ask");

export function pickFigure(area) {
  const words = element("input", { type: "search", placeholder: "例如：一档电价、到达现场", "aria-label": "数字的含义" });
  const list = element("ul", { class: "figures", "aria-live": "polite" });
  const close = button("关闭", () => dialog.close());
  dialog.replaceChildren(element("h2", { id: "ask-title" }, "插入数字"), words, list, element("p", { class: "row end" }, close));
  const look = () => offer(list, words.value.trim(), (reference) => { dialog.close(); insert(area, reference); });
  words.addEventListener("input", calm(look, 250));
  dialog.onclose = null;
  dialog.showModal();
  look();
}

async function offer(list, words, choose) {
  try {
    const found = await call("GET", `/figures?q=${encodeURIComponent(words)}`);
    list.replaceChildren(...found.items.map((each) => element("li", {}, entry(each, choose))));
    if (!found.items.length) list.append(element("li", { class: "empty" }, "没有找到。换一个说法，或请负责电价表和时限表的同事先加上。"));
  } catch (error) {
    list.replaceChildren(element("li", { class: "error" }, error.message));
  }
}

function entry(figure, choose) {
  const value = figure.text || (figure.differs ? "各省不同" : "暂不能引用");
  const attributes = { type: "button", class: "figure", disabled: value === "暂不能引用", onclick: () => choose(figure.reference) };
  return element("button", attributes, element("b", {}, figure.meaning), element("span", {}, value), element("code", {}, figure.reference));
}

function insert(area, reference) {
  area.focus();
  area.setRangeText(reference, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
