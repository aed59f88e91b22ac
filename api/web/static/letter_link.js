// Opens a customer's saving letter in a tab of its own. The agent's token stays in a header: no address carries it.
import { element } from "./elements.js";

export function letterLink(accountNumber, token) {
  const status = element("span", { class: "hint", role: "status" });
  const open = async () => {
    const page = window.open("", "_blank"); // at once, while the click still counts as one
    status.textContent = "";
    try {
      page.location.replace(URL.createObjectURL(await letter(accountNumber, token)));
    } catch (error) {
      page.close();
      status.textContent = error.message;
    }
  };
  return element("p", {}, element("button", { type: "button", id: "letter", onclick: open }, "节电建议信"), " ", status);
}

async function letter(accountNumber, token) {
  const answer = await fetch(`/v1/customers/${accountNumber}/letter`, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail || "节电建议信暂时打不开，请稍后再试。");
  const page = (await answer.text()).replaceAll('="/static/', `="${location.origin}/static/`); // a blob has no folder of its own
  return new Blob([page], { type: "text/html;charset=utf-8" });
}
