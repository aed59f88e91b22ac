// Markdown files in and out.
import { element } from "../elements.js";
import { attempt, button, link, tell } from "./parts.js";
import { call } from "./session.js";

export async function showFiles(view) {
  view.replaceChildren(element("div", { class: "head" }, element("h1", {}, "导入导出")), exporting(), importing());
}

function exporting() {
  const words = "把现在生效的全部条目打包下载，一个条目一个 Markdown 文件，按主题分文件夹。";
  return element("section", { class: "panel" }, element("h2", {}, "导出"), element("p", {}, words), button("下载全部条目", () => attempt(download), { class: "main" }));
}

async function download() {
  const address = URL.createObjectURL(await call("GET", "/export", undefined, { as: "blob" }));
  const way = element("a", { href: address, download: "articles.zip" });
  way.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function importing() {
  const chosen = element("input", { type: "file", accept: ".md,text/markdown", multiple: true, id: "files" });
  const result = element("div", { role: "status" });
  const send = () => attempt(async () => {
    if (!chosen.files.length) { tell("请先选择文件。", true); return; }
    const body = new FormData();
    for (const file of chosen.files) body.append("files", file);
    const done = await call("POST", "/import", body);
    chosen.value = "";
    result.replaceChildren(...outcome(done));
  });
  const words = "选一个或多个条目文件。每个文件成为一份草稿，编号已有的成为那一条的新一版；都要送审通过才会发布。";
  return element("section", { class: "panel" }, element("h2", {}, "导入"), element("p", {}, words), element("p", { class: "row" }, element("label", { for: "files", class: "unseen" }, "条目文件"), chosen, button("导入为草稿", send, { class: "main" })), result);
}

function outcome({ drafts, errors }) {
  const good = drafts.map((id) => element("li", {}, link(`#/article/${id}`, id)));
  const bad = errors.map((each) => element("li", {}, element("b", {}, each.file), ` ${each.detail}`));
  return [
    element("p", { class: "good" }, `建了 ${drafts.length} 份草稿`), element("ul", {}, ...good),
    bad.length ? element("p", { class: "bad" }, `${bad.length} 个文件没有导入`) : "", element("ul", { class: "problems" }, ...bad),
  ];
}
