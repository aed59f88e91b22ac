"""Questions without a good answer are kept masked, put together, and proposed as drafts."""

from api.editing.clusters import clusters_of
from api.editing.gaps import GapFinder
from api.editing.unanswered import keep_question

PARKING = ["小区停车位装路灯谁出电费", "停车位的路灯电费谁出", "小区路灯电费由谁出", "停车位路灯的电费算谁的"]


def test_questions_of_one_kind_come_together_and_the_middle_one_names_them():
    others = ["发票抬头写错了怎么改", "电表箱门坏了"]
    found = clusters_of([*others, *PARKING], smallest=3)
    assert [sorted(each.members) for each in found] == [[2, 3, 4, 5]]
    assert clusters_of([], 3) == clusters_of(["一句"], 3) == []


async def test_gaps_are_found_adopted_and_not_proposed_again(desk):
    await desk.take_in()
    for question in PARKING:
        await keep_question(desk.platform, f"{question}？我电话13812345678", "thumbs_down", "湖北")
    await keep_question(desk.platform, "电表箱门坏了", "thumbs_down")
    (gap,) = await GapFinder(desk.platform).find()
    assert gap.size == len(PARKING)
    assert "138****5678" in gap.name
    assert [each.id for each in await GapFinder(desk.platform).find()] == [gap.id]  # grows, is not doubled
    shown = await desk.ask(f"/gaps/{gap.id}")
    assert shown["nearest"][0]["title"] in shown["proposal"]
    assert "【待填写】" in shown["proposal"]
    adopted = await desk.do(f"/gaps/{gap.id}/adopt", article_id="parking-lamps", topic="payment")
    assert adopted["state"] == "adopted"
    draft = await desk.ask("/articles/parking-lamps")
    assert (draft["state"], draft["version"]["origin"], draft["version"]["author"]) == ("draft", "gap", "editor")
    answer = await desk.call("POST", "/articles/parking-lamps/submit")
    assert answer.status_code == 422  # nobody has written the answer
    assert await GapFinder(desk.platform).find() == []
    assert (await desk.call("POST", f"/gaps/{gap.id}/dismiss", reason="重复")).status_code == 409


async def test_what_the_articles_answer_by_now_is_no_gap(desk):
    for question in ("违约金怎么算", "滞纳金一天多少", "企业违约金标准"):
        await keep_question(desk.platform, question, "unanswered")
    assert await GapFinder(desk.platform).find() == []


async def test_a_thumb_down_is_kept_without_the_customer_and_a_thumb_up_is_not(desk):
    conversation = await desk.talk()
    path = f"/v1/conversations/{conversation}/feedback"
    body = {"question": "户号4201060001的电费不对", "helpful": False, "article_id": "sample-late-fee"}
    assert (await desk.client.post(path, json=body)).status_code == 200
    assert (await desk.client.post(path, json={**body, "helpful": True})).status_code == 200
    (kept,) = (await desk.ask("/unanswered"))["items"]
    assert (kept["kind"], kept["article_id"]) == ("thumbs_down", "sample-late-fee")
    assert "4201060001" not in kept["question"]
    nowhere = await desk.client.post("/v1/conversations/nothing/feedback", json=body)
    assert nowhere.status_code == 404
