"""Who somebody is: three details agree or nothing is told; trying many accounts is refused."""

import pytest

WANG = {"name": "王建国", "account_number": "4201060001", "address": "武汉市江汉区新华路88号3栋2单元501室"}


async def _verify(desk, conversation_id, **claim):
    path = f"/internal/conversations/{conversation_id}/verification"
    answer = await desk.client.post(path, json=claim, headers=desk.internal)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_three_details_that_agree_bind_the_account(desk):
    talk = await desk.talk()
    assert (await _verify(desk, talk, **WANG))["outcome"] == "verified"
    account = await desk.client.get(f"/internal/conversations/{talk}/account", headers=desk.internal)
    assert account.json()["account_number"] == "4201060001"
    assert account.json()["name_masked"] == "王**"


@pytest.mark.parametrize(
    "change",
    [
        {"address": "湖北省武汉市江汉区新华路88号3栋2单元501室"},
        {"address": "新华路88号3栋501"},
        {"address": "江汉区新华路八十八号 三栋二单元501"},
        {"address": "我住在武汉江汉区新华路88号3栋"},
        {"name": " 王 建国 "},
        {"account_number": "4201 0600 01"},
        {"account_number": "４２０１０６０００１"},
        {"account_number": "四二零一零六零零零一"},
    ],
)
async def test_how_it_is_written_does_not_matter(desk, change):
    assert (await _verify(desk, await desk.talk(), **(WANG | change)))["outcome"] == "verified"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "王建"},
        {"name": "周敏"},
        {"name": "王*国"},
        {"name": ""},
        {"account_number": "4201060009"},
        {"account_number": "9999999999"},
        {"account_number": "******0001"},
        {"account_number": ""},
        {"address": "新华路88号3栋2单元402室"},
        {"address": "新华路90号3栋2单元501室"},
        {"address": "济南市历下区新华路88号3栋2单元501室"},
        {"address": "新华路88号"},
        {"address": "新华路"},
        {"address": "武汉市江汉区"},
        {"address": "3栋2单元501室"},
        {"address": "新华路88号*栋*单元501室"},
        {"address": ""},
    ],
)
async def test_whatever_is_wrong_the_answer_is_the_same(desk, change):
    assert await _verify(desk, await desk.talk(), **(WANG | change)) == {"outcome": "failed", "attempts_left": 2}


HENGCHI = {"name": "武汉恒驰汽车零部件有限公司", "account_number": "4201130006"}


@pytest.mark.parametrize(
    "address",
    [
        "武汉经开区沌阳大道336号",
        "武汉市经开区沌阳大道336号",
        "湖北省武汉经济技术开发区沌阳大道336号",
        "武汉市经济开发区沌阳大道336号",
        "经开区沌阳大道三百三十六号",
        "沌阳大道336号",
    ],
)
async def test_a_zone_may_be_called_by_its_everyday_name(desk, address):
    assert (await _verify(desk, await desk.talk(), **HENGCHI, address=address))["outcome"] == "verified"


@pytest.mark.parametrize(
    "address", ["武汉高新区沌阳大道336号", "武汉市东湖高新技术开发区沌阳大道336号", "合肥经开区沌阳大道336号"]
)
async def test_another_zone_is_another_place(desk, address):
    assert (await _verify(desk, await desk.talk(), **HENGCHI, address=address))["outcome"] == "failed"


@pytest.mark.parametrize(
    ("name", "account_number", "address"),
    [
        ("李秀英", "4201140002", "汉南区纱帽街兴三路15号1栋101室"),
        ("赵铁柱", "4107210005", "新乡县翟坡镇小宋佛村机井3号"),
        ("武汉恒驰汽车零部件有限公司", "4201130006", "武汉市经济技术开发区沌阳大道336号"),
        ("武汉好邻便利店", "4201050007", "汉阳区鹦鹉大道268号1层"),
        ("张伟", "3701020003", "历下区文化东路50号6号楼3单元1202"),
        ("陈静", "3301060004", "杭州文三路199号2幢1单元803"),
    ],
)
async def test_every_kind_of_address_can_be_confirmed(desk, name, account_number, address):
    claim = {"name": name, "account_number": account_number, "address": address}
    assert (await _verify(desk, await desk.talk(), **claim))["outcome"] == "verified"


async def test_after_three_failures_even_the_truth_is_refused(desk):
    talk, wrong = await desk.talk(), WANG | {"name": "王建"}
    answers = [await _verify(desk, talk, **wrong) for _ in range(3)]
    assert [answer["attempts_left"] for answer in answers] == [2, 1, 0]
    assert await _verify(desk, talk, **WANG) == {"outcome": "refused", "attempts_left": 0}
    account = await desk.client.get(f"/internal/conversations/{talk}/account", headers=desk.internal)
    assert (account.status_code, account.json()["code"]) == (403, "verification_required")


OTHERS = [
    ("周敏", "4201060009", "江汉区新华路88号3栋2单元402室"),
    ("郑凯", "4201060012", "江汉区青年路17号1栋1单元1801室"),
    ("何勇", "4201110008", "洪山区珞喻路456号9栋1单元304室"),
    ("吴迪", "3301060011", "西湖区文三路199号5幢2单元602室"),
]


async def test_a_fifth_account_in_one_conversation_is_refused_whatever_is_given(desk):
    talk = await desk.talk()
    for name, number, address in OTHERS:
        claim = {"name": name, "account_number": number, "address": address}
        assert (await _verify(desk, talk, **claim))["outcome"] == "verified"
    assert (await _verify(desk, talk, **WANG))["outcome"] == "refused"


async def test_accounts_are_counted_over_conversations_of_one_openid_and_forgotten_after_a_month(desk):
    from api.customers.identity import Claim
    from api.customers.verification import VerificationService

    async def attempt(conversation, number):
        claim = Claim("某人", number, "某地")
        async with desk.platform.database.session() as session:
            service = VerificationService(session, desk.platform)
            return (await service.verify(claim, conversation, openid="o-1")).outcome

    for turn in range(4):
        assert await attempt(f"c{turn}", f"42010600{turn}0") == "failed"
    assert await attempt("c5", "4201069999") == "refused"
    assert await attempt("c6", "4201060000") == "refused"
    desk.clock.advance(days=31)
    assert await attempt("c7", "4201068888") == "failed"


async def test_every_attempt_is_on_record_without_the_account_number(desk):
    from sqlalchemy import select

    from api.customers.models import AuditEvent, VerificationAttempt

    talk = await desk.talk(openid="o-2")
    await _verify(desk, talk, **WANG)
    await _verify(desk, talk, **(WANG | {"name": "错"}))
    async with desk.platform.database.reading() as session:
        attempts = (await session.scalars(select(VerificationAttempt))).all()
        events = (await session.scalars(select(AuditEvent))).all()
    assert {attempt.subject for attempt in attempts} == {f"conversation:{talk}", "openid:o-2"}
    assert [event.kind for event in events] == ["verification_verified", "verification_failed"]
    assert all("4201060001" not in f"{vars(row)}" for row in [*attempts, *events])


async def test_the_internal_endpoints_need_the_internal_token(desk):
    talk = await desk.talk()
    for headers in ({}, {"X-Dianda-Internal": "wrong"}, desk.agent()):
        answer = await desk.client.post(f"/internal/conversations/{talk}/verification", json=WANG, headers=headers)
        assert answer.status_code == 401
    answer = await desk.client.post("/internal/conversations/unknown/verification", json=WANG, headers=desk.internal)
    assert answer.status_code == 404
