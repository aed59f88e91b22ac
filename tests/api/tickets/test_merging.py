"""Reports of one fault share one main ticket; reports of different faults do not."""

import pytest

from api.tickets.merging import fault_point_of

NEIGHBOURS = ("武汉市江汉区青年路17号1栋1单元1801室", "江汉区青年路17号1栋2单元502", "湖北武汉江汉区青年路十七号1栋")


async def _file(desk, address, text="停电了", **fields):
    desk.clock.advance(minutes=1)
    return await desk.file(text, key=f"{address}{desk.clock.now()}", address=address, **fields)


async def test_reports_from_one_building_are_merged_under_the_earliest(desk):
    first, second, third = [await _file(desk, address) for address in NEIGHBOURS]
    assert (second["merged_into"], third["merged_into"]) == (first["ticket_id"], first["ticket_id"])
    main = await desk.show(first["ticket_id"])
    assert (main["merged_into"], main["merged"]) == (None, [second["ticket_id"], third["ticket_id"]])


async def test_another_building_another_time_or_another_matter_is_not_merged(desk):
    await _file(desk, NEIGHBOURS[0])
    assert (await _file(desk, "江汉区青年路17号2栋101"))["merged_into"] is None
    assert (await _file(desk, NEIGHBOURS[1], "骂人，投诉"))["merged_into"] is None
    assert (await _file(desk, NEIGHBOURS[1], "只有我家停电，邻居有电"))["merged_into"] is None
    assert (await _file(desk, NEIGHBOURS[1], "停电了，楼下配电箱冒烟"))["merged_into"] is None
    desk.clock.advance(hours=3)
    assert (await _file(desk, NEIGHBOURS[1]))["merged_into"] is None


async def test_an_address_without_a_building_is_not_merged(desk):
    await _file(desk, "江汉区青年路17号")
    assert (await _file(desk, "江汉区青年路17号"))["merged_into"] is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("武汉市新华路88号3栋", "郑州市新华路88号3栋"),
        ("北京市朝阳区建国路88号3栋", "长春市朝阳区建国路88号3栋"),
        ("武汉市经开区春晓路6号2栋", "郑州市经开区春晓路6号2栋"),
    ],
)
def test_a_road_of_another_city_is_another_place(one, other):
    assert None not in (fault_point_of(one), fault_point_of(other))
    assert fault_point_of(one) != fault_point_of(other)


def test_a_district_that_is_one_of_a_kind_needs_no_city():
    assert fault_point_of("江汉区新华路88号3栋") == fault_point_of("湖北省武汉市江汉区新华路88号3栋") is not None


async def test_what_happens_to_the_main_ticket_happens_to_all_and_each_is_asked_afterwards(desk):
    first, second, _ = [await _file(desk, address) for address in NEIGHBOURS]
    refused = await desk.act(second["ticket_id"], "dispatch", unit="u")
    assert (refused.status_code, refused.json()["main"]) == (409, first["ticket_id"])
    await desk.act(first["ticket_id"], "dispatch", unit="江汉供电中心")
    await desk.act(first["ticket_id"], "accept")
    await desk.act(first["ticket_id"], "resolve", result="已修复")
    reporter = await desk.show(second["ticket_id"])
    assert (reporter["status"], reporter["unit"]) == ("resolved", "江汉供电中心")
    assert reporter["events"][-1]["data"] == {"result": "已修复", "through": first["ticket_id"]}
    closed = await desk.act(second["ticket_id"], "follow-up", satisfaction=4)
    assert closed.json()["status"] == "closed"
    assert (await desk.show(first["ticket_id"]))["status"] == "resolved"


async def test_a_later_report_joins_work_that_has_begun(desk):
    first = await _file(desk, NEIGHBOURS[0])
    await desk.act(first["ticket_id"], "dispatch", unit="江汉供电中心")
    later = await _file(desk, NEIGHBOURS[1])
    assert (later["merged_into"], later["status"], later["unit"]) == (first["ticket_id"], "dispatched", "江汉供电中心")


async def test_when_the_main_ticket_is_withdrawn_the_next_takes_its_place(desk):
    first, second, third = [await _file(desk, address) for address in NEIGHBOURS]
    await desk.act(first["ticket_id"], "withdraw")
    assert (await desk.show(second["ticket_id"]))["merged_into"] is None
    assert (await desk.show(third["ticket_id"]))["merged_into"] == second["ticket_id"]


async def test_a_corrected_report_leaves_the_merge(desk):
    first, second, _ = [await _file(desk, address) for address in NEIGHBOURS]
    await desk.act(second["ticket_id"], "correct", type="opinion", category="outage", reason="已来电")
    assert (await desk.show(second["ticket_id"]))["merged_into"] is None
    assert (await desk.show(first["ticket_id"]))["merged"] != []


async def test_reports_inside_a_running_outage_belong_to_it_and_to_each_other(desk):
    first = await desk.file("停电了", key="a", account_number="4201060001")
    desk.clock.advance(minutes=1)
    second = await desk.file("停电了", key="b", account_number="4201060009")
    assert (first["outage_id"], second["outage_id"]) == ("TD20261120001", "TD20261120001")
    assert second["merged_into"] == first["ticket_id"]
    assert second["outage"]["expected_restore"] == "2026-11-20T10:30:00+08:00"
    answer = await desk.act(first["ticket_id"], "resolve", result="已告知故障停电和预计来电时间")
    assert answer.json()["status"] == "resolved"


async def test_danger_inside_a_known_outage_gets_its_own_visit(desk):
    ticket = await desk.file("停电了，电线落地冒火花", account_number="4201060001")
    assert (ticket["outage_id"], ticket["urgency"], ticket["danger"]) == (None, "urgent", True)


async def test_a_customers_short_address_is_completed_with_the_own_city(desk):
    first = await _file(desk, "青年路17号1栋1801", account_number="4201060012")
    assert first["address"] == "武汉市江汉区青年路17号1栋1801"
    second = await _file(desk, NEIGHBOURS[0])
    assert second["merged_into"] == first["ticket_id"]
    elsewhere = await _file(desk, "青年路17号1栋1801")  # in which city, nobody knows
    assert elsewhere["merged_into"] is None


async def test_an_address_in_the_text_is_as_good_as_one_in_its_field(desk):
    first = await desk.file("客户反映武汉市江汉区青年路17号1栋停电", key="a")
    desk.clock.advance(minutes=5)
    second = await desk.file("江汉区青年路17号1栋没电", key="b", address=NEIGHBOURS[0])
    assert (first["triage"]["unit"], second["merged_into"]) == ("江汉供电中心", first["ticket_id"])
    third = await desk.file("武汉江汉区青年路17号1栋停电了", key="c")
    assert third["merged_into"] == first["ticket_id"]
