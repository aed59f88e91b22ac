"""Draft, review by a second person, golden questions, published to running searches; back again when need be."""

from tests.api.editing.conftest import BOSS, EDITOR, SECOND, sample

LATE_FEE = "sample-late-fee"
BETTER = sample(LATE_FEE).replace("\n---\n", "\n---\n【新】", 1).replace("【新】", "")


def reworded(words="答案换了一种说法。"):
    front, body = sample(LATE_FEE).rsplit("\n---\n", 1)
    return f"{front}\n---\n{words}{body}"


async def test_an_article_reaches_running_searches_after_review_by_a_second_person(desk):
    await desk.take_in()
    assert not (await desk.search("违约金从哪天开始算")).answer.startswith("答案换了")
    await desk.write(LATE_FEE, reworded())
    assert not (await desk.search("违约金从哪天开始算")).answer.startswith("答案换了")
    check = await desk.publish(LATE_FEE)
    assert check["state"] == "passed", check
    assert check["result"]["golden"] == {"asked": 2, "right_before": 2, "right_after": 2}
    assert (await desk.search("违约金从哪天开始算")).answer.startswith("答案换了")
    shown = await desk.ask(f"/articles/{LATE_FEE}")
    assert (shown["state"], shown["published"], shown["problems"]) == ("published", 2, [])
