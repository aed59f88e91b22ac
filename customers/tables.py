"""The tables that features are computed from, in DuckDB on one machine and in Spark on a cluster alike.

Types are written as ibis reads them. ``customers`` and ``months`` must be there; ``contacts`` and ``readings`` may be
empty. ``seasons`` comes from the fitted model.
"""

from __future__ import annotations

CUSTOMERS = {
    "account_number": "string",
    "category": "string",  # residential | commercial | industrial | agricultural
    "tags": "array<string>",  # of the register, never guessed
    "valley_share": "float64",  # 0 … 1, where the register knows it
    "online_share": "float64",  # of payments and contacts, where single payments are not on record
    "reminders": "int64",  # payment reminders in the last 12 months
    "complaints": "int64",  # in the last 12 months, those among the contacts not counted
}
MONTHS = {
    "account_number": "string",
    "month": "string",  # YYYY-MM, once for each customer
    "kwh": "float64",
    "peak_kwh": "float64",
    "valley_kwh": "float64",
    "max_demand_kw": "float64",
    "is_overdue": "boolean",  # unpaid past its due date
    "days_late": "int64",  # days between the due date and the payment; 0 or null: in time or unpaid
    "is_paid_online": "boolean",
}
CONTACTS = {
    "account_number": "string",
    "day": "date",
    "matter": "string",  # the type of a ticket, or the intent of a chat
    "is_online": "boolean",
}
READINGS = {"account_number": "string", "read_at": "timestamp", "kwh": "float64"}  # of a quarter, half or whole hour
SEASONS = {"category": "string", "month_number": "int64", "ratio": "float64"}  # log of the month against the year

TABLES = {"customers": CUSTOMERS, "months": MONTHS, "contacts": CONTACTS, "readings": READINGS}
