// The agents' page: who waits, whose conversation is open, and what is said in it.
import { showBriefing } from "./briefing.js";
import { element, messageItem } from "./elements.js";
import { newKey, request } from "./http.js";

const REFRESH = 3000; // milliseconds between looks at the queue
const byId = (id) => document.getElementById(id);
const session = { token: null, username: null };
let open = null; // the conversation on the page: {id, owner, agent, stream}

const call = (method, path, body) => request(method, path, { body, token: session.token });

byId("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const body = { username: byId("username").value, password: byId("password").value };
    session.token = (await request("POST", "/v1/agents/login", { body })).access_token;
    session.username = body.username;
    byId("login").hidden = true;
    byId("workbench").hidden = false;
    await refresh();
    setInterval(refresh, REFRESH);
  } catch (error) {
    byId("login-error").textContent = error.message;
  }
});

async function refresh() {
  try {
    const [queue, mine] = await Promise.all([call("GET", "/v1/queue"), call("GET", "/v1/agents/me/conversations")]);
    byId("queue-count").textContent = queue.total;
    byId("queue").replaceChildren(...queue.items.map(entry));
    byId("mine").replaceChildren(...mine.items.map(entry));
    await refreshTickets();
  } catch (error) {
    tell(error);
  }
}

async function refreshTickets() {
  const wanted = encodeURIComponent(byId("ticket-search").value.trim());
  const found = await call("GET", `/v1/tickets?q=${wanted}&page=1&size=20`);
  byId("tickets").replaceChildren(...found.items.map(ticketEntry));
}

function entry(item) {
  const waited = item.waiting_seconds === undefined ? "" : ` · 已等 ${Math.floor(item.waiting_seconds / 60)} 分 ${item.waiting_seconds % 60} 秒`;
  const head = `${item.customer || "未核验客户"}${item.reason_label ? ` · ${item.reason_label}` : ""}${waited}`;
  const attributes = { type: "button", class: `entry ${item.priority || ""}`, "aria-current": String(open && open.id === item.conversation_id), onclick: () => select(item.conversation_id) };
  return element("li", {}, element("button", attributes, head, element("small", {}, item.last_message || "")));
}

function ticketEntry(ticket) {
  const triage = ticket.triage || {};
  const words = [triage.type_label || triage.type || "待研判", triage.category_label || triage.category, triage.needs_review ? "待人工确认" : null].filter(Boolean).join(" / ");
  const isUrgent = triage.urgency === "urgent" ? "danger" : "";
  return element("li", { class: `entry ${isUrgent}` }, words, element("small", {}, `${ticket.ticket_id} ${ticket.text || ""}`.slice(0, 60)));
}

async function select(id) {
  if (open && open.stream) open.stream.close();
  open = { id, owner: null, agent: null, stream: null };
  byId("thread").replaceChildren();
  byId("desk-error").textContent = "";
  await update();
  open.stream = new EventSource(`/v1/conversations/${id}/events`);
  open.stream.addEventListener("message", (event) => {
    byId("thread").append(messageItem({ ...JSON.parse(event.data), showWho: true }));
    byId("thread").scrollTop = byId("thread").scrollHeight;
  });
  open.stream.addEventListener("owner", () => update().catch(tell));
}

async function update() {
  const briefing = await call("GET", `/v1/conversations/${open.id}/briefing`);
  open.owner = briefing.owner;
  open.agent = briefing.agent;
  const isMine = open.owner === "agent" && open.agent === session.username;
  byId("title").textContent = (briefing.who && briefing.who.name) || "未核验客户";
  byId("take").hidden = open.owner === "agent";
  for (const id of ["give-back", "close", "say"]) byId(id).hidden = !isMine;
  showBriefing(byId("briefing-body"), briefing, session.token);
}

async function act(action, body = {}) {
  byId("desk-error").textContent = "";
  try {
    await call("POST", `/v1/conversations/${open.id}/${action}`, body);
    await update();
    await refresh();
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

function tell(error) {
  byId("desk-error").textContent = error.message;
}

byId("take").addEventListener("click", () => act("take"));
byId("give-back").addEventListener("click", () => act("return"));
byId("close").addEventListener("click", () => act("close"));
byId("ticket-search").addEventListener("input", () => refreshTickets().catch(tell));
byId("say").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = byId("text").value.trim();
  if (words && (await act("say", { text: words, client_message_id: newKey() }))) byId("text").value = "";
});
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
