// Thumbs under an answer from the articles: what did not help reaches the editors, masked and without the customer.
import { element } from "./element.js";
import { request } from "./http.js";

const LONGEST = 1000; // characters of a question that the gateway takes

export function thumbs(conversation, question, articleId) {
  const said = element("span", { role: "status" });
  const row = element("span", { class: "thumbs", role: "group", "aria-label": "这个回答有帮助吗" });
  const press = (helpful) => async (event) => {
    const pressed = event.currentTarget;
    row.querySelectorAll("button").forEach((each) => { each.disabled = true; });
    try {
      const body = { question: question.slice(0, LONGEST), helpful, article_id: articleId };
      said.textContent = (await request("POST", `/v1/conversations/${conversation}/feedback`, { body })).text;
      pressed.setAttribute("aria-pressed", "true");
    } catch (error) {
      said.textContent = error.message;
      row.querySelectorAll("button").forEach((each) => { each.disabled = false; });
    }
  };
  const thumb = (words, helpful) => element("button", { type: "button", "aria-pressed": "false", onclick: press(helpful) }, words);
  row.append(thumb("有帮助", true), thumb("没帮助", false), said); // words: not every device has the signs
  return row;
}
