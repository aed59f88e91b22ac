"""Answers questions: search, calculation, composition, refusal, in this one place for search and dialogue alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from api.articles.answer import Answer, Button
from api.articles.calculations import compute
from api.articles.composition import ArticleComposer, Circumstances
from api.articles.figures import FigureBook
from api.articles.gaps import key_of, lacking, night_price_of_charging, price_of_another
from api.articles.periods import day_asked_about, year_ahead
from api.articles.refusals import not_covered, not_on_record, not_published, not_served, without_figure
from api.articles.stated import FigureStatement
from api.articles.wanted import ANY_PRICE, Payer, Wanted, wanted_figure
from knowledge import Article, Hit, KnowledgeBase, SearchResult, short_name
from nlu.text.safety import find_danger

NEAR = 0.35  # a second article with this share of the first one's belief is offered as a tap
MOST_RELATED = 3
SURE = 0.6  # above this share of the belief the best article answers alone
POSSIBLE = 0.08  # below this share an article is no answer, even if it holds a figure
POSSIBLE_FIGURE = 0.004  # the same where the best article lacks the figure that was asked for
MOST_LOOKED_AT = 12  # articles among which that figure is looked for
CLOSE = 0.4  # a second one with this share of the best one's may be what was meant,
# What is said of a price that is not on record: how it comes about and where it is published.
KNOWN_OF = {
    Payer.business: "agency-purchase-price",
    Payer.farm: "agri-price-scope",
    Payer.other_pile: "ev-tariff-public",
}
SOUTHERN = frozenset({"广东", "广西", "云南", "贵州", "海南"})  # supplied by another company
ANOTHER_GRID = "refuse-southern-grid"
_WANTED = re.compile(
    r"报修|抢修|过户|更名|报装|新装|装表|装桩|销户|移表|校表|查(?:一下|下)?(?:我|电费|户号)|交电费|缴电费|开发票|停电了"
)
LEAST = 0.04  # if it is believed in at least so much


@dataclass(frozen=True, slots=True)
class Found:
    """An answer and the hits it was chosen from."""

    answer: Answer
    hits: tuple[Hit, ...]
    province: str | None
    on: date


class AnswerService:
    """``answer`` is the text a customer is shown. Holds no state and touches no database."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge

    def answer(
        self, question: str, province: str | None = None, as_of: date | None = None, *,
        customer_province: str | None = None,
    ) -> Answer:  # fmt: skip
        """The answer on a day; the province in the question wins over the field, the field over the customer's own."""
        return self.find(question, province, as_of, customer_province=customer_province).answer

    def find(
        self, question: str, province: str | None = None, as_of: date | None = None, limit: int = 5, *,
        customer_province: str | None = None,
    ) -> Found:  # fmt: skip
        """The answer together with the articles found."""
        today = as_of or date.today()
        place = short_name(province) or short_name(customer_province)
        on = day_asked_about(question, today)
        result = self.knowledge.search(question, place, on, max(limit, MOST_LOOKED_AT))
        if len(result.provinces) == 1:
            place = result.provinces[0]
        compared = result.provinces if len(result.provinces) > 1 else ()
        case = Circumstances(question, None if compared else place, compared, on)
        return Found(self._compose(case, result, today), result.hits[:limit], case.province, case.on)

    def passage_text(self, hit: Hit, found: Found) -> str:
        """A passage with its figures in place, without those that may not be shown."""
        province = found.province or (hit.article.provinces[0] if hit.article.is_local else None)
        book = FigureBook(found.on)
        filled = book.fill(hit.passage.text, province)
        return filled[0] if filled else ArticleComposer(
            Circumstances("", province, (), found.on)
        ).compose(hit.article).text  # fmt: skip

    def _compose(self, case: Circumstances, result: SearchResult, today: date) -> Answer:
        refused = result.refused
        if refused and refused.kind == "not_served":
            return not_served(refused.answer or "")
        if words := self._of_another_grid(case):
            return not_served(words)
        if ahead := year_ahead(case.question, today):
            return not_published(ahead)
        if computed := compute(case, today):
            return computed
        if refused or not result.hits:
            return not_covered(self._taps(result.hits[:2]) if result.score_calibrated > 0.2 else ())
        return self._from_articles(case, result.hits)

    def _from_articles(self, case: Circumstances, hits: Sequence[Hit]) -> Answer:
        """The best article's answer; the next one's when only that holds the figure that was asked for."""
        answer = ArticleComposer(case).compose(hits[0].article)
        if wanted := wanted_figure(case.question):
            shown = self._wanted(case, wanted, hits)
            return replace(shown, buttons=(*shown.buttons, *self._related(hits[0].article, hits)))
        if not answer.answerable:
            return answer
        if night := night_price_of_charging(case):
            return without_figure(case.province, night, answer)
        if missing := lacking(case, hits[0].article, answer.text):
            is_for_others = price_of_another(case.question, hits[0].article)  # what it says is not for them either
            gap = (
                not_on_record(case.province, missing)
                if is_for_others
                else without_figure(case.province, missing, answer)
            )
            return self._with_figure(case, missing, hits[1:]) or gap
        answer = self._with_local(answer, case, hits) or self._with_rival(answer, case, hits)
        return replace(answer, buttons=(*answer.buttons, *self._related(hits[0].article, hits)))

    def _wanted(self, case: Circumstances, wanted: Wanted, hits: Sequence[Hit]) -> Answer:
        """The answer of the first article that shows this very figure, else the figure alone, else the open gap."""
        statement = FigureStatement(case, wanted)
        for hit in hits:
            answer = ArticleComposer(case).compose(hit.article)
            if hit.score >= POSSIBLE and statement.is_in(hit.article, answer):
                return answer
        return statement.alone() or self._gap(case, wanted)

    def _gap(self, case: Circumstances, wanted: Wanted) -> Answer:
        """That the figure is not on record, with what is known of how it comes about."""
        where = "、".join(case.compared) or case.province
        name = f"{wanted.payer.value}的{wanted.name}"
        known = self.knowledge.article(KNOWN_OF.get(wanted.payer, ""))
        if known is None or wanted.name != ANY_PRICE:
            return not_on_record(where, name)
        return without_figure(where, name, ArticleComposer(case).compose(known))

    def _with_figure(self, case: Circumstances, missing: str, hits: Sequence[Hit]) -> Answer | None:
        """The answer of the next article that holds the figure, else of any general one."""
        likely = [hit.article for hit in hits if hit.score >= POSSIBLE_FIGURE and not hit.article.is_refusal]
        key = key_of(missing, case.question)
        general = [each for each in self.knowledge.articles if key in each.references("tariff") and not each.is_local]
        for article in [*likely, *general]:
            answer = ArticleComposer(case).compose(article)
            if answer.answerable and not lacking(case, article, answer.text):
                return answer
        return None

    def _of_another_grid(self, case: Circumstances) -> str | None:
        """What to say to somebody whose grid is not ours and who wants something done, not explained."""
        words = self.knowledge.article(ANOTHER_GRID)
        if words and case.province in SOUTHERN and _WANTED.search(case.question) and not find_danger(case.question):
            return words.answer
        return None

    @staticmethod
    def _with_local(answer: Answer, case: Circumstances, hits: Sequence[Hit]) -> Answer | None:
        """An answer without figures, followed by what the province's own article of the same topic says."""
        best = hits[0].article
        if not case.province or best.references("tariff") or answer.card:
            return None
        for hit in hits[1:]:
            if hit.article.is_local and hit.article.topic is best.topic and hit.score >= POSSIBLE:
                own = ArticleComposer(case).compose(hit.article)
                if own.answerable and not price_of_another(case.question, hit.article):
                    return replace(answer, text=f"{answer.text}\n\n{own.text}", sources=(*answer.sources, *own.sources))
        return None

    def _with_rival(self, answer: Answer, case: Circumstances, hits: Sequence[Hit]) -> Answer:
        """When a second article is nearly as probable, its answer follows: better two short texts than a guess."""
        if len(hits) < 2 or answer.card or hits[0].score >= SURE or hits[1].score < max(CLOSE * hits[0].score, LEAST):
            return answer
        rival = hits[1].article
        other = ArticleComposer(case).compose(rival)
        if (
            rival.is_refusal
            or not other.answerable
            or other.card
            or other.needs_province
            or price_of_another(case.question, rival)
        ):
            return answer
        text = f"{answer.text}\n\n如果您问的是“{rival.title}”：{other.text}"
        return replace(answer, text=text, sources=(*answer.sources, *other.sources))

    def _related(self, article: Article, hits: Sequence[Hit]) -> tuple[Button, ...]:
        """Close rivals first, then the articles its writer named."""
        rivals = [hit.article for hit in hits[1:3] if hit.score >= NEAR * hits[0].score]
        named = [found for name in article.related if (found := self.knowledge.article(name))]
        offered = {each.id: each for each in (*rivals, *named) if not each.is_refusal and each.id != article.id}
        return tuple(Button(each.title, each.title) for each in list(offered.values())[:MOST_RELATED])

    @staticmethod
    def _taps(hits: Sequence[Hit]) -> tuple[Button, ...]:
        return tuple(Button(hit.article.title, hit.article.title) for hit in hits if not hit.article.is_refusal)
