"""Triage on request: contract fields, limits, nothing stored."""

import pytest


async def test_each_text_gets_a_verdict_with_the_fields_of_the_contract(desk):
    texts = ["武汉市江汉区青年路17号停电了", "营业厅骂人", "几点开门"]
    answer = await desk.client.post("/v1/triage", json={"texts": texts})
    results = answer.json()["results"]
    assert [result["type"] for result in results] == ["fault", "complaint", "enquiry"]
    assert [result["unit"] for result in results] == ["江汉供电中心", None, None]
    fields = {"type", "category", "detail", "urgency", "danger", "confidence", "alternatives", "needs_review"}
    assert fields | {"reasons", "suggestions", "unit"} <= set(results[0])
    assert results[0]["detail"] is None
    assert {"type", "category", "confidence"} == set(results[0]["alternatives"][0])


async def test_nothing_is_stored(desk):
    await desk.client.post("/v1/triage", json={"texts": ["停电了"]})
    assert (await desk.client.get("/v1/tickets", headers=desk.agent())).json()["total"] == 0


async def test_256_texts_are_taken_and_257_are_not(desk):
    assert len((await desk.client.post("/v1/triage", json={"texts": ["停电"] * 256})).json()["results"]) == 256
    assert (await desk.client.post("/v1/triage", json={"texts": ["停电"] * 257})).status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"texts": []}, {"texts": [""]}, {"texts": ["好", "  "]}, {"texts": "停电"}, {"texts": [1]}, []]
)
async def test_an_empty_or_malformed_payload_is_refused(desk, body):
    assert (await desk.client.post("/v1/triage", json=body)).status_code == 422


async def test_a_resolved_ticket_of_the_same_kind_is_suggested(desk):
    number = (await desk.file("几点开门，营业厅周末上班吗"))["ticket_id"]
    await desk.act(number, "resolve", result="已告知周末正常营业")
    answer = await desk.client.post("/v1/triage", json={"texts": ["营业厅周末几点开门"]})
    [suggestion] = answer.json()["results"][0]["suggestions"]
    assert (suggestion["kind"], suggestion["id"], suggestion["steps"]) == ("ticket", number, ["已告知周末正常营业"])


async def test_every_text_of_a_batch_gets_the_resolved_ticket_of_its_own_kind(desk):
    matters = {"几点开门，营业厅周末上班吗": "营业", "表扬小李半夜来抢修": "已转达"}
    numbers = []
    for number, (text, result) in enumerate(matters.items()):
        numbers.append((await desk.file(text, key=f"k{number}"))["ticket_id"])
        await desk.act(numbers[-1], "resolve", result=result)

    answer = await desk.client.post("/v1/triage", json={"texts": [*matters, "今天停电"] * 50})

    suggested = [[each["id"] for each in result["suggestions"]] for result in answer.json()["results"]]
    assert suggested == [[numbers[0]], [numbers[1]], []] * 50


async def test_outside_demo_mode_triage_is_for_staff(tmp_path):
    from tests.api.building import gateway

    async with gateway(tmp_path, mode="production") as desk:
        assert (await desk.client.post("/v1/triage", json={"texts": ["停电"]})).status_code == 401
        headers = desk.customer("4201060001")
        assert (await desk.client.post("/v1/triage", json={"texts": ["停电"]}, headers=headers)).status_code == 403
        answer = await desk.client.post("/v1/triage", json={"texts": ["停电"]}, headers=desk.agent())
        assert answer.status_code == 200
