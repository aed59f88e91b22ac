"""``python -m api.tickets.corrections FILE``: agents' corrections as labelled rows, with where they come from.

A line of the file is one JSON object: text (personal details masked), type, category, and the provenance: ticket, from
(what triage had said), agent, at, reason. The last correction of a ticket counts.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.database import Database
from api.storage import Storage
from api.tickets.models import TicketCorrection
from api.tickets.repository import TicketRepository


def correction_rows(corrections: Iterable[TicketCorrection]) -> list[dict[str, Any]]:
    """One row for each corrected ticket, in the order of the corrections."""
    latest = {correction.ticket_id: correction for correction in corrections}
    return [_row(correction) for correction in latest.values()]


def _row(correction: TicketCorrection) -> dict[str, Any]:
    return {
        "text": correction.masked_text,
        "type": correction.to_type,
        "category": correction.to_category,
        "ticket": correction.ticket_id,
        "from": f"{correction.from_type}/{correction.from_category}" if correction.from_type else None,
        "agent": correction.agent,
        "at": correction.at.isoformat(),
        "reason": correction.reason,
    }


async def _read(url: str) -> list[dict[str, Any]]:
    database = Database(url)
    try:
        async with database.reading() as session:
            return correction_rows(await TicketRepository(session).corrections())
    finally:
        await database.close()


def main(
    target: Annotated[Path, typer.Argument(help="the file training reads (DIANDA_CORRECTIONS there)")],
    database: Annotated[str, typer.Option(help="the product's, where the settings do not say it")] = "",
) -> None:
    """Write the file anew; a product that was never started has no corrections, which is no error."""
    try:
        rows = asyncio.run(_read(database or Storage().database_url))
    except SQLAlchemyError as error:
        print(f"no corrections were read from the database ({type(error).__name__}); {target} stays as it is")
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    target.write_text(lines, encoding="utf-8")
    print(f"{len(rows)} corrections by agents → {target}")


if __name__ == "__main__":
    typer.run(main)
