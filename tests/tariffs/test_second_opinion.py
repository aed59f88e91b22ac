"""Two implementations, written apart, agree on random cases (2,000, or as many as DIANDA_BILL_CASES says)."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from fractions import Fraction as F

import pytest

from tariffs import calculate
from tests.tariffs import second_opinion

CASES = int(os.environ.get("DIANDA_BILL_CASES", "2000"))
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023, 2024, 2025, 2026) for month in range(1, 13)]


def amount(rng, top, places=(0, 0, 1, 2, 3)):
    digits = rng.choice(places)
    return f"{rng.uniform(0, top):.{digits}f}"


def household(rng, provinces):
    province = rng.choice(provinces)
    case = {"province": province, "year_month": rng.choice(MONTHS), "cumulative_before": near_an_edge(rng, province)}
    if rng.random() < 0.3:
        case |= {"months_connected": rng.randint(1, 12)}
    if rng.random() < 0.3:
        case |= {"multi_person_quota": True, "household_members": rng.randint(5, 9)}
        if rng.random() < 0.5:
            case |= {"quota_months": rng.randint(0, case.get("months_connected", 12))}
    return case


def near_an_edge(rng, province):
    edges = [0, *(12 * limit for limit in second_opinion.TIERS[province][3:])]
    near = rng.choice(edges) + rng.choice([-100, -1, 0, 1, 37.5])
    return rng.choice([amount(rng, 6000), str(max(0, near))])


def residential_tiered(rng):
    case = household(rng, list(second_opinion.TIERS)) | {"kwh": amount(rng, rng.choice([10, 300, 900, 5000]))}
    return case | ({"free_kwh": rng.choice(["10", "15"])} if rng.random() < 0.2 else {})


def residential_tiered_tou(rng):
    return household(rng, list(second_opinion.TOU)) | {"peak_kwh": amount(rng, 500), "valley_kwh": amount(rng, 500)}


def ev_tou(rng):
    hours = rng.sample(range(24), rng.randint(1, 24))
    return {"province": "湖北", "kwh_by_hour": {str(hour): amount(rng, 20) for hour in hours}}


def late_fee(rng):
    due = date(2023, 1, 1) + timedelta(days=rng.randrange(1500))
    paid = due + timedelta(days=rng.choice([-5, 0, 1, 2, rng.randrange(40), rng.randrange(900)]))
    category = rng.choice(["residential", "industrial", "commercial", "agricultural"])
    top = rng.choice([1, 100, 50000])
    return {
        "category": category,
        "amount": amount(rng, top),
        "due_date": due.isoformat(),
        "pay_date": paid.isoformat(),
    }


def power_factor(rng):
    standard = rng.choice(["0.90", "0.85", "0.80"])
    return {"standard": standard, "power_factor": amount(rng, 1), "base_amount": amount(rng, 2e6, (0, 1, 2))}


def two_part(rng):
    basis = rng.choice(["capacity", "contract_demand", "actual_demand"])
    contract = rng.randint(50, 2000)
    case = {
        "basis": basis,
        "capacity_kva": str(rng.choice([315, 630, 800, 1600])),
        "capacity_price": amount(rng, 40),
        "contract_demand_kw": str(contract),
        "max_demand_kw": f"{contract * rng.choice([0.5, 1, 1.05, 1.06, rng.uniform(0.8, 1.4)]):.2f}",
        "demand_price": amount(rng, 50),
    }
    if rng.random() < 0.7:
        periods = rng.sample(["tip", "peak", "flat", "valley"], rng.randint(1, 4))
        case["energy"] = [
            {"period": each, "kwh": amount(rng, 2e5), "price": amount(rng, 2, (2, 4, 6))} for each in periods
        ]
        case["load_rate_discount"] = rng.random() < 0.4
    if rng.random() < 0.6:
        case |= {"pf_standard": rng.choice(["0.90", "0.85"]), "power_factor": f"{rng.uniform(0.5, 1):.3f}"}
    if rng.random() < 0.5:
        case["fund_price"] = amount(rng, 0.1, (4, 8))
    if rng.random() < 0.3:
        case |= {"days_in_month": rng.choice([28, 30, 31]), "suspended_days": rng.randint(0, 28)}
    return case


def meter(rng):
    def segment():
        digits = rng.randint(3, 6)
        previous, current = (amount(rng, 10**digits - 1, (0, 2)) for _ in range(2))
        return {
            "previous": previous,
            "current": current,
            "digits": digits,
            "multiplier": rng.choice(["1", "20", "80", "1.5"]),
        }

    return {"segments": [segment() for _ in range(rng.randint(1, 3))], "unit_price": amount(rng, 1.5, (2, 4))}


def meter_error_refund(rng):
    province = rng.choice(list(second_opinion.TOU))
    used, bills = F(near_an_edge(rng, province)), []
    for month in sorted(rng.sample(range(1, 25), rng.randint(1, 4))):
        kind = rng.choice(["residential_tiered", "residential_tiered_tou"])
        names = ("kwh",) if kind == "residential_tiered" else ("peak_kwh", "valley_kwh")
        energy = {name: amount(rng, 400) for name in names}
        given = {"province": province, "year_month": f"{2024 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}"}
        bills.append({"kind": kind, "input": given | {"cumulative_before": str(float(used))} | energy})
        used += sum(map(F, energy.values()))
    rng.shuffle(bills)
    error, tolerance = f"{rng.uniform(-20, 20):.2f}", rng.choice(["0.5", "1", "2"])
    return {"error_percent": error, "tolerance_percent": tolerance, "bills": bills}


def agency_purchase(rng):
    periods = rng.sample(["peak", "flat", "valley"], rng.randint(1, 3)) if rng.random() < 0.8 else ["all"]
    case = {
        "province": "上海",
        "year_month": "2026-08",
        "scheme": "single_part",
        "level": "lt1kv",
        "energy": [{"period": each, "kwh": amount(rng, 2e5)} for each in periods],
        "left_market": rng.random() < 0.2,
    }
    if rng.random() < 0.5:
        names = rng.sample(list(second_opinion.SHANGHAI), rng.randint(1, 5))
        case["components"] = {name: amount(rng, 0.6, (4, 6)) for name in names}
    if rng.random() < 0.5:
        case["ratios"] = {"peak": amount(rng, 2, (2,)), "valley": amount(rng, 1, (2,))}
        case["time_of_use_on"] = rng.choice([["purchase"], ["purchase", "transmission"]])
    if rng.random() < 0.5:
        case |= {"pf_standard": rng.choice(["0.90", "0.85"]), "power_factor": f"{rng.uniform(0.5, 1):.3f}"}
    if rng.random() < 0.5:
        basic = {"basis": "contract_demand", "contract_demand_kw": "300", "max_demand_kw": amount(rng, 500)}
        price = {"capacity_kva": "315", "demand_price": amount(rng, 50), "load_rate_discount": rng.random() < 0.5}
        case |= {"scheme": "two_part", "level": "1_10kv", **basic, **price}
        case["components"] = case.get("components", {}) | {"transmission": "0.1623"}
    return case


def agricultural(rng):
    case = {
        "use": rng.choice(["planting", "livestock", "irrigation_station"]),
        "capacity_kva": str(rng.choice([100, 315, 3200, 5000])),
        "energy": [{"kwh": amount(rng, 1e5), "price": amount(rng, 1, (4,))} for _ in range(rng.randint(1, 3))],
    }
    if rng.random() < 0.6:
        case["power_factor"] = f"{rng.uniform(0.4, 1):.3f}"
    return case | ({"fund_price": amount(rng, 0.02, (6,))} if rng.random() < 0.5 else {})


MAKERS = (
    residential_tiered, residential_tiered_tou, ev_tou, late_fee, power_factor, two_part, meter, meter_error_refund,
    agency_purchase, agricultural,
)  # fmt: skip


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_two_implementations_agree_to_the_cent(make):
    rng = random.Random(f"{make.__name__} 20261120")
    kind = make.__name__
    judge = getattr(second_opinion, kind)
    for _ in range(CASES // len(MAKERS) + 1):
        case = make(rng)
        first = int(calculate(kind, case).total * 100)
        assert first == judge(case), case
