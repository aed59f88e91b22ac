// What to be careful about with a customer. For agents: the briefing alone carries it.
import { element } from "./elements.js";

export function complaintHint(hint) {
  const reasons = element("ul", {}, ...hint.reasons.map((reason) => element("li", {}, reason)));
  const note = `${hint.advice}${hint.basis}。（${hint.as_of}）`;
  return element("section", { id: "complaint-hint" }, element("h3", { class: "flag" }, `投诉风险提示：${hint.label}`), reasons, element("p", { class: "hint" }, note));
}
