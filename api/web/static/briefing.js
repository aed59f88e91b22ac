// Shows a briefing: who it is, why they wait, what was asked and answered, tickets, what is still open.
import { complaintHint } from "./complaint_hint.js";
import { element } from "./elements.js";
import { letterLink } from "./letter_link.js";

const list = (items) => element("ul", {}, ...items.map((item) => element("li", {}, item)));
const part = (title, body) => [element("h3", {}, title), body];

export function showBriefing(place, briefing, token) {
  const parts = [];
  if (briefing.danger) parts.push(element("p", { class: "flag" }, "⚠ 险情：先确认客户已远离危险"));
  parts.push(...part("客户", who(briefing.who)));
  if (briefing.who && !briefing.who.is_masked) parts.push(letterLink(briefing.who.account_number, token));
  if (briefing.complaint_hint) parts.push(complaintHint(briefing.complaint_hint));
  if (briefing.reason) parts.push(...part("转人工原因", element("p", {}, briefing.reason.label + (briefing.reason.note ? `：${briefing.reason.note}` : ""))));
  if (briefing.open_questions.length) parts.push(...part("还要弄清的", list(briefing.open_questions)));
  if (briefing.asked.length) parts.push(...part("客户问过", list(briefing.asked.slice(-8).map((each) => `${each.text}${each.intent_label ? `（${each.intent_label}）` : ""}`))));
  if (briefing.answered.length) parts.push(...part("已经答复", list(briefing.answered.map((each) => each.text))));
  if (briefing.tickets.length) parts.push(...part("工单", list(briefing.tickets.map((each) => `${each.ticket_id} ${each.text}`))));
  place.replaceChildren(...parts);
}

function who(details) {
  if (!details) return element("p", { class: "hint" }, "身份未核验");
  const rows = { 姓名: details.name, 户号: details.account_number, 电话: details.phone, 地址: details.address, 核验: details.identified_by, 标签: details.tags.join("、") };
  const cells = Object.entries(rows).filter(([, value]) => value).flatMap(([label, value]) => [element("dt", {}, label), element("dd", {}, value)]);
  return element("dl", {}, ...cells);
}
