"""Draft, review by a second person, golden questions, published to running searches; back again when need be."""

import pytest

from api.editing.publishing import Publisher
from tests.api.editing.conftest import BOSS, EDITOR, GOLDEN, SECOND, sample

LATE_FEE = "sample-late-fee"
QUESTION = "违约金怎么算"


def reworded(words="答案换了一种说法。"):
    front, body = sample(LATE_FEE).rsplit("\n---\n", 1)
    return f"{front}\n---\n{words}{body}"


async def test_an_article_reaches_running_searches_after_review_by_a_second_person(desk):
    await desk.take_in()
    assert not (await desk.search(QUESTION)).answer.startswith("答案换了")
    await desk.write(LATE_FEE, reworded())
    assert not (await desk.search(QUESTION)).answer.startswith("答案换了")
    check = await desk.publish(LATE_FEE)
    assert check["state"] == "passed", check
    assert check["result"]["golden"]["asked"] == len(GOLDEN)
    assert (await desk.search(QUESTION)).answer.startswith("答案换了")
    shown = await desk.ask(f"/articles/{LATE_FEE}")
    assert (shown["state"], shown["published"], shown["problems"]) == ("published", 2, [])
    # and back at once, by a supervisor only
    back = {"to": 1, "reason": "说法有误", "at_once": True}
    assert (await desk.call("POST", f"/articles/{LATE_FEE}/rollback", EDITOR, **back)).status_code == 403
    assert (await desk.do(f"/articles/{LATE_FEE}/rollback", BOSS, **back))["published"] == 3
    assert not (await desk.search(QUESTION)).answer.startswith("答案换了")
    history = await desk.ask(f"/articles/{LATE_FEE}/history")
    assert [(each["number"], each["origin"], each["author"]) for each in history["versions"]] == [
        (3, "rollback", "supervisor"),
        (2, "edit", "editor"),
        (1, "import", "产品自带"),
    ]
    assert "说法有误" in history["events"][0]["comment"]
    kinds = [each["kind"] for each in reversed(history["events"])]
    assert kinds == [
        "written",
        "written",
        "submitted",
        "approved",
        "published",
        "written",
        "rolled_back",
        "published",
    ]


async def test_a_regression_is_refused_with_the_questions_that_changed(desk):
    await desk.take_in()
    desk.golden([*GOLDEN, {"id": "G3", "question": QUESTION, "must": [["违约金"]], "must_not": ["答案换了"]}])
    await desk.write(LATE_FEE, reworded())
    check = await desk.publish(LATE_FEE)
    assert check["state"] == "refused"
    assert [each["id"] for each in check["result"]["lost"]] == ["G3"]
    assert check["result"]["lost"][0]["after"]["text"].startswith("答案换了")
    shown = await desk.ask(f"/articles/{LATE_FEE}")
    assert (shown["state"], shown["published"]) == ("returned", 1)
    last = (await desk.ask(f"/articles/{LATE_FEE}/history"))["events"][0]
    assert last["kind"] == "refused"
    assert QUESTION in last["comment"]
    assert not desk.platform.overlay.file.exists()


async def test_no_author_reviews_what_they_wrote(desk):
    await desk.take_in()
    await desk.write(LATE_FEE, reworded())
    await desk.write(LATE_FEE, reworded("两个人一起改的。"), SECOND)
    await desk.do(f"/articles/{LATE_FEE}/submit", SECOND)
    for author in (EDITOR, SECOND):
        for step, body in (("approve", {}), ("return", {"comment": "不好"})):
            answer = await desk.call("POST", f"/articles/{LATE_FEE}/{step}", author, **body)
            assert (answer.status_code, answer.json()["code"]) == (403, "own_article")
    returned = await desk.do(f"/articles/{LATE_FEE}/return", BOSS, comment="第二句不通顺")
    assert returned["state"] == "returned"


async def test_two_writers_at_once_do_not_overwrite_each_other(desk):
    await desk.take_in()
    body = {"markdown": reworded(), "based_on": 1, "reason": "改写"}
    assert (await desk.call("PUT", f"/articles/{LATE_FEE}", EDITOR, **body)).status_code == 200
    answer = await desk.call("PUT", f"/articles/{LATE_FEE}", SECOND, **body)
    assert (answer.status_code, answer.json()["latest"]) == (409, 2)


