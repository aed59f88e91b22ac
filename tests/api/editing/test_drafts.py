"""While an editor writes: problems at their fields, figures resolved for a province, what may be done next."""

from tests.api.editing.conftest import BOSS, EDITOR, SECOND, sample

LATE_FEE = "sample-late-fee"


async def show(desk, changes, **more):
    draft = (await desk.ask(f"/articles/{LATE_FEE}"))["draft"]
    body = {"draft": {**draft, **changes}, "base": sample(LATE_FEE), "article_id": LATE_FEE, **more}
    return await desk.do("/draft/preview", **body)


async def test_customers_words_are_shown_with_figures_in_place(desk):
    await desk.take_in()
    shown = await show(desk, {})
    assert shown["is_valid"] and shown["markdown"] == sample(LATE_FEE)
    assert "{{" not in shown["message"]["text"]
    assert shown["message"]["sources"][0]["article_id"] == LATE_FEE
    assert 0 < shown["letters"] <= shown["longest"]


async def test_a_provinces_figure_follows_the_province_that_is_looked_at(desk):
    await desk.take_in()
    price = {"answer": "一档{{tariff:residential_tiered.price1}}。", "needs_province": True}
    here = await show(desk, price, province="湖北")
    assert here["message"]["text"].startswith("一档0.558元/千瓦时")
    assert here["figures"] == [
        {
            "reference": "{{tariff:residential_tiered.price1}}",
            "text": "0.558元/千瓦时",
            "source": "湖北省居民生活用电价格表",
        }
    ]
    everywhere = await show(desk, price)
    assert dict(everywhere["message"]["card"]["rows"])["湖北"] == "一档电价0.558元/千瓦时"
    assert any(button["title"] == "湖北" for button in everywhere["message"]["buttons"])


async def test_an_unfinished_draft_is_shown_with_its_problems(desk):
    await desk.take_in()
    shown = await show(desk, {"questions": ["一句"], "answer": "每天 5 元。{{tariff:nothing}}", "review_by": "明年"})
    assert not shown["is_valid"]
    assert {"questions", "review_by"} <= {each["field"] for each in shown["problems"]}
    assert shown["figures"] == [{"reference": "{{tariff:nothing}}", "text": None, "source": None}]
    typed = await show(desk, {"answer": "每天 5 元。"})
    assert [(each["field"], each["problem"]) for each in typed["problems"]] == [("answer", "手写的数字：5 元")]


async def test_a_text_becomes_fields_or_says_why_not(desk):
    fields = await desk.do("/draft/fields", markdown=sample(LATE_FEE))
    assert fields["id"] == LATE_FEE
    answer = await desk.call("POST", "/draft/fields", markdown="没有信息")
    assert (answer.status_code, answer.json()["field"]) == (422, "markdown")


async def test_figures_are_found_by_what_they_mean(desk):
    found = (await desk.ask("/figures?q=城区 到达"))["items"]
    assert found[0]["reference"] == "{{limit:fault.arrive.urban}}"
    price = (await desk.ask("/figures?q=一档电价&province=湖北"))["items"][0]
    assert (price["text"], price["differs"]) == ("0.558元/千瓦时", True)


async def test_everyone_is_offered_what_they_may_do(desk):
    await desk.take_in()

    async def steps(who):
        return set((await desk.ask(f"/articles/{LATE_FEE}", who))["steps"])

    assert await steps(EDITOR) == {"write"}
    assert await steps(BOSS) == {"write", "retire"}
    await desk.write(LATE_FEE, sample(LATE_FEE).replace("title: ", "title: 新"))
    assert "submit" in await steps(EDITOR)
    await desk.do(f"/articles/{LATE_FEE}/submit")
    assert await steps(EDITOR) == {"recall"}
    assert await steps(SECOND) == {"approve", "return"}
    assert await steps(BOSS) == {"approve", "return", "retire", "rollback_at_once"}
    counts = (await desk.ask("/articles"))["counts"]
    assert counts["in_review"] == 1
    assert sum(counts.values()) == (await desk.ask("/articles"))["total"]
