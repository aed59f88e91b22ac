"""What the dialogue asks about the verified customer's bills."""

import pytest
from sqlalchemy import update

from api.bills.models import Bill


async def _ask(desk, path, account_number="4201060001", **params):
    return await desk.inside(await desk.talk(account_number), "GET", path, params=params)


async def test_the_newest_bill_or_that_of_a_month(desk):
    newest = (await _ask(desk, "bill")).json()
    assert (newest["month"], newest["total"], newest["outstanding"]) == ("2026-10", "151.08", "0.00")
    assert len(newest["months"]) == 13
    assert set(newest["tariff"]) == {"source", "effective_from", "confidence"}
    august = (await _ask(desk, "bill", month="2026-08")).json()
    assert (august["month"], august["kwh"], august["total"]) == ("2026-08", "360", "200.88")


async def test_an_unpaid_bill_says_what_is_outstanding(desk):
    bill = (await _ask(desk, "bill", "4201110008", month="2026-08")).json()
    assert (bill["paid"], bill["total"], bill["late_fee"], bill["outstanding"]) == (False, "156.24", "8.75", "164.99")


@pytest.mark.parametrize("path", ["bill", "bill-comparison"])
async def test_a_month_without_a_bill_is_said_so(desk, path):
    answer = await _ask(desk, path, month="2024-01")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_bill")
    assert (await _ask(desk, path, month="2026-13")).status_code == 422
    assert (await _ask(desk, path, month="八月")).status_code == 422


async def test_a_comparison_whose_parts_sum_to_the_difference(desk):
    found = (await _ask(desk, "bill-comparison")).json()
    assert (found["month"], found["previous_month"], found["total"]) == ("2026-10", "2026-09", "151.08")
    assert sum(float(part["amount"]) for part in found["parts"]) == pytest.approx(float(found["difference"]))
    assert all(part["label"] and part["explanation"] for part in found["parts"])
    assert found["chart"]["labels"][-1] == "2026-10"


@pytest.mark.parametrize(("against", "month"), [("last_year", "2025-10"), ("2026-08", "2026-08")])
async def test_a_month_is_compared_with_last_years_or_another(desk, against, month):
    found = (await _ask(desk, "bill-comparison", against=against)).json()
    assert (found["month"], found["previous_month"]) == ("2026-10", month)
    assert sum(float(part["amount"]) for part in found["parts"]) == pytest.approx(float(found["difference"]))
    assert (await _ask(desk, "bill-comparison", month="2026-09", against="last_year")).status_code == 404


async def test_a_year_at_once_with_its_sum_mean_and_ends(desk):
    found = (await _ask(desk, "bill-history", year="this")).json()
    assert (found["first"], found["last"], found["kwh"]) == ("2026-01", "2026-10", "2280")
    assert found["total"] == f"{sum(float(month['total']) for month in found['months']):.2f}"
    assert (found["average_kwh"], found["unpaid"]) == ("228", 0)
    assert found["by_kwh"]["highest"]["month"] == "2026-08" and found["by_kwh"]["lowest"]["month"] == "2026-04"


@pytest.mark.parametrize(
    ("span", "first", "months"),
    [({}, "2025-11", 12), ({"months": 3}, "2026-08", 3), ({"year": "last"}, "2025-10", 3)],
)
async def test_the_span_is_what_was_asked_for(desk, span, first, months):
    found = (await _ask(desk, "bill-history", "4201110008", **span)).json()
    assert (found["first"], len(found["months"])) == (first, months)
    assert (await _ask(desk, "bill-history", first="2023-01", last="2023-12")).status_code == 404
    assert (await _ask(desk, "bill-history", year="next")).status_code == 422


async def test_a_year_is_compared_with_the_months_of_the_year_before_that_are_on_record(desk):
    found = (await _ask(desk, "year-comparison", year="this")).json()
    assert (found["first"], found["last"], found["recorded_since"]) == ("2026-01", "2026-10", "2025-10")
    assert found["missing"] == [f"2025-{month:02d}" for month in range(1, 10)]
    compared = found["compared"]
    assert (compared["first"], compared["last"]) == ("2026-10", "2026-10")
    assert (compared["kwh"], compared["earlier_kwh"], compared["kwh_difference"]) == ("260", "150", "110")
    assert (compared["total"], compared["earlier_total"], compared["difference"]) == ("151.08", "83.70", "67.38")


