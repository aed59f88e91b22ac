"""How the assistant says no: honestly, with what it can do instead and a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from api.articles.answer import Answer, Button
from api.articles.sentences import sentences

_PRICE = re.compile(r"\d[\d.]*元/")
HANDOVER = Button("转人工", "转人工")
NOT_COVERED = "抱歉，这个问题我的知识库里没有收录，不能随便给您答案。可以为您转人工，或拨打95598咨询。"
NEAREST = "您也可以看看下面相近的问题。"
NOT_ON_RECORD = (
    "抱歉，{where}{what}我这里没有收录经核实的数据，不能给您准确数字。"
    "可以为您转人工查询，也可以到当地供电营业厅或发展改革委网站核实。"
)


NOT_PUBLISHED = (
    "抱歉，{when}的电价还没有公布，我不能预测。电价由政府价格主管部门定，公布后会按新标准答复您；现行电价我可以给您查。"
    "需要的话，可以为您转人工。"
)


def not_published(when: str) -> Answer:
    """A price that nobody has set yet."""
    return Answer(False, NOT_PUBLISHED.format(when=when), buttons=(HANDOVER,))


def not_covered(nearest: Sequence[Button] = ()) -> Answer:
    """Nothing covers the question."""
    text = NOT_COVERED + (NEAREST if nearest else "")
    return Answer(False, text, buttons=(*nearest, HANDOVER))


def not_served(text: str) -> Answer:
    """The question must not be served."""
    return Answer(False, text, buttons=(HANDOVER,), must_not=True)


def not_on_record(where: str | None, what: str) -> Answer:
    """The topic is covered, but not for that province or day."""
    place = f"{where}的" if where else ""
    return Answer(False, NOT_ON_RECORD.format(where=place, what=f"“{what}”"), buttons=(HANDOVER,))


def without_figure(where: str | None, what: str, answer: Answer) -> Answer:
    """What is known, after saying openly that the figure asked for is not."""
    place = f"{where}的" if where else ""
    known = "".join(part for part in sentences(answer.text) if not _PRICE.search(part))  # another price misleads
    told = f"能告诉您的是：{known}" if known else ""
    text = f"抱歉，{place}{what}我这里没有收录，不能给您准确数字，可以为您转人工查询。{told}"
    return replace(answer, answerable=False, text=text, buttons=(*answer.buttons, HANDOVER))
