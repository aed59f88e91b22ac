"""What holds for every request: errors, ids, bounds, tokens, logs."""

import io
import json

import httpx
import jwt
import structlog

from api.logs import configure_logs, without_personal_details
from api.security import issue_agent_token, issue_customer_token


async def test_an_unknown_address_and_a_wrong_method_are_problems_in_chinese(talk):
    for answer, status in ((await talk.get("/nowhere"), 404), (await talk.get("/v1/agents/login"), 405)):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) >= {"type", "title", "status", "detail", "code"}


async def test_an_unexpected_error_says_nothing_of_the_inside(talk, monkeypatch):
    from api.conversations.dialogue import Dialogue

    async def broken(self, conversation_id, message):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(Dialogue, "receive", broken)
    answer = await talk.post("any", "你好")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_beyond_the_bound_is_refused_announced_or_not(talk):
    conversation = await talk.begin()
    url = f"/v1/conversations/{conversation}/messages"
    large = json.dumps({"text": "x" * 1_100_000, "client_message_id": "1"}).encode()
    assert (await talk.client.post(url, content=large)).status_code == 413

    async def pieces():
        for start in range(0, len(large), 65536):
            yield large[start : start + 65536]

    answer = await talk.client.post(url, content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_every_answer_carries_a_request_id_and_keeps_a_sane_one(talk):
    assert len((await talk.get("/healthz")).headers["x-request-id"]) == 16
    kept = await talk.client.get("/healthz", headers={"X-Request-ID": "proxy-7"})
    assert kept.headers["x-request-id"] == "proxy-7"
    replaced = await talk.client.get("/healthz", headers={"X-Request-ID": 'evil" id'})
    assert replaced.headers["x-request-id"] != 'evil" id'


def _signed(secret, **claims):
    return jwt.encode(claims, secret, algorithm="HS256")


async def test_only_our_own_unexpired_tokens_open_anything(talk):
    secret = talk.platform.settings.secret_key
    good = {"kind": "agent", "sub": "agent", "role": "agent", "exp": 4_000_000_000}
    bad = [
        _signed("x" * 32, **good),
        _signed(secret, **{**good, "exp": 1}),
        _signed(secret, **{**good, "role": "king"}),
        _signed(secret, **{**good, "kind": "other"}),
        _signed(secret, kind="agent", sub="agent", role="agent"),
        jwt.encode(good, "", algorithm="none"),
        "nonsense",
    ]
    for token in bad:
        answer = await talk.client.get("/v1/queue", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, token
    for header in ("Basic abc", "Bearer", "Bearer "):
        assert (await talk.client.get("/v1/queue", headers={"Authorization": header})).status_code == 401
    token = issue_agent_token(secret, "agent", "agent")
    assert (await talk.client.get("/v1/queue", headers={"Authorization": f"bearer {token}"})).status_code == 200
    token = issue_customer_token(secret, "4201060001")
    assert (await talk.client.get("/v1/queue", headers={"Authorization": f"Bearer {token}"})).status_code == 403


async def test_too_many_conversations_from_one_address_are_refused(talk):
    await _only_thirty_conversations(talk, "203.0.113.1")


async def test_the_bound_holds_without_redis_too(talk_without_redis):
    await _only_thirty_conversations(talk_without_redis, "203.0.113.2")


async def _only_thirty_conversations(talk, address):
    transport = httpx.ASGITransport(app=talk.gateway.app, client=(address, 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as elsewhere:
        answers = [await elsewhere.post("/v1/conversations", json={"channel": "web"}) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [201] * 30 + [429]
    assert answers[-1].headers["Retry-After"]
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert (await talk.client.post("/v1/conversations", json={"channel": "web"})).status_code == 201


def test_logs_hold_no_personal_details():
    event = {
        "event": "x",
        "text": "我电话13800000001，户号4201060001",
        "phone": "13800000001",
        "conversation_id": "abcdefghijklmnop",
        "ms": 3,
    }
    written = json.dumps(without_personal_details(None, "info", event), ensure_ascii=False)
    for detail in ("13800000001", "4201060001", "abcdefghijkl"):
        assert detail not in written


async def test_a_conversation_leaves_nothing_personal_in_the_log(talk, monkeypatch):
    written = io.StringIO()
    configure_logs()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=written))
    conversation = await talk.begin("4201060001")
    await talk.say(conversation, "我叫王建国，户号4201060001，电话13800000001")
    talk.platform.settings.bot_url = "http://127.0.0.1:1"
    await talk.say(conversation, "电线断了掉在地上，电话13800000001")
    lines = written.getvalue().splitlines()
    assert len(lines) >= 3 and all(json.loads(line)["event"] for line in lines)
    for detail in ("王建国", "4201060001", "13800000001", conversation):
        assert detail not in written.getvalue()


async def test_an_error_in_the_log_shows_where_it_was_and_not_the_words_that_led_there():
    written = io.StringIO()
    configure_logs()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=written))
    words = "我叫王建国"
    try:
        raise RuntimeError(len(words))
    except RuntimeError as error:
        structlog.get_logger().error("unexpected_error", exc_info=error)
    assert "test_requests.py" in written.getvalue() and words not in written.getvalue()


async def test_what_an_error_quotes_is_masked_in_the_log():
    written = io.StringIO()
    configure_logs()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=written))
    try:
        raise ValueError("无法识别：电话13800000001 " + "长" * 1000)
    except ValueError as error:
        structlog.get_logger().error("unexpected_error", exc_info=error)
    [line] = written.getvalue().splitlines()
    [shown] = json.loads(line)["exception"]
    assert "13800000001" not in line
    assert shown["exc_value"].startswith("无法识别")
    assert len(shown["exc_value"]) <= 300


async def test_half_a_surrogate_pair_is_refused_wherever_it_would_be_stored(talk):
    conversation = await talk.begin()
    url = f"/v1/conversations/{conversation}/say"
    assert (await talk.agent(conversation, "take")).status_code == 200
    content = json.dumps({"text": "坏\ud800字"})
    headers = {**talk.gateway.agent("agent"), "Content-Type": "application/json"}
    answer = await talk.client.post(url, content=content, headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "text")


async def test_the_description_of_the_api_covers_the_contracts_conversation_paths(talk):
    paths = (await talk.get("/openapi.json")).json()["paths"]
    for path in (
        "/v1/conversations",
        "/v1/conversations/{conversation_id}/messages",
        "/v1/conversations/{conversation_id}/events",
        "/v1/conversations/{conversation_id}/take",
        "/v1/conversations/{conversation_id}/say",
        "/v1/conversations/{conversation_id}/return",
        "/v1/conversations/{conversation_id}/close",
        "/v1/conversations/{conversation_id}/briefing",
        "/v1/queue",
        "/v1/agents/login",
        "/v1/nlu/parse",
        "/v1/demo/tokens/{account_number}",
        "/channels/wechat",
        "/healthz",
        "/readyz",
        "/metrics",
    ):
        assert path in paths, path
    assert not any(path.startswith("/internal/conversations/{conversation_id}/context") for path in paths)
