"""The next bill, a changed household, and a wrong meter, from the recorded bills."""

from decimal import Decimal

import pytest
from sqlalchemy import delete, update

from api.bills.models import Bill
from tariffs import calculate

CAR = {"scenario": "electric_car", "kilometres": "1000", "kwh_per_100km": "15"}


async def _ask(desk, path, account_number="4201060001", method="GET", **sent):
    return await desk.inside(await desk.talk(account_number), method, path, **sent)


async def test_the_next_bill_with_an_interval_its_source_and_how_it_was_estimated(desk):
    found = (await _ask(desk, "forecast")).json()
    assert (found["month"], found["interval_percent"], found["based_on_months"]) == ("2026-11", 80, 13)
    low, middle, high = (Decimal(found["total"][each]) for each in ("low", "middle", "high"))
    assert low < middle < high
    given = {"province": "湖北", "year_month": "2026-11", "cumulative_before": "2280", "kwh": found["kwh"]["middle"]}
    assert middle == calculate("residential_tiered", given).total
    assert found["tariff"]["source"] == "湖北省居民生活用电价格表"
    assert "估计" in found["text"]
    assert "湖北省居民生活用电价格表" in found["text"]
    # 2280 kWh by October, tier 3 begins at 4800: not this year
    assert (found["tier"]["tier"], found["tier"]["used"], found["tier"]["limit"]) == (3, "2280", "4800")
    assert (found["tier"]["probability"], found["tier"]["likely_month"]) == ("0.00", None)
    assert "基本不会" in found["text"]


async def test_a_household_close_to_the_limit_hears_when_it_crosses(desk):
    found = (await _ask(desk, "forecast", "4201060012")).json()["tier"]  # 2060 of 2160 kWh by October
    assert (found["tier"], found["likely_month"]) == (2, "2026-11")
    assert Decimal(found["probability"]) > Decimal("0.8")


@pytest.mark.parametrize("account_number", ["4201130006", "4107210005", "4201050007"])
async def test_business_customers_get_energy_and_an_amount_only_where_it_can_be_known(desk, account_number):
    found = (await _ask(desk, "forecast", account_number)).json()
    assert found["kwh"]["low"]
    assert found["tier"] is None
    assert found["note"]
    if account_number == "4201130006":  # two-part: the demand decides
        assert found["total"] is None
    else:
        assert "元" in found["text"]
        assert "最近一期账单的单价" in found["text"]


async def test_a_few_months_know_no_season_and_two_give_nothing(desk):
    async def keep(months):
        async with desk.platform.database.session() as session:
            old = delete(Bill).where(Bill.account_number == "4201060001", Bill.month < months)
            await session.execute(old)
        return (await _ask(desk, "forecast")).json()

    short = await keep("2026-04")
    assert short["based_on_months"] == 7
    assert "不足12个月" in short["text"]
    nothing = await keep("2026-09")
    assert (nothing["kwh"], nothing["total"]) == (None, None)
    assert "不足3个月" in nothing["text"]


async def test_bills_that_are_too_old_say_nothing_about_the_next_one(desk):
    desk.clock.advance(days=70)
    found = (await _ask(desk, "forecast")).json()
    assert (found["kwh"], found["month"]) == (None, None)
    assert "太久" in found["note"]


async def test_an_unverified_table_gives_energy_but_no_amount_and_no_tier(desk):
    async with desk.platform.database.session() as session:
        given = {"province": "蒙西", "year_month": "2026-10", "kwh": "260", "cumulative_before": "2040"}
        change = update(Bill).where(Bill.account_number == "4201060001", Bill.month == "2026-10")
        await session.execute(change.values(calculation_input=given))
    found = (await _ask(desk, "forecast")).json()
    assert (found["total"], found["tariff"], found["tier"]) == (None, None, None)
    assert "尚未核实" in found["text"]


async def test_a_car_over_the_customers_own_year_and_where_to_charge_it(desk):
    found = (await _ask(desk, "what-if", method="POST", json=CAR)).json()
    assert (len(found["months"]), found["months"][-1]) == (12, "2026-10")
    assert Decimal(found["after"]) - Decimal(found["before"]) == Decimal(found["difference"]) > 0
    assert [option["key"] for option in found["options"]] == ["pile_meter_valley", "pile_meter", "household_meter"]
    assert all(option["tariff"]["source"] for option in found["options"])
    assert found["tariff"]["source"] in found["text"]


async def test_use_moved_to_the_night_saves_for_who_has_time_of_use(desk):
    moved = {"scenario": "move_to_night", "share": "0.3", "span": "month"}
    found = (await _ask(desk, "what-if", "3701020003", "POST", json=moved)).json()
    assert (found["months"], found["difference"]) == (["2026-10"], "-9.01")  # 45 kWh × 0.20, rounded line by line
    refused = await _ask(desk, "what-if", method="POST", json=moved)
    assert (refused.status_code, refused.json()["field"]) == (422, "change")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"scenario": "electric_car", "kilometres": "1000"}, "kwh_per_100km"),
        ({"scenario": "air_conditioner", "kilowatts": "1", "hours_a_day": "5"}, "days"),
        ({"scenario": "heat_pump", "heat_kwh": "900"}, "efficiency"),
        ({"scenario": "time_of_use"}, "valley_share"),
        ({"scenario": "move_to_night"}, "share"),
    ],
)
async def test_what_the_customer_has_not_said_is_asked_for(desk, body, field):
    answer = await _ask(desk, "what-if", method="POST", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert "请补充" in answer.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"scenario": "sauna"},
        {"kilometres": "-1"},
        {"kilometres": "NaN"},
        {"months": [13]},
        {"valley_share": "2"},
        {"x": 1},
    ],
)
async def test_an_impossible_scenario_is_refused(desk, change):
    assert (await _ask(desk, "what-if", method="POST", json=CAR | change)).status_code == 422


