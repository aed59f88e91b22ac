import pytest


async def test_a_text_and_many_texts_are_parsed(talk):
    one = await talk.client.post("/v1/nlu/parse", json={"text": "我电话13800000001，查电费"})
    [result] = one.json()["results"]
    assert result["intent"]["name"] == "query_bill" and len(result["alternatives"]) >= 2
    [phone] = result["entities"]
    assert phone == {"name": "phone", "value": "13800000001", "start": 3, "end": 14}
    many = await talk.client.post("/v1/nlu/parse", json={"texts": ["你好"] * 256})
    assert len(many.json()["results"]) == 256


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "  "},
        {"text": None},
        {"texts": []},
        {"texts": ["你好", ""]},
        {"texts": ["你好"] * 257},
        {"text": "你好", "texts": ["你好"]},
        {"text": "长" * 4001},
        {"texts": "你好"},
        {"text": 5},
    ],
)
async def test_an_impossible_payload_is_refused(talk, body):
    answer = await talk.client.post("/v1/nlu/parse", json=body)
    assert answer.status_code == 422 and answer.json()["field"]


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({}, "text", "只要给一个"),
        ({"text": None}, "text", "只要给一个"),
        ({"text": "  "}, "text", "不能为空"),
        ({"texts": ["你好", " "]}, "texts.1", "不能为空"),
    ],
)
async def test_what_is_wrong_is_named_and_said_in_chinese(talk, body, field, says):
    refusal = (await talk.client.post("/v1/nlu/parse", json=body)).json()
    assert refusal["field"] == field and says in refusal["detail"]


async def test_outside_demo_mode_parsing_is_for_staff(talk):
    talk.platform.settings.mode = "production"
    body = {"text": "你好"}
    assert (await talk.client.post("/v1/nlu/parse", json=body)).status_code == 401
    customer = talk.gateway.customer("4201060001")
    assert (await talk.client.post("/v1/nlu/parse", json=body, headers=customer)).status_code == 403
    agent = talk.gateway.agent()
    assert (await talk.client.post("/v1/nlu/parse", json=body, headers=agent)).status_code == 200
