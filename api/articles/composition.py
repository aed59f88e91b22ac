"""An article as an answer: figures in force in the right province, or how the provinces differ, or an honest gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.articles.answer import Answer, Source
from api.articles.figures import FigureBook, ShownFigure
from api.articles.provinces import ASK, province_buttons, province_rows, table_card, table_text
from api.articles.refusals import not_on_record
from api.articles.seasons import month_asked_about
from api.articles.sentences import sentences, tariff_keys
from knowledge import Article

DIFFER = "各省标准不同，目前收录的有："
RULES_DIFFER = "各省规定有所不同，请告诉我您在哪个省，以便按当地规定说明。"
EXAMPLE = "各省规定不同，以下是{province}的规定：\n"
GAP = "其中{where}有的数据我这里没有收录或尚未核实，需要的话可以为您转人工查询。"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides which figures hold: the question, its province (if known), the provinces compared, the day."""

    question: str
    province: str | None
    compared: tuple[str, ...]
    on: date


class ArticleComposer:
    """Makes answers of articles."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._case = circumstances
        self._book = FigureBook(circumstances.on, month_asked_about(circumstances.question, circumstances.on))

    def compose(self, article: Article) -> Answer:
        """The article's answer for these circumstances."""
        provincial = [key for key in tariff_keys(article.answer) if self._book.provinces(key)]
        if self._case.compared and provincial:
            return self._table(article, provincial, self._case.compared)
        if self._case.province is None and provincial and not article.is_local:
            return self._table(article, provincial, ())
        province = self._case.province or (article.provinces[0] if article.is_local else None)
        return self._filled(article, province)

    def _filled(self, article: Article, province: str | None) -> Answer:
        text, figures, is_complete = self._fill(article.answer, province)
        if not text or (tariff_keys(article.answer) and not figures and not is_complete):
            return not_on_record(province, article.title)
        if not is_complete:
            text += GAP.format(where=f"{province}" if province else "")
        is_unknown = self._case.province is None
        if article.is_local and is_unknown:
            text = EXAMPLE.format(province="、".join(article.provinces)) + text + "\n" + ASK
        elif article.needs_province and is_unknown:
            text = f"{text}\n{RULES_DIFFER}"
        needs_province = is_unknown and (article.needs_province or article.is_local)
        return Answer(True, text, self._sources(article, figures), needs_province=needs_province)

    def _table(self, article: Article, keys: Sequence[str], only: Sequence[str]) -> Answer:
        """What holds everywhere, and a line a province."""
        rows = province_rows(self._book, keys, only)
        if not rows:
            return not_on_record("、".join(only), article.title)
        general = "".join(part for part in sentences(article.answer) if not tariff_keys(part))
        text, figures, _ = self._fill(general, None)
        missing = [name for name in only if name not in dict(rows)]
        parts = [text.strip(), DIFFER, table_text(rows), self._missing(missing) if only else ASK]
        return Answer(
            True,
            "\n".join(filter(None, parts)),
            self._sources(article, figures),
            () if only else province_buttons([name for name, _ in rows], self._case.question),
            table_card(article.title, rows),
            needs_province=not only,
        )

    @staticmethod
    def _missing(names: Sequence[str]) -> str:
        return f"{'、'.join(names)}的数据没有收录或尚未核实，可以为您转人工查询。" if names else ""

    def _fill(self, text: str, province: str | None) -> tuple[str, list[ShownFigure], bool]:
        """The sentences whose figures may be shown, those figures, and whether all sentences are there."""
        filled = [self._book.fill(part, province) for part in sentences(text)]
        kept = [part for part in filled if part is not None]
        figures = [figure for _, shown in kept for figure in shown]
        return "".join(part for part, _ in kept).strip(), figures, len(kept) == len(filled)

    def _sources(self, article: Article, figures: Sequence[ShownFigure]) -> tuple[Source, ...]:
        same = [figure.effective_from for figure in figures if figure.source == article.source]
        since = article.effective_from or next((day for day in same if day), None)
        own = Source(f"{article.title}（{article.source}）", article.id, since)
        dated = {
            figure.source: Source(figure.source, article.id, figure.effective_from)
            for figure in figures
            if figure.province and figure.source != article.source
        }
        return (own, *dated.values())
