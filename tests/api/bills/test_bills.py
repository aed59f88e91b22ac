"""Bills agree with the tariff, late fees with the day, and only the customer and staff may read them."""

import pytest

CROSSING = {
    "kind": "residential_tiered",
    "input": {
        "province": "湖北",
        "year_month": "2026-10",
        "customer_type": "household",
        "kwh": "260",
        "cumulative_before": "2040",
    },
}


async def _bills(desk, account_number):
    path = f"/v1/customers/{account_number}/bills"
    return (await desk.client.get(path, headers=desk.customer(account_number))).json()["bills"]


async def test_a_case_is_calculated_and_open_in_demo_mode(desk):
    answer = await desk.client.post("/v1/bills/calculate", json=CROSSING)
    assert answer.status_code == 200
    wire = answer.json()
    # 120 × 0.558 + 140 × 0.608
    assert (wire["total"], wire["tariff"]["confidence"]) == ("152.08", "M")
    assert all(line["label"] for line in wire["lines"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kwh": "-1"}, "kwh"),
        ({"kwh": "abc"}, "kwh"),
        ({"kwh": None}, "kwh"),
        ({"year_month": "2026-13"}, "year_month"),
        ({"province": ""}, "province"),
        ({"kwH": "1"}, "kwH"),
        ({"kwh": {"a": 1}}, "kwh"),
        ({"kwh": "1e400"}, "kwh"),
    ],
)
async def test_an_impossible_input_is_refused_with_its_field(desk, change, field):
    body = {"kind": CROSSING["kind"], "input": CROSSING["input"] | change}
    answer = await desk.client.post("/v1/bills/calculate", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize(
    "body", [{}, {"kind": "nonsense", "input": {}}, {"kind": "meter"}, {"kind": "meter", "input": []}]
)
async def test_an_unknown_kind_or_no_input_is_refused(desk, body):
    assert (await desk.client.post("/v1/bills/calculate", json=body)).status_code == 422


async def test_thirteen_bills_newest_first_and_the_one_that_crosses_the_tier(desk):
    bills = await _bills(desk, "4201060001")
    assert len(bills) == 13
    newest = bills[0]
    assert (newest["month"], newest["kwh"], newest["total"]) == ("2026-10", "260", "151.08")
    assert (newest["due_date"], newest["paid"], newest["late_fee"]) == ("2026-11-25", True, "0.00")
    assert [line["amount"] for line in newest["lines"]] == ["78.12", "72.96"]


async def test_the_tier_year_begins_anew_in_january(desk):
    bills = {bill["month"]: bill for bill in await _bills(desk, "4201060001")}
    # 2025: 1900 + 150 = 2050 before November's 140, so 110 are left in tier 1 of 2160
    assert [line["kwh"] for line in bills["2025-11"]["lines"]] == ["110", "30"]
    assert [line["tier"] for line in bills["2026-01"]["lines"]] == [1]


@pytest.mark.parametrize(
    ("account_number", "total"),
    [
        ("4107210005", "216.81"),  # 430 × 0.5042
        # 2950 kWh: 354 × 1.2350 + 826 × 1.0480 + 1239 × 0.7310 + 531 × 0.3890
        ("4201050007", "2415.11"),
        # energy 137000 × 0.6312, demand 420 × 42.00, power factor 0.86 → +2 %, funds 137000 × 0.0452
        ("4201130006", "112389.09"),
    ],
)
async def test_business_bills_follow_their_own_prices(desk, account_number, total):
    assert (await _bills(desk, account_number))[0]["total"] == total


async def test_demand_above_105_percent_is_doubled_in_july_and_august_only(desk):
    bills = {bill["month"]: bill for bill in await _bills(desk, "4201130006")}
    doubled = [month for month, bill in bills.items() if any("doubled" in line["item"] for line in bill["lines"])]
    assert sorted(doubled) == ["2026-07", "2026-08"]


async def test_unpaid_bills_carry_the_late_fee_of_the_day(desk):
    bills = {bill["month"]: bill for bill in await _bills(desk, "4201110008")}
    # 156.24 × 1 ‰ × 56 days; 94.86 × 1 ‰ × 26 days
    assert (bills["2026-08"]["paid"], bills["2026-08"]["late_fee"]) == (False, "8.75")
    assert (bills["2026-09"]["paid"], bills["2026-09"]["late_fee"]) == (False, "2.47")
    assert (bills["2026-10"]["paid"], bills["2026-10"]["late_fee"]) == (True, "0.00")
    desk.clock.advance(days=1)
    later = {bill["month"]: bill for bill in await _bills(desk, "4201110008")}
    assert later["2026-08"]["late_fee"] == "8.91"


async def test_bills_are_for_their_customer_and_for_staff(desk):
    path = "/v1/customers/4201060001/bills"
    assert (await desk.client.get(path)).status_code == 401
    assert (await desk.client.get(path, headers={"Authorization": "Bearer nonsense"})).status_code == 401
    assert (await desk.client.get(path, headers=desk.customer("4201060009"))).status_code == 403
    assert (await desk.client.get(path, headers=desk.agent())).status_code == 200


async def test_an_unknown_account_is_not_found_for_staff_and_forbidden_for_customers(desk):
    path = "/v1/customers/9999999999/bills"
    assert (await desk.client.get(path, headers=desk.agent())).status_code == 404
    assert (await desk.client.get(path, headers=desk.customer("4201060001"))).status_code == 403
