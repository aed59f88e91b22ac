"""A customer's own account as JSON, for the customer."""

from __future__ import annotations

from typing import Any

from api.customers.models import Customer
from api.tickets.presentation import mask_phone

CATEGORY_LABELS = {
    "residential": "居民生活用电",
    "agricultural": "农业生产用电",
    "industrial": "工业用电",
    "commercial": "商业用电",
}


def account_wire(customer: Customer) -> dict[str, Any]:
    """What the customer may read of their own account; name and phone stay masked, they know them."""
    return {
        "name_masked": mask_name(customer.name),
        "account_number": customer.account_number,
        "account_masked": mask_account(customer.account_number),
        "address": customer.address,
        "category_label": CATEGORY_LABELS.get(customer.category, customer.category),
        "phone_masked": mask_phone(customer.phone),
    }


def mask_name(name: str) -> str:
    """王** for 王建国; companies keep their first two and last two characters."""
    if len(name) <= 4:
        return name[:1] + "*" * (len(name) - 1)
    return f"{name[:2]}{'*' * (len(name) - 4)}{name[-2:]}"


def mask_account(account_number: str) -> str:
    """The last four digits."""
    return "*" * (len(account_number) - 4) + account_number[-4:]
