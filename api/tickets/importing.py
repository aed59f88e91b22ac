"""Importing tickets from a file: rows are checked one by one, stored in batches, and bad ones named by their line."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, BinaryIO

from pydantic import BaseModel, BeforeValidator, ValidationError

from api.errors import Conflict
from api.files import row_problem
from api.platform import Platform
from api.texts import Key, OptionalAccountNumber, OptionalLine, OptionalPhone, TicketText, clean_or_none
from api.tickets.filing import NewTicket
from api.tickets.queue import TriageQueue
from api.tickets.rows import Row, read_rows
from api.tickets.schemas import Channel
from api.tickets.service import TicketService

BATCH = 200  # rows in one transaction
MOST_NAMED = 1000  # bad rows that are named; the rest is counted: a wrong file may hold millions


class ImportedRow(BaseModel):
    """One row of the file; the channel is the hotline's unless given."""

    text: TicketText
    channel: Annotated[Channel | None, BeforeValidator(clean_or_none)] = None
    account_number: OptionalAccountNumber = None
    phone: OptionalPhone = None
    address: OptionalLine = None
    idempotency_key: Annotated[Key | None, BeforeValidator(clean_or_none)] = None


@dataclass(slots=True)
class ImportReport:
    """What became of the rows."""

    accepted: int = 0
    rejected: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)

    def reject(self, line: int, detail: str) -> None:
        """Count a bad row, and name it unless very many were named before."""
        self.rejected += 1
        if len(self.errors) < MOST_NAMED:
            self.errors.append({"line": line, "detail": detail})

    def to_wire(self) -> dict[str, Any]:
        """As in the HTTP contract."""
        errors = sorted(self.errors, key=lambda error: int(error["line"]))
        return {"accepted": self.accepted, "rejected": self.rejected, "errors": errors}


class TicketImport:
    """One file. The same file again files nothing twice: rows without a key get one from their content."""

    def __init__(self, platform: Platform, agent: str) -> None:
        self._platform = platform
        self._queue = TriageQueue(platform.redis)
        self._agent = agent
        self._seen: Counter[str] = Counter()

    async def run(self, file: BinaryIO) -> ImportReport:
        """Store what is good. Raises UnreadableFile before anything is stored when the file cannot be read."""
        report, rows = ImportReport(), read_rows(file)
        while batch := await asyncio.to_thread(self._checked, rows, report):
            await self._store(batch, report)
        return report

    def _checked(self, rows: Iterator[Row], report: ImportReport) -> list[tuple[int, NewTicket]]:
        """The next good rows, up to a batch; empty at the end of the file."""
        good: list[tuple[int, NewTicket]] = []
        for row in rows:
            problem = row.problem
            if problem is None:
                try:
                    good.append((row.line, self._new_ticket(ImportedRow.model_validate(row.fields))))
                except ValidationError as error:
                    problem = row_problem(error)
            if problem is not None:
                report.reject(row.line, problem)
            if len(good) == BATCH:
                break
        return good

    def _new_ticket(self, row: ImportedRow) -> NewTicket:
        fields = row.model_dump(exclude={"idempotency_key", "channel"})
        return NewTicket(
            **fields,
            channel=row.channel or "hotline_note",
            idempotency_key=row.idempotency_key or self._key_of(row),
            scope="import",
            created_by=f"agent:{self._agent}",
        )

    def _key_of(self, row: ImportedRow) -> str:
        """The row's content and, as two customers may say the same, which occurrence of it in the file this is."""
        digest = hashlib.sha256(json.dumps(row.model_dump(), ensure_ascii=False).encode()).hexdigest()
        self._seen[digest] += 1
        return f"row:{digest}:{self._seen[digest]}"

    async def _store(self, batch: Sequence[tuple[int, NewTicket]], report: ImportReport) -> None:
        created: list[str] = []
        async with self._platform.database.session() as session:
            outcomes = await TicketService(session, self._platform).create_all([new for _, new in batch])
            for (line, _), outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, Conflict):
                    report.reject(line, outcome.detail)
                    continue
                report.accepted += 1
                created += [outcome.ticket.ticket_id] if outcome.created else []
        if created:
            await self._queue.submit(created)
