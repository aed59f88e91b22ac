"""What the product knows about a customer, as plain records: the input of features, segments and recommendations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Category = Literal["residential", "agricultural", "industrial", "commercial"]
Basis = Literal["capacity", "contract_demand", "actual_demand"]  # as in ``tariffs``' two-part bills


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """One billing month (the month of use). Energy in kWh, demand in kW, money in yuan."""

    month: str  # YYYY-MM
    kwh: Decimal
    peak_kwh: Decimal | None = None
    valley_kwh: Decimal | None = None
    max_demand_kw: Decimal | None = None
    power_factor: Decimal | None = None
    total: Decimal | None = None  # the billed amount, when there is a bill
    paid: bool = True
    overdue: bool = False  # unpaid past its due date on the day of the record
    days_late: int = 0  # between the due date and the payment; 0: in time or unpaid
    paid_online: bool | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Something the customer came with: ``matter`` is the type of a ticket or the intent of a chat."""

    day: date
    matter: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Energy (kWh) of one interval that begins at a moment of local time."""

    read_at: datetime
    kwh: float


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer with the months on record, oldest first."""

    account_number: str
    province: str
    area: Literal["urban", "rural", "remote"]
    category: Category
    # residential_tiered | residential_tiered_tou | agricultural | two_part_10kv | single_part_commercial_tou …
    tariff: str
    months: tuple[MonthRecord, ...]
    kwh_before: Decimal | None = None  # the first tier year's energy before the first month on record
    valley_share: Decimal | None = None  # share of energy in the valley window of each month's time-of-use rule
    household_members: int | None = None
    has_household_quota: bool = False
    ev_kwh_month: Decimal | None = None  # charged into the own car on the home's meter, where metered or said
    tags: tuple[str, ...] = ()  # from the register (elderly_living_alone, ev_owner …), never guessed
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    period_shares: Mapping[str, Decimal] = field(default_factory=dict)
    capacity_kva: Decimal | None = None
    contract_demand_kw: Decimal | None = None
    basis: Basis | None = None  # of the basic charge; None: a contract demand where one is agreed, else capacity
    reminders: int = 0  # payment reminders in the last 12 months
    complaints: int = 0  # complaints in the last 12 months, those among the contacts not counted
    online_share: Decimal | None = None  # of payments and contacts, 0 … 1, where single payments are not on record
    contacts: tuple[Contact, ...] = ()
    readings: tuple[Reading, ...] = ()
    recommendation_opt_out: bool = False
