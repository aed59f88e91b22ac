"""``python -m api.customers.hint_review``: what the complaint hint was worth on this installation's records.

Prints the review. From enough complaints on it also keeps the rates, which the hint then names to agents instead of
saying that nobody has tested it. Customers who switched personal features off take no part.
"""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

from api.customers.hint import LOOKED_BACK, RATES, ComplaintHints
from api.customers.repository import CustomerRepository
from api.platform import Platform
from api.settings import get_settings
from customers import ComplaintRates, review_hints

REVIEWED = LOOKED_BACK + timedelta(days=365 + 90)  # a year of months, what came after the last, what was known before


async def review_records(platform: Platform) -> dict[str, Any]:
    """Review all customers and keep the rates if there are enough complaints."""
    now = platform.clock.now()
    async with platform.database.reading() as session:
        hints = ComplaintHints(session, platform)
        customers = await CustomerRepository(session).without_opt_out()
        histories = [await hints.history(each, now - REVIEWED, now - REVIEWED) for each in customers]
    figures = await asyncio.to_thread(review_hints, histories, now.date())
    if rates := ComplaintRates.of(figures, now.date()):
        rates.write(platform.settings.var / RATES)
    return figures


async def _main() -> None:
    platform = Platform(get_settings())
    try:
        print(json.dumps(await review_records(platform), indent=1, ensure_ascii=False))
    finally:
        await platform.close()


if __name__ == "__main__":
    asyncio.run(_main())
