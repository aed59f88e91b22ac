"""What is wrong with an article, in Chinese: the field, what it is about it, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge import Article, Topic

TO_BE_WRITTEN = "【待填写】"  # stands in proposed drafts where a person must write


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps an article from being published."""

    field: str
    problem: str
    remedy: str

    def to_wire(self) -> dict[str, str]:
        """For an answer."""
        return {"field": self.field, "problem": self.problem, "remedy": self.remedy}


_AUDIENCES = "residential（居民）、business（企业）、agricultural（农业）或 all（全部）"
_REMEDIES = {
    "id": "用小写英文单词和连字符，如 late-fee-start，全库不重复",
    "title": "写一句客户看得懂的标题",
    "topic": f"从这些主题里选一个：{'、'.join(Topic)}",
    "audience": f"写 {_AUDIENCES}",
    "provinces": "写 [all]，或省份简称的列表，如 [湖北, 湖南]",
    "needs_province": "写 true（各省数字不同）或 false",
    "effective_from": "写日期，如 2026-01-01；没有就写 null",
    "effective_to": "写日期，如 2026-12-31；没有就写 null",
    "source": "写出依据的文件名和文号",
    "confidence": "写 H（有文件原文）或 M（可信来源）；更低的不能发布",
    "owner": "写负责复核的部门",
    "review_by": "写下次复核的日期，如 2027-05-31",
    "questions": "至少写 12 句不同说法的例句，每句一行，以“- ”开头",
    "related": "写相关条目的编号列表，没有就写 []",
    "steps": "写 2 至 5 条给坐席的处理步骤，或整项删去",
    "answer": "在第二个 --- 下面先写答案，220 字以内",
    "details": "详细内容写在“## 说明”下面",
}
_KINDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "string_type": "应当是一句文字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "格式不对",
    "enum": "不在可选的主题里",
    "literal_error": "不在可选的值里",
    "too_short": "条数不够",
    "tuple_type": "应当是一个列表",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
}
# The reader's own messages (knowledge/article.py, knowledge/reading.py) and what they are called here.
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (r"unknown province (.+?);", "不认识的省份：{0}", ""),
    (r"either all or a list", "all 和省份不能写在一起", ""),
    (r"the same question twice: (.+)", "例句重复：{0}", "删去一句，或换一种说法"),
    (r"(\d+) Chinese characters; at most (\d+)", "答案有 {0} 个字，最多 {1} 个字", "把次要的内容移到“## 说明”下面"),
    (r"(\{\{.*?\}\}) is not a reference", "看不懂的引用：{0}", "写成 {{tariff:键}} 或 {{limit:键}}"),
    (r"an opening \{\{ without", "有 {{ 没有对应的 }}", "补上 }}"),
    (r"effective_to (\S+) lies before effective_from (\S+)", "失效日期 {0} 早于生效日期 {1}", "改正其中一个日期"),
    (r"front matter must stand first", "没有找到开头的条目信息", "第一行写 ---，接着写各项信息，再用一行 --- 结束"),
    (r"not YAML", "开头的条目信息无法读取", "检查冒号后有没有空格、引号是否成对、列表是否对齐"),
    (r"must be a list of fields", "开头的条目信息应当是一项一行", "每行写成“名称: 内容”"),
    (r"must be the (?:file|folder)'s name", "编号或主题无法识别", "检查 id 和 topic 两项"),
)


def remedy_for(field: str) -> str:
    """What to write in a field."""
    known = "、".join(name for name in Article.model_fields if name not in {"answer", "details"})
    return _REMEDIES.get(field.partition(".")[0], f"删去它，或改成正确的名称：{known}")


def of_schema(error: Mapping[str, Any]) -> Problem:
    """One of pydantic's errors."""
    field = ".".join(str(part) for part in error["loc"]) or "effective_to"  # the only check across fields is of dates
    kind = str(error["type"])
    if kind == "value_error":
        return of_sentence(field, str(error["msg"]))
    if kind == "too_short":
        context = error["ctx"]
        return Problem(
            field, f"只有 {context['actual_length']} 条，至少要 {context['min_length']} 条", remedy_for(field)
        )
    problem = _KINDS.get(kind) or ("不是日期" if kind.startswith("date") else "格式不对")
    return Problem(field, problem, remedy_for(field))


def of_sentence(field: str, sentence: str) -> Problem:
    """A message of the reader."""
    for pattern, problem, remedy in _SENTENCES:
        if found := re.search(pattern, sentence, re.DOTALL):
            said = problem
            for number, part in enumerate(found.groups()):  # not str.format: the texts hold braces of their own
                said = said.replace(f"{{{number}}}", part)
            return Problem(field, said, remedy or remedy_for(field))
    return Problem(field, "格式不对", remedy_for(field))
