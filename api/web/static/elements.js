// Builds pieces of the page. Text is always set as text, never as markup.
import { element } from "./element.js";
import { outageCard } from "./outage.js";

export { element };

const SVG = "http://www.w3.org/2000/svg";

function svg(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// A bar chart of {labels|x: [...], values|y: [...]} or [{label, value}]; negative values hang below the line.
export function barChart(chart) {
  const points = chartPoints(chart);
  if (!points.length) return null;
  const width = 320, height = 130, base = 95;
  const most = Math.max(...points.map((point) => Math.abs(point.value)), 1e-9);
  const hasNegative = points.some((point) => point.value < 0);
  const zero = hasNegative ? 60 : base;
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": points.map((p) => `${p.label} ${p.value}`).join("，") });
  const step = width / points.length;
  points.forEach((point, index) => {
    const size = (Math.abs(point.value) / most) * (hasNegative ? 40 : 75);
    const top = point.value >= 0 ? zero - size : zero;
    drawing.append(svg("rect", { x: index * step + step * 0.2, y: top, width: step * 0.6, height: Math.max(size, 1), fill: point.value >= 0 ? "#0a7d5a" : "#2f6fde", rx: 2 }));
    drawing.append(svg("text", { x: index * step + step / 2, y: point.value >= 0 ? top - 3 : top + size + 10, "text-anchor": "middle", "font-size": 9 }, String(point.value)));
    drawing.append(svg("text", { x: index * step + step / 2, y: height - 8, "text-anchor": "middle", "font-size": 9, fill: "#5b6672" }, point.label));
  });
  return drawing;
}

function chartPoints(chart) {
  const month = (label) => String(label).replace(/^\d{4}-0?(\d{1,2})$/, "$1月"); // twelve of them must fit side by side
  const pair = (label, value) => ({ label: month(label), value: Number(value) });
  const rows = Array.isArray(chart) ? chart : chart.points || chart.bars || chart.data;
  if (Array.isArray(rows)) return rows.map((row) => (Array.isArray(row) ? pair(row[0], row[1]) : pair(row.label, row.value))).filter((p) => Number.isFinite(p.value));
  const labels = chart.labels || chart.x || [];
  const values = chart.values || chart.y || (chart.series && chart.series[0] && (chart.series[0].values || chart.series[0].data)) || [];
  return labels.map((label, index) => pair(label, values[index])).filter((p) => Number.isFinite(p.value));
}

export function card(content) {
  const rows = content.rows.map(([label, value]) => element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, value)));
  const table = element("table", {}, element("caption", {}, content.title), element("tbody", {}, ...rows));
  return element("div", { class: "card" }, table, content.chart ? barChart(content.chart) : null);
}

export function sources(list) {
  const words = list.map((source) => source.title + (source.effective_from ? `（${source.effective_from} 起）` : ""));
  return element("span", { class: "sources" }, `依据：${words.join("；")}`);
}

const isNotice = (message) => Boolean(message.card && message.card.kind === "outage_notice");

// One message of {from, text, buttons, card, sources}; onpress(button) when a button is pressed.
export function messageItem(message, onpress) {
  const who = { agent: "人工坐席", customer: "客户" }[message.from];
  const item = element("li", { class: `message ${message.from}`, "data-id": message.id ?? null });
  if (message.from === "agent" || (who && message.showWho)) item.append(element("span", { class: "who" }, who));
  if (isNotice(message)) {
    item.classList.add("notice-of-outage");
    item.append(outageCard(message.card)); // says everything that the sentence says
  } else {
    item.append(message.text);
    if (message.card) item.append(card(message.card));
  }
  if (message.sources && message.sources.length && !isNotice(message)) item.append(sources(message.sources));
  if (onpress && message.buttons && message.buttons.length) {
    const press = (button) => element("button", { type: "button", onclick: () => onpress(button) }, button.title);
    item.append(element("span", { class: "buttons" }, ...message.buttons.map(press)));
  }
  return item;
}
