import pytest

from api.agents.service import AgentService
from api.errors import Unprocessable
from api.security import AgentPrincipal, read_token


@pytest.fixture
async def demo(talk):
    async with talk.platform.database.session() as session:
        await AgentService(session, talk.platform).create_demo_accounts()
    return talk


async def login(talk, username="agent", password="agent-demo"):
    return await talk.client.post("/v1/agents/login", json={"username": username, "password": password})


async def test_every_demo_account_signs_in_with_its_role(demo):
    roles = {"agent": "agent", "agent2": "agent", "supervisor": "supervisor", "editor": "editor"}
    for username, role in (roles | {"operator": "operator", "auditor": "auditor"}).items():
        body = (await login(demo, username)).json()
        assert body["role"] == role
        secret = demo.platform.settings.secret_key
        assert read_token(secret, body["access_token"]) == AgentPrincipal(username, role)


async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(demo):
    answers = [await login(demo, "nobody"), await login(demo, "agent", "wrong")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


async def test_demo_accounts_open_nothing_outside_demo_mode(demo):
    demo.platform.settings.mode = "production"
    assert (await login(demo)).status_code == 401


async def test_passwords_are_kept_as_argon2(demo):
    async with demo.platform.database.reading() as session:
        assert (await AgentService(session, demo.platform).get("agent")).password_hash.startswith("$argon2id$")


async def test_empty_credentials_are_a_payload_error(demo):
    assert (await login(demo, "")).status_code == 422
    assert (await login(demo, "agent", "")).status_code == 422
    assert (await demo.client.post("/v1/agents/login", json={})).status_code == 422


async def test_attempts_from_elsewhere_are_bounded(demo):
    import httpx

    transport = httpx.ASGITransport(app=demo.gateway.app, client=("203.0.113.9", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as elsewhere:
        body = {"username": "someone", "password": "guess"}
        statuses = [(await elsewhere.post("/v1/agents/login", json=body)).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert (await login(demo)).status_code == 200  # from this machine still


async def test_signing_in_and_reading_a_briefing_are_noted_for_the_auditor(demo):
    await login(demo)
    await login(demo, "agent", "wrong")
    conversation = await demo.begin("4201060001")
    await demo.get(f"/v1/conversations/{conversation}/briefing", "agent2")
    headers = demo.gateway.agent("auditor", "auditor")
    items = (await demo.client.get("/v1/agents/audit", headers=headers)).json()["items"]
    noted = [(item["kind"], item["actor"], item["subject"]) for item in items]
    assert noted == [
        ("read_briefing", "agent2", conversation),
        ("login_failed", "agent", None),
        ("login", "agent", None),
    ]
    assert (await demo.get("/v1/agents/audit", "agent")).status_code == 403


async def test_an_account_of_ones_own_needs_a_long_password_and_a_known_role(demo):
    async with demo.platform.database.session() as session:
        agents = AgentService(session, demo.platform)
        with pytest.raises(Unprocessable):
            await agents.create("li", "李", "agent", "short")
        with pytest.raises(Unprocessable):
            await agents.create("li", "李", "king", "long-enough-password")
        await agents.create("li", "李", "agent", "long-enough-password")
    demo.platform.settings.mode = "production"
    assert (await login(demo, "li", "long-enough-password")).status_code == 200


async def test_a_demo_token_is_given_for_known_accounts_only(talk):
    assert (await talk.get("/v1/demo/tokens/4201060001")).json()["customer_token"]
    assert (await talk.get("/v1/demo/tokens/0000000000")).status_code == 404
    talk.platform.settings.mode = "production"
    assert (await talk.get("/v1/demo/tokens/4201060001")).status_code == 404
