// The customers' chat page: sends messages, shows answers, follows what agents say.
import { element, messageItem } from "./elements.js";
import { thumbs } from "./feedback.js";
import { newKey, request } from "./http.js";

const thread = document.getElementById("thread");
const typing = document.getElementById("typing");
const owner = document.getElementById("owner");
const text = document.getElementById("text");
const chooser = document.getElementById("customer");
const shown = new Set(); // event numbers on the page: an answer comes with the reply and again with the stream
let conversation = null;
let stream = null;
let asked = ""; // the customer's last words: what an answer answers

async function open() {
  if (stream) stream.close();
  thread.replaceChildren();
  shown.clear();
  const token = await customerToken();
  const opened = await request("POST", "/v1/conversations", { body: { channel: "web", customer_token: token } });
  conversation = opened.conversation_id;
  opened.greeting.forEach((message) => show({ from: "bot", ...message }));
  follow();
}

async function customerToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token"); // from the app that embeds this page
  if (given) return given;
  if (!chooser || !chooser.value) return null;
  return (await request("GET", `/v1/demo/tokens/${chooser.value}`)).customer_token;
}

function follow() {
  stream = new EventSource(`/v1/conversations/${conversation}/events`);
  stream.addEventListener("message", (event) => {
    const message = JSON.parse(event.data);
    if (message.from !== "customer") show(message);
  });
  stream.addEventListener("owner", (event) => showOwner(JSON.parse(event.data)));
  stream.addEventListener("typing", () => { typing.hidden = false; setTimeout(() => { typing.hidden = true; }, 4000); });
}

function show(message) {
  if (message.id !== null && message.id !== undefined) {
    if (shown.has(message.id)) return;
    shown.add(message.id);
  }
  const item = messageItem(message, (button) => say(button.payload, button.title));
  const article = (message.sources || []).find((source) => source.article_id);
  if (message.from === "bot" && article && asked) item.append(thumbs(conversation, asked, article.article_id));
  thread.append(item);
  thread.scrollTop = thread.scrollHeight;
}

function showOwner({ owner: who, position }) {
  const words = { queue: position ? `正在排队等待人工坐席，您排在第 ${position} 位。` : "正在排队等待人工坐席。", agent: "人工坐席正在为您服务。", bot: "" }[who];
  owner.textContent = words;
  owner.hidden = !words;
}

async function say(words, title, key = newKey(), item = null) {
  const written = item || element("li", { class: "message customer" }, title || words);
  if (!item) thread.append(written);
  thread.scrollTop = thread.scrollHeight;
  typing.hidden = false;
  asked = words;
  try {
    const answer = await request("POST", `/v1/conversations/${conversation}/messages`, { body: { text: words, client_message_id: key } });
    answer.messages.forEach((message) => show({ from: "bot", ...message }));
    if (answer.owner === "bot") showOwner({ owner: "bot" });
  } catch (error) {
    showFailure(written, error, () => say(words, title, key, written)); // the same key: nothing is done twice
  } finally {
    typing.hidden = true;
  }
}

function showFailure(written, error, again) {
  const failure = element("span", { class: "failed" }, ` 未送达：${error.message}`);
  failure.append(element("button", { type: "button", onclick: () => { failure.remove(); again(); } }, "重发"));
  written.append(failure);
}

document.getElementById("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words || !conversation) return;
  text.value = "";
  say(words);
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
document.querySelectorAll("[data-say]").forEach((button) => button.addEventListener("click", () => say(button.dataset.say)));
document.getElementById("larger").addEventListener("click", (event) => {
  const isLarge = document.querySelector(".chat").classList.toggle("large");
  event.target.setAttribute("aria-pressed", String(isLarge));
});
if (chooser) chooser.addEventListener("change", start);

async function start() {
  try {
    await open();
  } catch (error) {
    thread.append(element("li", { class: "message note failed" }, error.message));
  }
}

start();
