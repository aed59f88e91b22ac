"""Which outage concerns an address, and how old the news is."""

import pytest

RUNNING, PLANNED, RESTORED = "TD20261120001", "TD20261123002", "TD20261119003"


async def _at(desk, address):
    answer = await desk.client.get("/v1/outages/at", params={"address": address})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return found["status"], (found["outage"] or {}).get("id")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("湖北省武汉市江汉区新华路88号3栋2单元501室", ("running", RUNNING)),
        ("武汉江汉区新华路80号", ("running", RUNNING)),
        ("江汉区新华路120号", ("running", RUNNING)),
        ("江汉区新华路八十八号", ("running", RUNNING)),
        ("我家在武汉市江汉区新华路88号，怎么没电了", ("running", RUNNING)),
        ("新华路88号", ("running", RUNNING)),
        ("江汉区新华路89号", ("none", None)),
        ("江汉区新华路78号", ("none", None)),
        ("江汉区新华路122号", ("none", None)),
        ("济南市历下区新华路88号", ("none", None)),
        ("江汉区青年路17号", ("none", None)),
        ("济南市历下区文化东路50号6号楼3单元1202室", ("planned", PLANNED)),
        ("历下区文化东路50号院", ("planned", PLANNED)),
        ("历下区文化东路52号", ("none", None)),
        ("杭州市西湖区文三路199号2幢", ("restored", RESTORED)),
        ("杭州市西湖区文三路200号", ("restored", RESTORED)),
        ("新华路", ("unknown_address", None)),
        ("江汉区新华路", ("unknown_address", None)),
        ("新华路89号", ("unknown_address", None)),
        ("3栋2单元501室", ("unknown_address", None)),
        ("停电了", ("unknown_address", None)),
    ],
)
async def test_the_outage_of_an_address(desk, address, expected):
    assert await _at(desk, address) == expected


async def test_news_grows_old_after_two_hours_or_when_the_expected_time_has_passed(desk):
    async def stale():
        answer = await desk.client.get("/v1/outages/at", params={"address": "江汉区新华路88号"})
        return answer.json()["outage"]["stale"]

    assert await stale() is False
    desk.clock.advance(minutes=91)  # 10:31, a minute after it was expected back
    assert await stale() is True


async def test_a_planned_outage_is_running_once_it_has_begun(desk):
    desk.clock.advance(days=3)
    assert (await _at(desk, "历下区文化东路50号"))[0] == "running"


async def test_a_restored_outage_is_no_news_after_a_day(desk):
    desk.clock.advance(hours=13)
    assert (await _at(desk, "西湖区文三路199号"))[0] == "none"


async def test_the_list_is_for_agents(desk):
    assert (await desk.client.get("/v1/outages")).status_code == 401
    items = (await desk.client.get("/v1/outages", headers=desk.agent())).json()["items"]
    assert {item["id"] for item in items} == {RUNNING, PLANNED, RESTORED}


async def test_an_address_is_needed(desk):
    for params in ({}, {"address": " "}, {"address": "地" * 301}):
        assert (await desk.client.get("/v1/outages/at", params=params)).status_code == 422


async def test_in_a_conversation_the_customers_own_address_is_taken(desk):
    talk = await desk.talk("4201060001")
    path = f"/internal/conversations/{talk}/outages"
    own = (await desk.client.get(path, headers=desk.internal)).json()
    assert (own["status"], own["outage"]["expected_restore"]) == ("running", "2026-11-20T10:30:00+08:00")
    assert own["outage"]["reason"] == "电缆中间接头故障"
    other = await desk.client.get(path, params={"address": "青年路17号"}, headers=desk.internal)
    assert other.json()["status"] == "none"  # in the customer's own city
    stranger = await desk.client.get(f"/internal/conversations/{await desk.talk()}/outages", headers=desk.internal)
    assert stranger.json() == {"status": "unknown_address", "outage": None, "address": None}


async def test_notices_are_switched_on_and_off(desk):
    path = f"/internal/conversations/{await desk.talk('4201060001')}/subscriptions"
    for active in (True, True, False):
        answer = await desk.client.put(path, json={"kind": "outage", "active": active}, headers=desk.internal)
        assert answer.json() == {"active": active}
    assert (await desk.client.put(path, json={"kind": "x", "active": True}, headers=desk.internal)).status_code == 422
    stranger = f"/internal/conversations/{await desk.talk()}/subscriptions"
    answer = await desk.client.put(stranger, json={"kind": "outage", "active": True}, headers=desk.internal)
    assert (answer.status_code, answer.json()["code"]) == (403, "verification_required")
