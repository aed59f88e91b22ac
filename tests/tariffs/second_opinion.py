"""A second implementation of the calculations, written apart from the first: exact fractions, prices typed in anew from
the domain notes, tiers as an integral of a price curve. It exists only to disagree."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction as F
from itertools import pairwise
from math import floor

TIERS = {  # price 1, price 2, price 3, monthly limits
    "山东": ("0.5469", "0.5969", "0.8469", 210, 400),
    "浙江": ("0.538", "0.588", "0.838", 230, 400),
    "河南": ("0.56", "0.61", "0.86", 180, 260),
    "湖北": ("0.558", "0.608", "0.858", 180, 400),
    "江苏": ("0.5283", "0.5783", "0.8283", 230, 400),
    "北京": ("0.4883", "0.5383", "0.7883", 240, 400),
}
TOU = {
    "山东": ("0.5769", "0.3769"),
    "浙江": ("0.568", "0.288"),
    "河南": ("0.59", "0.44"),
    "江苏": ("0.5583", "0.3583"),
}
EV_HOUR_PRICES = ["0.43"] * 7 + ["0.58"] * 10 + ["0.68"] * 3 + ["0.78"] * 2 + ["0.68"] + ["0.43"]


def cents(amount):
    """Half away from zero, in whole cents."""
    sign = -1 if amount < 0 else 1
    return sign * floor(abs(amount) * 100 + F(1, 2))


def limits(case):
    """Yearly limits of tiers 1 and 2."""
    first, second = TIERS[case["province"]][3:]
    months = case.get("months_connected", 12)
    extra = 100 * case.get("quota_months", months) if case.get("multi_person_quota") else 0
    moved = 0 if case["province"] == "山东" else extra
    return first * months + extra, second * months + moved


def energy_per_tier(case, kwh):
    """Walk the year's energy axis and measure the overlap of the month with each tier."""
    start = F(case["cumulative_before"])
    first, second = limits(case)
    edges = [F(0), F(first), F(second), F(10**12)]
    return [max(F(0), min(start + kwh, top) - max(start, low)) for low, top in pairwise(edges)]


def residential_tiered(case):
    kwh = max(F(0), F(case["kwh"]) - F(case.get("free_kwh", "0")))
    prices = map(F, TIERS[case["province"]][:3])
    return sum(cents(part * price) for part, price in zip(energy_per_tier(case, kwh), prices, strict=True))


def residential_tiered_tou(case):
    peak, valley = F(case["peak_kwh"]), F(case["valley_kwh"])
    peak_price, valley_price = map(F, TOU[case["province"]])
    year, month = map(int, case["year_month"].split("-"))
    if case["province"] == "山东" and (month >= 11 or month <= 3) and (year, month) >= (2022, 11):
        valley_price -= F("0.03")
    tiers = energy_per_tier(case, peak + valley)
    surcharges = cents(tiers[1] * F("0.05")) + cents(tiers[2] * F("0.3"))
    return cents(peak * peak_price) + cents(valley * valley_price) + surcharges


def ev_tou(case):
    by_price = {}
    for hour, kwh in case["kwh_by_hour"].items():
        price = EV_HOUR_PRICES[int(hour)]
        by_price[price] = by_price.get(price, F(0)) + F(kwh)
    return sum(cents(F(price) * kwh) for price, kwh in by_price.items())


def late_fee(case):
    """Count the late days one by one."""
    due, paid = date.fromisoformat(case["due_date"]), date.fromisoformat(case["pay_date"])
    amount, same, later = F(case["amount"]), 0, 0
    day = due + timedelta(days=1)
    while day <= paid:
        same, later = (same + 1, later) if day.year == due.year else (same, later + 1)
        day += timedelta(days=1)
    if case["category"] == "residential":
        fee = cents(amount * (same + later) / 1000)
    else:
        fee = cents(amount * same * 2 / 1000) + cents(amount * later * 3 / 1000)
    return max(fee, 100) if amount and same + later else fee


def factor_percent(standard, factor):
    """Hundredths of a percent, step by step away from the standard, for whole hundredths."""
    percent, step = 0, standard
    while step > factor:
        step -= 1
        below = standard - step
        percent += 50 if below <= 20 else 100 if below <= 25 else 200
    rewards = {90: [15] * 5, 85: [10] * 5 + [15] * 4, 80: [10] * 10 + [15] * 2}[standard]
    return percent if factor < standard else -sum(rewards[: factor - standard])


def power_factor(case):
    standard, factor = cents(F(case["standard"])), cents(F(case["power_factor"]))
    return cents(F(case["base_amount"]) * factor_percent(standard, factor) / 10000)


