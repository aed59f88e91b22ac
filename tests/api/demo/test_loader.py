"""The demonstration's data are loaded once and never undo what customers have changed."""

from datetime import timedelta

from api.bills.service import BillService
from api.customers.service import CustomerService
from api.demo.loader import DemoLoader


async def test_twelve_customers_with_thirteen_bills_each(desk):
    async with desk.platform.database.reading() as session:
        customers = CustomerService(session, desk.platform)
        for tail in ("4201060001", "3701020003", "4107210005", "4201130006", "4201050007"):
            customer = await customers.get(tail)
            assert len(await BillService(session, desk.platform).all_of(customer.account_number)) == 13
        works = await customers.get("4201130006")
    assert (works.capacity_kva, works.contract_demand_kw, works.prices["energy"]) == (630, 420, "0.6312")


async def test_loading_again_adds_nothing_and_keeps_what_customers_chose(desk):
    async with desk.platform.database.session() as session:
        await CustomerService(session, desk.platform).set_personalised("4201060001", False, "customer")
    async with desk.platform.database.session() as session:
        counts = await DemoLoader(session).load()
    assert counts == {"customers": 0, "bills": 0, "outages": 0, "applications": 0, "days of readings": 0}
    async with desk.platform.database.reading() as session:
        customer = await CustomerService(session, desk.platform).get("4201060001")
    assert customer.recommendation_opt_out is True


async def test_a_closed_bill_of_time_of_use_keeps_peak_and_valley(desk):
    async with desk.platform.database.reading() as session:
        months = (await BillService(session, desk.platform).months_of(["3701020003"]))["3701020003"]
    newest = months[-1]
    assert (newest.month, newest.peak_kwh, newest.valley_kwh, newest.kwh) == ("2026-10", 150, 215, 365)


async def test_the_demand_and_power_factor_of_industry_are_on_record(desk):
    async with desk.platform.database.reading() as session:
        months = (await BillService(session, desk.platform).months_of(["4201130006"]))["4201130006"]
    july = next(month for month in months if month.month == "2026-07")
    assert (july.max_demand_kw, str(july.power_factor)) == (447, "0.86")


async def test_a_bill_paid_after_its_day_says_how_many_days(desk):
    async with desk.platform.database.session() as session:
        bill = next(bill for bill in await BillService(session, desk.platform).history("3701020003") if bill.paid_on)
        late, bill.paid_on = bill.month, bill.due_date + timedelta(days=12)
    async with desk.platform.database.reading() as session:
        months = (await BillService(session, desk.platform).months_of(["3701020003"]))["3701020003"]
    assert {month.month: month.days_late for month in months if month.days_late} == {late: 12}
