"""The figure that is wanted, looked for in an answer, or said in a sentence of its own where no article says it."""

from __future__ import annotations

from api.articles.answer import Answer, Source
from api.articles.composition import DIFFER, Circumstances
from api.articles.figures import LABELS, FigureBook, ShownFigure
from api.articles.provinces import ASK, province_buttons, province_rows, table_card, table_text
from api.articles.seasons import month_asked_about
from api.articles.wanted import Payer, Wanted
from knowledge import Article

_OPENINGS = {
    Payer.home: "居民",
    Payer.shared: "执行合表电价的",
    Payer.pile: "居民自用充电桩",
    Payer.business: "工商业",
}


class FigureStatement:
    """One wanted figure in the circumstances of a question."""

    def __init__(self, case: Circumstances, wanted: Wanted) -> None:
        self._case, self._wanted = case, wanted
        self._book = FigureBook(case.on, month_asked_about(case.question, case.on))

    def is_in(self, article: Article, answer: Answer) -> bool:
        """Whether the article's answer shows this very figure, not merely one of the same kind."""
        if not self._wanted.keys or not answer.answerable:
            return False
        figure, references = self._figure(), article.references("tariff")
        if figure is not None:  # another table may hold the same hours
            tables = {key.split(".")[0] for key in references}
            return self._wanted.keys[0].split(".")[0] in tables and figure.text.split("（")[0] in answer.text
        is_open = self._case.province is None and not self._case.compared
        return is_open and any(key in references for key in self._wanted.keys)

    def alone(self) -> Answer | None:
        """The figure in a sentence, or the provinces side by side; None when it is not on record."""
        figure = self._figure()
        if figure is not None:
            return self._sentence(figure)
        if self._case.province is not None:
            return None
        rows = province_rows(self._book, self._wanted.keys[:1], self._case.compared)
        if not rows or len(rows) < len(self._case.compared):
            return None
        names = [name for name, _ in rows]
        text = "\n".join([DIFFER, table_text(rows), *([] if self._case.compared else [ASK])])
        buttons = () if self._case.compared else province_buttons(names, self._case.question)
        card = table_card(self._title(), rows)
        return Answer(True, text, (), buttons, card, needs_province=not self._case.compared)

    def _figure(self) -> ShownFigure | None:
        if self._case.compared:
            return None
        found = (self._book.tariff(key, self._case.province) for key in self._wanted.keys)
        return next((figure for figure in found if figure), None)

    def _sentence(self, figure: ShownFigure) -> Answer:
        since = f"，{figure.effective_from:%Y年%-m月%-d日}起执行" if figure.effective_from else ""
        text = f"{figure.province or ''}{self._title()}是{figure.text}。\n依据：{figure.source}{since}。"
        return Answer(True, f"{text}{self._yearly()}", (Source(figure.source, None, figure.effective_from),))

    def _yearly(self) -> str:
        """Beside a bound by the month: that the year is what counts, where it does."""
        key = self._wanted.keys[0]
        if not key.endswith("_month"):
            return ""
        settled = self._book.tariff("residential_tiered.settlement", self._case.province)
        year = self._book.tariff(key.replace("_month", "_year"), self._case.province)
        return f"\n当地阶梯{settled.text}，全年合起来是{year.text}。" if settled and year else ""

    def _title(self) -> str:
        name = LABELS.get(self._wanted.keys[0], self._wanted.name)
        plain = name.removeprefix("充电")
        opening = _OPENINGS.get(self._wanted.payer, self._wanted.payer.value)
        if self._wanted.keys[0].startswith("residential_tou"):
            opening = "居民开通峰谷后，"
        return plain if plain.startswith("合表") else f"{opening}{plain}"