def two_part(case):
    energy = [(F(each["kwh"]), F(each["price"])) for each in case.get("energy", [])]
    kwh = sum((each[0] for each in energy), F(0))
    charged = sum(cents(amount * price) for amount, price in energy) + basic_charge(case, kwh)
    total = charged
    if "power_factor" in case:
        standard, factor = cents(F(case["pf_standard"])), cents(F(case["power_factor"]))
        total += cents(F(charged, 100) * factor_percent(standard, factor) / 10000)
    return total + (cents(kwh * F(case["fund_price"])) if "fund_price" in case else 0)


def basic_charge(case, kwh):
    used = F(1)
    if case.get("suspended_days", 0) >= 15:
        used = F(case["days_in_month"] - case["suspended_days"], case["days_in_month"])
    if case["basis"] == "capacity":
        return cents(F(case["capacity_kva"]) * F(case["capacity_price"]) * used)
    price = F(case["demand_price"]) * used
    if case.get("load_rate_discount") and kwh >= 260 * F(case["capacity_kva"]):
        price = price * 9 / 10
    demand = F(case["max_demand_kw"])
    if case["basis"] == "actual_demand":
        return cents(demand * price)
    contract = F(case["contract_demand_kw"])
    over = max(F(0), demand - contract * F("1.05"))
    return cents(contract * price) + cents(2 * over * price)


def meter(case):
    kwh = F(0)
    for part in case["segments"]:
        turned = F(part["current"]) - F(part["previous"])
        kwh += (turned if turned >= 0 else turned + 10 ** part["digits"]) * F(part["multiplier"])
    return cents(kwh * F(case["unit_price"]))


def meter_error_refund(case):
    """Bill the recorded and the right energy by walking the year twice, once with each."""
    factor = 1 + F(case["error_percent"]) / 100
    if abs(factor - 1) * 100 <= F(case["tolerance_percent"]):
        return 0
    total, less = 0, {}
    for bill in sorted(case["bills"], key=lambda each: each["input"]["year_month"]):
        given = dict(bill["input"])
        year, names = given["year_month"][:4], [name for name in ("kwh", "peak_kwh", "valley_kwh") if name in given]
        right = given | {name: F(floor(F(given[name]) / factor * 10000 + F(1, 2)), 10000) for name in names}
        right["cumulative_before"] = max(F(0), F(given["cumulative_before"]) + less.get(year, 0))
        less[year] = less.get(year, F(0)) + sum(right[name] - F(given[name]) for name in names)
        judge = residential_tiered if bill["kind"] == "residential_tiered" else residential_tiered_tou
        total += judge(right) - judge(given)
    return total


SHANGHAI = {  # August 2026, single-part below 1 kV, as published
    "purchase": "0.428899", "losses": "0.013266", "system": "0.037833", "transmission": "0.2891", "funds": "0.029115",
}  # fmt: skip


def agency_purchase(case):
    """Each period's parts one by one; what is published for Shanghai unless other parts are given."""
    parts = {name: F(price) for name, price in (SHANGHAI | case.get("components", {})).items()}
    ratios = {"flat": "1", "all": "1", "peak": "1.2", "valley": "0.55"} | case.get("ratios", {})
    if case.get("left_market"):
        parts["purchase"] = parts["purchase"] * 3 / 2
    both = case.get("time_of_use_on", ["purchase", "transmission"])
    kwh = sum(F(each["kwh"]) for each in case["energy"])
    charged = cents(kwh * parts["losses"]) + cents(kwh * parts["system"])
    for name in ("purchase", "transmission"):
        if name in both:
            charged += sum(cents(F(each["kwh"]) * parts[name] * F(ratios[each["period"]])) for each in case["energy"])
        else:
            charged += cents(kwh * parts[name])
    if "basis" in case:
        charged += basic_charge(case, kwh)
    total = charged + cents(kwh * parts["funds"])
    if "power_factor" in case:
        standard, factor = cents(F(case["pf_standard"])), cents(F(case["power_factor"]))
        total += cents(F(charged, 100) * factor_percent(standard, factor) / 10000)
    return total


def agricultural(case):
    """Energy, the power factor of the case's own standard, funds."""
    charged = sum(cents(F(each["kwh"]) * F(each["price"])) for each in case["energy"])
    total, capacity = charged, F(case["capacity_kva"])
    if "power_factor" in case:
        standard = 80 if case["use"] != "irrigation_station" else 90 if capacity >= 3200 else 85
        total += cents(F(charged, 100) * factor_percent(standard, cents(F(case["power_factor"]))) / 10000)
    kwh = sum(F(each["kwh"]) for each in case["energy"])
    return total + (cents(kwh * F(case["fund_price"])) if "fund_price" in case else 0)
