// What codes of the contract are called on the page, and how moments are written.

export const choices = JSON.parse(document.getElementById("choices").textContent);

export const STATES = { draft: "草稿", in_review: "待审核", checking: "检验中", returned: "已退回", published: "已发布", retired: "已下架" };
export const ORIGINS = { import: "随产品导入", upload: "文件导入", edit: "编写", rollback: "回退", gap: "来自客户缺口" };
export const EVENTS = {
  written: "写了新一版", submitted: "送审", recalled: "撤回", returned: "退回", approved: "审核通过", published: "发布",
  refused: "检验未通过", failed: "检验没有做成", rolled_back: "回退", retired: "下架",
};
export const FIELDS = {
  id: "编号", title: "标题", topic: "主题", audience: "适用客户", provinces: "适用地区", needs_province: "各省不同",
  effective_from: "生效日期", effective_to: "失效日期", source: "依据", confidence: "可信度", owner: "负责部门",
  review_by: "复核日期", questions: "客户怎么问", related: "相关条目", steps: "坐席处理步骤", answer: "答案", details: "详细说明",
};
export const KINDS = { unanswered: "没有答案", thumbs_down: "客户点踩" };

export const topicName = (topic) => (choices.topics.find(([id]) => id === topic) || [topic, topic])[1];

export function moment(text) {
  if (!text) return "";
  const [day, time] = text.split("T");
  const [year, month, date] = day.split("-").map(Number);
  const now = new Date().getFullYear() === year ? "" : `${year}年`;
  return `${now}${month}月${date}日 ${time.slice(0, 5)}`;
}

// questions.3 is line 4 of 客户怎么问
export function fieldName(field) {
  const [name, line] = field.split(".");
  const label = FIELDS[name] || name;
  return line === undefined || Number.isNaN(Number(line)) ? label : `${label}第 ${Number(line) + 1} 行`;
}