@pytest.mark.parametrize(("method", "path", "sent"), [("GET", "forecast", {}), ("POST", "what-if", {"json": CAR})])
async def test_a_stranger_is_asked_to_verify(desk, method, path, sent):
    answer = await _ask(desk, path, None, method, **sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "verification_required")


REPORT = {"error_percent": "4", "tolerance_percent": "2", "from_month": "2026-08", "to_month": "2026-09"}


async def _refund(desk, account_number="4201060001", headers=None, **change):
    path = f"/v1/customers/{account_number}/meter-refund"
    return await desk.client.post(path, json=REPORT | change, headers=headers or desk.agent())


async def test_a_fast_meter_is_refunded_month_by_month_and_nothing_is_booked(desk):
    found = (await _refund(desk)).json()
    assert [month["month"] for month in found["months"]] == ["2026-08", "2026-09", "2026-10"]
    assert found["months"][0]["corrected_kwh"] == "346.1538"  # 360 / 1.04
    assert (found["months"][2]["recorded_kwh"], found["months"][2]["corrected_kwh"]) == ("260", "260")
    parts = sum(Decimal(line["amount"]) for line in found["lines"])
    assert Decimal(found["total"]) == parts < 0
    # 600 × 4 / 104 = 23.0769 kWh at 0.558, and as much of October no longer in tier 2
    assert found["total"] == "-14.03"
    assert (found["outcome"], found["needs_consent"], found["needs_review"]) == ("refund", True, False)
    path = "/v1/customers/4201060001/bills"
    assert (await desk.client.get(path, headers=desk.agent())).json()["bills"][2]["total"] == "200.88"


async def test_an_error_within_what_the_class_allows_changes_nothing(desk):
    found = (await _refund(desk, error_percent="1.9")).json()
    assert (found["total"], found["outcome"]) == ("0.00", "within_tolerance")


async def test_only_staff_calculate_refunds_and_demand_is_for_a_person(desk):
    assert (await _refund(desk, headers=desk.customer("4201060001"))).status_code == 403
    two_part = await _refund(desk, "4201130006")
    assert (two_part.status_code, "人工" in two_part.json()["detail"]) == (422, True)
    assert (await _refund(desk, from_month="2024-01", to_month="2024-02")).status_code == 404
    assert (await _refund(desk, to_month="2026-13")).status_code == 422


async def test_a_month_further_ahead_goes_on_from_the_months_before_it(desk):
    found = (await _ask(desk, "forecast?month=2026-12")).json()
    assert [each["month"] for each in found["months"]] == ["2026-11", "2026-12"]
    november = Decimal(found["months"][0]["kwh"]["middle"])
    given = {"province": "湖北", "year_month": "2026-12", "kwh": found["kwh"]["middle"]}
    expected = calculate("residential_tiered", given | {"cumulative_before": str(2280 + november)}).total
    assert Decimal(found["total"]["middle"]) == expected
    assert "2026年11月" in found["text"] and "2026年12月" in found["text"]


async def test_january_begins_in_the_first_tier_and_what_is_further_off_is_not_guessed(desk):
    january = (await _ask(desk, "forecast?month=2027-01")).json()
    given = {"province": "湖北", "year_month": "2027-01", "kwh": january["kwh"]["middle"], "cumulative_before": "0"}
    assert Decimal(january["total"]["middle"]) == calculate("residential_tiered", given).total
    later = (await _ask(desk, "forecast?month=2027-06")).json()
    assert (later["total"], later["months"]) == (None, [])
    assert "估计不准" in later["text"]


async def test_the_use_that_the_customer_expects_is_calculated_from_the_own_tiers(desk):
    found = (await _ask(desk, "forecast?kwh=300")).json()
    given = {"province": "湖北", "year_month": "2026-11", "kwh": "300", "cumulative_before": "2280"}
    assert found["total"]["middle"] == found["total"]["low"] == str(calculate("residential_tiered", given).total)
    assert "用电300千瓦时的话" in found["text"]


async def test_before_the_second_tier_the_third_is_told_as_well_and_why_none_is_ahead(desk):
    near = (await _ask(desk, "forecast", "4201060012")).json()
    assert "目前在第一档，超过" in near["tier_text"] and "进入第二档：多半在2026年11月" in near["tier_text"]
    assert "进入第三档：年底前基本不会" in near["tier_text"]
    assert "没有分档" in (await _ask(desk, "forecast", "4107210005")).json()["tier_text"]