async def test_a_stretch_whose_year_before_is_gone_is_compared_with_nothing(desk):
    found = (await _ask(desk, "year-comparison", year="this", to_month=6)).json()
    assert found["compared"] is None
    assert (await _ask(desk, "year-comparison", year="last", to_month=6)).status_code == 404


@pytest.mark.parametrize(
    ("span", "months", "begins_later"),
    [
        ({"year": "this", "to_month": 6}, 6, False),
        ({"year": "this", "from_month": 6, "to_month": 8}, 3, False),
        ({"year": "last"}, 3, True),
        ({"months": 6}, 6, False),
    ],
)
async def test_a_part_of_a_year_is_a_stretch_and_one_that_begins_later_is_said_to(desk, span, months, begins_later):
    found = (await _ask(desk, "bill-history", **span)).json()
    assert (len(found["months"]), found["begins_later"]) == (months, begins_later)


@pytest.mark.parametrize("account_number", ["3701020003", "4107210005", "4201130006", "4201050007"])
async def test_bills_of_every_kind_can_be_compared(desk, account_number):
    found = (await _ask(desk, "bill-comparison", account_number)).json()
    assert sum(float(part["amount"]) for part in found["parts"]) == pytest.approx(float(found["difference"]))


async def test_a_bill_that_does_not_follow_from_the_rules_is_for_a_person(desk):
    from decimal import Decimal

    async with desk.platform.database.session() as session:
        wrong = update(Bill).where(Bill.account_number == "4201060001", Bill.month == "2026-10")
        await session.execute(wrong.values(total=Decimal("999.99")))
    found = (await _ask(desk, "bill-comparison")).json()
    assert (found["needs_review"], found["parts"]) == (True, [])


async def test_the_balance_with_arrears_and_late_fees(desk):
    owed = (await _ask(desk, "balance", "4201110008")).json()
    assert owed["balance"] == "-251.10"
    assert [(bill["month"], bill["late_fee"], bill["days_overdue"]) for bill in owed["unpaid"]] == [
        ("2026-08", "8.75", 56),
        ("2026-09", "2.47", 26),
    ]
    assert (owed["arrears"], owed["late_fee_total"], owed["total_due"]) == ("251.10", "11.22", "262.32")
    clear = (await _ask(desk, "balance")).json()
    assert (clear["balance"], clear["unpaid"], clear["total_due"]) == ("35.20", [], "0.00")


@pytest.mark.parametrize("path", ["bill", "bill-comparison", "balance", "account", "recommendations"])
async def test_a_stranger_is_asked_to_verify(desk, path):
    answer = await _ask(desk, path, account_number=None)
    assert (answer.status_code, answer.json()["code"]) == (403, "verification_required")


async def test_the_late_fee_on_a_coming_day_is_calculated_for_each_unpaid_bill(desk):
    found = (await _ask(desk, "late-fees", "4201110008", on="2026-12-31")).json()
    assert found["on"] == "2026-12-31"
    assert [(bill["month"], bill["days"], bill["late_fee"]) for bill in found["bills"]] == [
        ("2026-08", 97, "15.16"),
        ("2026-09", 67, "6.36"),
    ]
    assert found["late_fee_total"] == "21.52"
    today = (await _ask(desk, "late-fees", "4201110008", month="2026-08")).json()
    assert [bill["late_fee"] for bill in today["bills"]] == ["8.75"]
    assert (await _ask(desk, "late-fees", "4201110008", on="soon")).status_code == 422


async def test_both_plans_are_calculated_on_the_own_year(desk):
    found = (await _ask(desk, "plan-comparison", "3701020003")).json()
    bills = (await _ask(desk, "bill-history", "3701020003")).json()
    assert found["current"] == "time_of_use"
    assert found["time_of_use_total"] == bills["total"]
    assert float(found["saving"]) == pytest.approx(float(found["tiered_total"]) - float(bills["total"]))
    assert float((await _ask(desk, "plan-comparison", "3301060011")).json()["saving"]) < 0


@pytest.mark.parametrize("account_number", ["4201060001", "4201130006"])
async def test_plans_are_not_compared_where_the_share_in_the_valley_is_not_known(desk, account_number):
    assert (await _ask(desk, "plan-comparison", account_number)).json()["code"] == "no_comparison"