async def test_what_is_in_review_is_taken_back_before_it_is_changed(desk):
    await desk.take_in()
    await desk.write(LATE_FEE, reworded())
    await desk.do(f"/articles/{LATE_FEE}/submit")
    body = {"markdown": reworded("再改。"), "based_on": 2, "reason": "改写"}
    assert (await desk.call("PUT", f"/articles/{LATE_FEE}", EDITOR, **body)).status_code == 409
    assert (await desk.call("POST", f"/articles/{LATE_FEE}/recall", BOSS)).status_code == 403
    await desk.do(f"/articles/{LATE_FEE}/recall")
    assert (await desk.call("PUT", f"/articles/{LATE_FEE}", EDITOR, **body)).status_code == 200


async def test_a_rollback_without_haste_goes_through_review(desk):
    await desk.take_in()
    await desk.write(LATE_FEE, reworded())
    rolled = await desk.do(f"/articles/{LATE_FEE}/rollback", to=1, reason="先退回原文")
    assert (rolled["state"], rolled["latest"], rolled["published"]) == ("in_review", 3, 1)
    assert (await desk.call("POST", f"/articles/{LATE_FEE}/approve", EDITOR)).status_code == 403
    diff = await desk.ask(f"/articles/{LATE_FEE}/diff?old=2&new=3")
    assert "-答案换了一种说法。" in diff["diff"]
    assert (await desk.ask(f"/articles/{LATE_FEE}/diff?old=1&new=3"))["diff"] == ""


async def test_a_retired_article_is_found_no_more(desk):
    await desk.take_in()
    assert (await desk.call("POST", f"/articles/{LATE_FEE}/retire", EDITOR, reason="过时")).status_code == 403
    await desk.do(f"/articles/{LATE_FEE}/retire", BOSS, reason="过时")
    assert desk.platform.overlay.read().retired == {LATE_FEE}
    folder = desk.platform.overlay.lay_over(desk.platform.settings.articles)
    assert not list(folder.rglob(f"{LATE_FEE}.md"))


async def test_a_check_that_cannot_be_made_leaves_the_article_in_review(desk):
    await desk.take_in()
    desk.platform.settings.golden_questions = desk.platform.settings.var / "nowhere.jsonl"
    await desk.write(LATE_FEE, reworded())
    check = await desk.publish(LATE_FEE)
    assert check["state"] == "failed"
    assert (await desk.ask(f"/articles/{LATE_FEE}"))["state"] == "in_review"


async def test_a_supervisor_overtakes_a_running_check(desk):
    await desk.take_in()

    async def overtaken(_plan):
        await desk.do(f"/articles/{LATE_FEE}/rollback", BOSS, to=1, reason="马上恢复", at_once=True)
        return {"lost": [], "own_missed": []}

    desk.platform.shared(Publisher).run = overtaken
    await desk.write(LATE_FEE, reworded())
    assert (await desk.publish(LATE_FEE, reviewer=SECOND))["state"] == "failed"
    assert (await desk.ask(f"/articles/{LATE_FEE}"))["published"] == 3


async def test_a_check_is_made_again_when_another_article_came_out_meanwhile(desk):
    await desk.take_in()
    runs = []

    async def slow(plan):
        runs.append(plan.before)
        if len(runs) == 1:
            await desk.do("/articles/sample-meter-test/retire", BOSS, reason="过时")
        return {"lost": [], "own_missed": []}

    desk.platform.shared(Publisher).run = slow
    await desk.write(LATE_FEE, reworded())
    assert (await desk.publish(LATE_FEE, reviewer=SECOND))["state"] == "passed"
    assert len(set(runs)) == 2


@pytest.mark.parametrize("role", ["agent", "operator", "auditor"])
async def test_only_editors_and_supervisors_may_edit(desk, role):
    for method, path in (("GET", "/articles"), ("POST", "/validate"), ("GET", "/gaps"), ("GET", "/export")):
        answer = await desk.call(method, path, (role, role), markdown="x") if method == "POST" else await desk.call(
            method, path, (role, role)
        )  # fmt: skip
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await desk.client.get("/v1/editing/articles")).status_code == 401
    mine = desk.customer("4201060001")
    assert (await desk.client.get("/v1/editing/articles", headers=mine)).status_code == 403
