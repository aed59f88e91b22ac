"""Was the advice on the basis of the demand charge right? Tried on the days of real enterprises.

Each enterprise is advised at the end of 2015 and again every quarter, as often as the basis may be changed, from the
twelve months known on the day of the application: in January for February to April, and so on to September 2016. Its
basic charge is billed as before and as advised. What is real: how each one's busiest day changed from month to month.
What is assumed, because the data hold days, not quarter hours:

- the demand of a month is the mean load of its busiest day; a steady shape within the day changes all demands alike;
- the transformer is the smallest standard one that carried the first year's demand at a power factor of 0.9; whoever
  later drew more than it can carry is left out, for then it was another one;
- the customer pays by capacity, or by a contract for the highest demand of the first year;
- prices are Shanghai's of 2026 (confidence M), without the discount for a high load rate: it needs real demands.

Harm is counted against the basic charge alone, and once more against the whole bill with energy at a flat price; that
is flattered, because demand within the day is missing in the basic charge. The oracle knows 2016 and chooses each
quarter among the same: capacity, actual demand, or one contract demand; a second one chooses once for all months.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from tariffs.catalogue import rows_of
from tariffs.schedules import TransmissionRow

from .accounts import Account, score_accounts, share
from .business_year import BY_ACTUAL, BY_CAPACITY, basis_of, two_part_cases
from .enterprises import daily_energy
from .packages import capacity_billing, contract_demand
from .packages.contract_demand import best_option
from .records import CustomerRecord, MonthRecord
from .year import Case, changed, saving_between

Before = Literal["capacity", "contract"]
Change = dict[str, Any]
BEFORE: tuple[Before, ...] = ("capacity", "contract")
ENTERPRISES = "yangzhong_daily.csv.xz"
PRICES_OF, YEARS_ON = "上海", 10  # 2015 becomes 2025, so that today's rules apply
ENERGY_PRICE = Decimal("0.6714")  # yuan/kWh, flat: Shanghai, 10 kV, 2026-08, all parts of agency purchase
TRAINED, QUARTER = 12, 3  # months
# Standard ratings of distribution transformers (GB/T 6451), kVA; two-part tariffs begin at 100
RATINGS = (100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500)
_POWER_FACTOR = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Quarter:
    """Months of one enterprise, billed as before any advice, and the basis that it had been advised by then."""

    cases: tuple[Case, ...]
    basis: Change


@dataclass(frozen=True, slots=True)
class Followed:
    """An enterprise that did as it was advised: its first year, the quarters after it, and their energy in yuan."""

    record: CustomerRecord
    before: tuple[Case, ...]
    quarters: tuple[Quarter, ...]
    energy: Decimal

    @property
    def is_advised(self) -> bool:
        """Whether it ever changed."""
        return any(changed(each.cases, each.basis) != each.cases for each in self.quarters)


def follow(path: Path, basis: Before, every: int = 1) -> Iterator[Followed]:
    """Advise each n-th enterprise that is large enough and did not stand still for a month."""
    for record, energy in _records(path, basis, every):
        before = two_part_cases(_known(record, TRAINED), _day(record, TRAINED)) or ()
        yield Followed(record, before, tuple(_quarters(record, before[0])), energy)


def score(found: Sequence[Followed]) -> dict[str, Any]:
    """Against the best choice in hindsight, and against the one basis that was cheapest for all in the first year."""
    cheapest = max((BY_CAPACITY, BY_ACTUAL, {}), key=lambda change: sum(_saving(each.before, change) for each in found))
    accounts = [_account(each, cheapest) for each in found]
    whole = score_accounts(
        [replace(each, bill=each.bill + one.energy) for each, one in zip(accounts, found, strict=True)]
    )
    once = sum((_best(_months(each)) for each in found), Decimal(0))
    return score_accounts(accounts) | {
        "saving_of_oracle_choosing_once": share(float(sum(each.ours for each in accounts)), float(once)),
        "worse_off_by_more_than_1_percent_of_whole_bill": whole["worse_off_by_more_than_1_percent"],
        "largest_loss_percent_of_whole_bill": whole["largest_loss_percent"],
    }


def business_backtest(folder: Path, every: int = 1) -> dict[str, dict[str, Any]]:
    """The score by how the customers paid before; empty where the data are absent."""
    path = folder / ENTERPRISES
    if not path.exists():
        return {}
    return {f"basic charge, by {basis} before": score(list(follow(path, basis, every))) for basis in BEFORE}


def _quarters(record: CustomerRecord, usual: Case) -> Iterator[Quarter]:
    """One applies in the month before a quarter, when the month before that is on record."""
    now = record
    for start in range(TRAINED + 1, len(record.months), QUARTER):
        change = _advised(_known(now, start - 1), _day(record, start - 1))
        now = replace(
            now,
            basis=change.get("basis", now.basis),
            contract_demand_kw=change.get("contract_demand_kw", now.contract_demand_kw),
        )
        basis = {"basis": basis_of(now)} | (
            {"contract_demand_kw": now.contract_demand_kw} if now.contract_demand_kw is not None else {}
        )
        demands = [month.max_demand_kw for month in record.months[start : start + QUARTER]]
        yield Quarter(tuple(replace(usual, input=usual.input | {"max_demand_kw": each}) for each in demands), basis)


def _known(record: CustomerRecord, months: int) -> CustomerRecord:
    return replace(record, months=record.months[:months])


def _day(record: CustomerRecord, month: int) -> date:
    """The day of an application in a month, early enough to hold from the next one on."""
    return date.fromisoformat(f"{record.months[month].month}-10")


def _records(path: Path, basis: Before, every: int) -> Iterator[tuple[CustomerRecord, Decimal]]:
    """Each enterprise with all its months, and what its energy cost in those that are accounted (yuan)."""
    names, days = daily_energy(path)
    months = [month for month in sorted(days) if month >= "2015-01"]
    for place in range(0, len(names), every):
        demands = [
            Decimal(round(float(days[month][:, place].max()) / 24, 1)).quantize(Decimal("0.1")) for month in months
        ]
        record = _record(names[place], months, demands, basis)
        if record is not None and max(demands) <= (record.capacity_kva or 0):
            kwh = sum(float(days[month][:, place].sum()) for month in months[TRAINED + 1 :])
            yield record, round(Decimal(kwh)) * ENERGY_PRICE


def _record(name: str, months: Sequence[str], demands: Sequence[Decimal], basis: Before) -> CustomerRecord | None:
    highest = max(demands[:TRAINED])
    rating = next((each for each in RATINGS if each * _POWER_FACTOR >= highest), None)
    if rating is None or highest < RATINGS[0] * _POWER_FACTOR / 2 or min(demands) <= 0:
        return None
    capacity, demand = _prices()
    return CustomerRecord(
        account_number=name,
        province=PRICES_OF,
        area="urban",
        category="industrial",
        tariff="two_part_10kv",
        months=tuple(
            MonthRecord(f"{int(month[:4]) + YEARS_ON}{month[4:]}", Decimal(0), max_demand_kw=kw)
            for month, kw in zip(months, demands, strict=True)
        ),
        prices={"energy": Decimal(0), "demand_per_kw": demand, "capacity_per_kva": capacity},
        capacity_kva=Decimal(rating),
        contract_demand_kw=highest.to_integral_value(rounding="ROUND_CEILING") if basis == "contract" else None,
    )


def _prices() -> tuple[Decimal, Decimal]:
    """Yuan a kVA and yuan a kW, a month."""
    for row in rows_of(TransmissionRow):
        if (row.province, row.scheme, row.level) == (PRICES_OF, "two_part", "1_10kv"):
            return row.capacity_price or Decimal(0), row.demand_price or Decimal(0)
    raise LookupError(f"no two-part prices of {PRICES_OF}")


def _advised(record: CustomerRecord, as_of: date) -> Change:
    """The change that the product recommends: the better of the two packages, as ``recommendation`` ranks them."""
    by_demand, by_capacity = (module.consider(record, as_of) for module in (contract_demand, capacity_billing))
    if by_capacity and (not by_demand or (by_capacity.yearly_saving or 0) > (by_demand.yearly_saving or 0)):
        return BY_CAPACITY
    option = best_option(record, as_of, two_part_cases(record, as_of) or ()) if by_demand else None
    return option.change if option else {}


def _account(one: Followed, cheapest: Change) -> Account:
    months = _months(one)
    return Account(
        case=one.record.account_number,
        bill=sum((case.bill().total for case in months), Decimal(0)),
        is_advised=one.is_advised,
        ours=sum((_saving(each.cases, each.basis) for each in one.quarters), Decimal(0)),
        oracle=sum((_best(each.cases) for each in one.quarters), Decimal(0)),
        average=_saving(months, cheapest),
    )


def _months(one: Followed) -> list[Case]:
    return [case for quarter in one.quarters for case in quarter.cases]


def _best(cases: Sequence[Case]) -> Decimal:
    """The saving of the cheapest basis in hindsight. One contract costs least only where a month's demand just leaves
    its 105 %."""
    bends = {int(Decimal(case.input["max_demand_kw"]) / Decimal("1.05")) + step for case in cases for step in (0, 1)}
    contracts: list[Change] = [
        {"basis": "contract_demand", "contract_demand_kw": Decimal(bend)} for bend in bends if bend > 0
    ]
    return max(_saving(cases, change) for change in ({}, BY_CAPACITY, BY_ACTUAL, *contracts))


def _saving(cases: Sequence[Case], change: Change) -> Decimal:
    return saving_between(cases, changed(cases, change)).amount
