from datetime import date

import pytest

from ops.bench.reading import column


@pytest.mark.parametrize(
    ("question", "article_id"),
    [
        ("阶梯年底会清零吗", "sample-tier-reset"),
        ("滞纳金咋收的", "sample-late-fee"),
        ("检修停电你们提前几天说", "sample-outage-notice"),
        ("我觉得电表走太快，想申请校一下", "sample-meter-test"),
        ("电线掉在路上了", "sample-fallen-line"),
        ("违曰金怎么算", "sample-late-fee"),
        ("爲什麼停電不通知", "sample-outage-notice"),
    ],
)
def test_a_question_in_other_words_finds_its_article(base, today, question, article_id):
    result = base.search(question, as_of=today)
    assert result.hits[0].article.id == article_id
    assert result.refused is None


def test_a_title_as_it_stands_finds_its_own_article(base, today):
    for article in base.articles:
        place = article.provinces[0] if article.is_local else None
        assert base.search(article.title, place, today).hits[0].article.id == article.id


def test_scores_are_shares_of_belief_best_first(base, today):
    scores = [hit.score for hit in base.search("阶梯电价分几档", as_of=today, limit=8).hits]
    assert scores == sorted(scores, reverse=True)
    assert 0.98 <= sum(scores) <= 1.02


@pytest.mark.parametrize("question", ["红烧肉怎么做", "快递到哪了", "帮我写一首诗", "？？？", "a"])
def test_what_is_not_covered_is_refused(base, today, question):
    refused = base.search(question, as_of=today).refused
    assert refused is not None
    assert refused.kind == "not_covered"


def test_what_must_not_be_served_is_refused_with_its_own_words(base, today):
    refused = base.search("怎么让电表走慢点", as_of=today).refused
    assert refused.kind == "not_served"
    assert "窃电" in refused.answer


def test_an_article_of_refusal_refuses(base, today):
    refused = base.search("听人讲一度电的价钱要往上调", as_of=today).refused
    assert refused.kind == "not_served"
    assert refused.article.id == "sample-refuse-forecast"


def test_an_article_of_another_province_is_never_found(base, today):
    for question in ("山东阶梯电价是多少", "阶梯电价标准"):
        ids = [hit.article.id for hit in base.search(question, "浙江", today, limit=8).hits]
        assert ("sample-tier-shandong" in ids) == ("山东" in question)


def test_the_province_in_the_question_wins_over_the_field(base, today):
    result = base.search("济南一度电多少钱", "浙江", today)
    assert result.hits[0].article.id == "sample-tier-shandong"
    assert result.provinces == ("山东",)


def test_living_in_a_province_speaks_for_its_article(base, today):
    def share(province):
        hits = base.search("用电一度几毛", province, today, limit=8).hits
        return {hit.article.id: hit.score for hit in hits}["sample-tier-shandong"]

    assert share("山东") > share(None)


def test_an_article_is_not_found_outside_its_validity(base):
    from knowledge import read_article
    from tests.knowledge.test_reading import SAMPLES

    article = read_article(SAMPLES / "tiered_tariff/sample-tier-reset.md").model_copy(
        update={"effective_from": date(2020, 1, 1), "effective_to": date(2020, 12, 31)}
    )
    assert article.holds(date(2020, 6, 1), "湖北")
    assert not article.holds(date(2021, 1, 1), "湖北")
    assert not article.holds(date(2019, 12, 31), None)


def test_many_texts_at_once_find_what_each_finds_alone(base, today):
    texts = ["阶梯年底会清零吗", "红烧肉怎么做", "滞纳金咋收的"]
    assert base.suggest_many(texts, today) == [base.search(text, as_of=today).hits for text in texts]
    assert base.suggest_many([], today) == []


def test_tickets_are_suggested_what_a_search_for_them_finds(base, today):
    texts = [*column("tickets.tsv", 150), "？", "山东和浙江的阶梯电价不一样", "a" * 700]
    for text, hits in zip(texts, base.suggest_many(texts, today), strict=True):
        alone = base.search(text, as_of=today).hits
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in alone], abs=2e-4), text
        assert _telling(hits) == _telling(alone), text


def _telling(hits):
    """Articles and passages that nobody else ties with; where they do, their order is chance."""
    scores = [hit.score for hit in hits]
    return {
        (hit.article.id, hit.passage.text)
        for hit in hits
        if hit.score > 0.01 and all(abs(hit.score - other) > 4e-4 for other in scores if other is not hit.score)
    }


def test_nobody_in_danger_is_refused(base, today):
    assert base.search("线掉下来碰到人，快救命", as_of=today).refused is None


def test_what_others_do_needs_a_surer_article(base, today):
    assert base.search("物业费晚交违约金咋算", as_of=today).refused is not None
    assert base.search("在养老院，晚交违约金咋算", as_of=today).refused is None
