"""Was the advice on the basis of the demand charge right? Tried on the days of real enterprises.

For each enterprise: advise on 2015, then bill January to September 2016 as before and as advised. What is real: how
each one's busiest day changed from month to month. What is assumed, because the data hold days, not quarter hours:

- the demand of a month is the mean load of its busiest day; a steady shape within the day changes all demands alike;
- the transformer is the smallest standard one that carried the first year's demand at a power factor of 0.9; whoever
  later drew more than it can carry is left out, for then it was another one;
- the customer pays by capacity, or by a contract for the highest demand of the first year;
- prices are Shanghai's of 2026 (confidence M); energy costs nothing here, so that harm is counted against the basic
  charge alone.

The oracle knows 2016 and chooses among the same: capacity, actual demand, or any one contract demand.
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

from .accounts import Account, score_accounts
from .business_year import two_part_cases
from .enterprises import daily_energy
from .packages import capacity_billing, contract_demand
from .packages.capacity_billing import BY_CAPACITY
from .packages.contract_demand import best_option
from .records import CustomerRecord, MonthRecord
from .year import Case, changed, saving_between

Basis = Literal["capacity", "contract"]
Change = dict[str, Any]
BASES: tuple[Basis, ...] = ("capacity", "contract")
ENTERPRISES = "yangzhong_daily.csv.xz"
PRICES_OF, AS_OF, YEARS_ON = "上海", date(2026, 11, 20), 10  # 2015 becomes 2025, so that today's rules apply
TRAINED = 12  # months
# Standard ratings of distribution transformers (GB/T 6451), kVA; two-part tariffs begin at 100
RATINGS = (100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500)
_POWER_FACTOR = Decimal("0.9")
BY_ACTUAL: Change = {"basis": "actual_demand"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What one enterprise was advised after the first year, and its months after that."""

    record: CustomerRecord
    advised: Change | None
    before: tuple[Case, ...]
    after: tuple[Case, ...]


def choices(path: Path, basis: Basis, every: int = 1) -> Iterator[Choice]:
    """Advise each n-th enterprise that is large enough and did not stand still for a month."""
    for record, later in _records(path, basis, every):
        before = two_part_cases(record, AS_OF)
        if before is None:
            continue
        after = [replace(before[0], input=before[0].input | {"max_demand_kw": demand}) for demand in later]
        yield Choice(record, _advised(record, before), before, tuple(after))


def score_choices(found: Sequence[Choice]) -> dict[str, Any]:
    """Against the best choice in hindsight, and against the one basis that was cheapest for all in the first year."""
    cheapest = max((BY_CAPACITY, BY_ACTUAL, {}), key=lambda change: sum(_saving(each.before, change) for each in found))
    return score_accounts([_account(each, cheapest) for each in found])


def business_backtest(folder: Path, every: int = 1) -> dict[str, dict[str, Any]]:
    """The score by how the customers paid before; empty where the data are absent."""
    path = folder / ENTERPRISES
    if not path.exists():
        return {}
    return {f"basic charge, by {basis} before": score_choices(list(choices(path, basis, every))) for basis in BASES}


def _records(path: Path, basis: Basis, every: int) -> Iterator[tuple[CustomerRecord, list[Decimal]]]:
    """Each enterprise at the end of the first year, with the demands (kW) of the months after it."""
    names, days = daily_energy(path)
    months = [month for month in sorted(days) if month >= "2015-01"]
    for place in range(0, len(names), every):
        demands = [
            Decimal(round(float(days[month][:, place].max()) / 24, 1)).quantize(Decimal("0.1")) for month in months
        ]
        record = _record(names[place], months, demands, basis)
        if record is not None and max(demands) <= (record.capacity_kva or 0):
            yield record, demands[TRAINED:]


def _record(name: str, months: Sequence[str], demands: Sequence[Decimal], basis: Basis) -> CustomerRecord | None:
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
            for month, kw in zip(months[:TRAINED], demands, strict=False)
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


def _advised(record: CustomerRecord, cases: Sequence[Case]) -> Change | None:
    """The change that the product recommends: the better of the two packages, as ``recommendation`` ranks them."""
    by_demand, by_capacity = (module.consider(record, AS_OF) for module in (contract_demand, capacity_billing))
    if by_capacity and (not by_demand or (by_capacity.yearly_saving or 0) > (by_demand.yearly_saving or 0)):
        return BY_CAPACITY
    option = best_option(record, AS_OF, cases) if by_demand else None
    return option.change if option else None


def _account(choice: Choice, cheapest: Change) -> Account:
    after = choice.after
    return Account(
        case=choice.record.account_number,
        bill=sum((case.bill().total for case in after), Decimal(0)),
        is_advised=choice.advised is not None,
        ours=_saving(after, choice.advised or {}),
        oracle=max(_saving(after, change) for change in ({}, BY_CAPACITY, BY_ACTUAL, *_contracts(after))),
        average=_saving(after, cheapest),
    )


def _saving(cases: Sequence[Case], change: Change) -> Decimal:
    return saving_between(cases, changed(cases, change)).amount


def _contracts(cases: Sequence[Case]) -> list[Change]:
    """The contracts among which the cheapest one lies: the cost bends only where a month's demand leaves the 105 %."""
    bends = {int(Decimal(case.input["max_demand_kw"]) / Decimal("1.05")) + step for case in cases for step in (0, 1)}
    return [{"basis": "contract_demand", "contract_demand_kw": Decimal(bend)} for bend in sorted(bends) if bend > 0]
