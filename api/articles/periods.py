"""Which day a question is about: 去年7月的电价 is answered with the rule then in force."""

from __future__ import annotations

import re
from datetime import date

from nlu.text.dates import find_months
from nlu.text.normalize import normalize

_YEAR = re.compile(r"(?<!\d)(20[0-9]\d)年")
_LAST_YEAR = re.compile(r"去年|前年")
_PRICE = re.compile(r"电价|电费.{0,3}多少|多少电费|价格|多少钱|单价|几毛|标准|收费|规定|怎么收|怎么算|执行")


_WILL = re.compile(r"电价|价格|多少钱|几毛|多少")


def year_ahead(question: str, today: date) -> str | None:
    """A coming time whose prices are asked about (2030年, 明年): nobody has published them."""
    text = normalize(question).text
    if not re.search(r"电价|一度|每度|几毛|[一二三]档|谷电|峰电", text) or not _WILL.search(text):
        return None
    for match in _YEAR.finditer(text):
        if int(match[1]) > today.year:
            return match.group()
    soon = re.search(r"(明年|后年|来年)(?:的|一|居民|阶梯|咱|这)?.{0,6}(?:电价|一度|每度|谷电|峰电|[一二三]档)", text)
    return soon[1] if soon else None


def day_asked_about(question: str, today: date) -> date:
    """The day whose rules are asked about; today unless the question names an earlier month or year and a price."""
    text = normalize(question).text
    if not _PRICE.search(text):
        return today
    months = [span.value for span in find_months(text, today)]
    if months:
        year, month = map(int, months[0].split("-"))
        return min(date(year, month, 15), today)
    if match := _YEAR.search(text):
        return min(date(int(match[1]), 12, 31), today)
    if match := _LAST_YEAR.search(text):
        return date(today.year - (1 if match.group() == "去年" else 2), 12, 31)
    return today
