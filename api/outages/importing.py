"""``python -m api.outages.importing topology|aliases FILE.csv``: the grid's records, from a CSV file with a header.

topology: 户号 account_number, 台区 transformer, 线路 feeder. aliases: 别名 alias, 标准名 name, 城市 city (or empty).
Rows are stored in batches, those that exist are replaced, bad ones are named by their line and stop nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Annotated, Any

from pydantic import BaseModel, BeforeValidator, StringConstraints, ValidationError

from api.database import Base, Database
from api.files import UnreadableFile, row_problem
from api.outages.models import PlaceAlias, SupplyPoint
from api.outages.repository import OutageRepository
from api.outages.schemas import Name
from api.settings import get_settings
from api.texts import AccountNumber, clean

BATCH = 2000
HEADINGS = {
    "户号": "account_number",
    "台区": "transformer",
    "变压器": "transformer",
    "线路": "feeder",
    "馈线": "feeder",
    "别名": "alias",
    "标准名": "name",
    "城市": "city",
}


class TopologyRow(BaseModel):
    """How one account is fed."""

    account_number: AccountNumber
    transformer: Name
    feeder: Name


class AliasRow(BaseModel):
    """Another name of a place."""

    alias: Name
    name: Name
    city: Annotated[str, BeforeValidator(clean), StringConstraints(max_length=30)] = ""


TABLES: dict[str, tuple[type[BaseModel], type[Base], tuple[str, ...]]] = {
    "topology": (TopologyRow, SupplyPoint, ("account_number",)),
    "aliases": (AliasRow, PlaceAlias, ("alias", "city")),
}


@dataclass(slots=True)
class ImportReport:
    """What became of the rows."""

    accepted: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


class RecordImport:
    """One file of one kind: topology or aliases."""

    def __init__(self, database: Database, kind: str) -> None:
        self._database = database
        self._row, self._table, self._keys = TABLES[kind]

    async def run(self, file: IO[str]) -> ImportReport:
        """Store what is good. Raises UnreadableFile before anything is stored when the header lacks a column."""
        report, batch = ImportReport(), dict[tuple[str, ...], dict[str, Any]]()
        for line, fields in self._rows(file):
            try:
                row = self._row.model_validate(fields).model_dump()
            except ValidationError as error:
                report.errors.append((line, row_problem(error)))
                continue
            batch[tuple(row[key] for key in self._keys)] = row  # a later line of the same key wins
            report.accepted += 1
            if len(batch) == BATCH:
                await self._store(batch)
        await self._store(batch)
        return report

    def _rows(self, file: IO[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        reader = csv.reader(file)
        header = [
            HEADINGS.get(name.strip().lstrip("\ufeff"), name.strip().lstrip("\ufeff")) for name in next(reader, [])
        ]
        missing = {name for name, each in self._row.model_fields.items() if each.is_required()} - set(header)
        if missing:
            raise UnreadableFile(f"表头缺少：{'、'.join(sorted(missing))}。")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, {name: cell for name, cell in zip(header, cells, strict=False) if name}

    async def _store(self, batch: dict[tuple[str, ...], dict[str, Any]]) -> None:
        if batch:
            async with self._database.session() as session:
                await OutageRepository(session).upsert(self._table, list(batch.values()))
        batch.clear()


async def main(arguments: list[str]) -> int:
    """Import one file; says how many rows were taken and which were not."""
    parser = argparse.ArgumentParser(prog="python -m api.outages.importing")
    parser.add_argument("kind", choices=sorted(TABLES))
    parser.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    database = Database(get_settings().database_url)
    try:
        with options.file.open(encoding="utf-8-sig", newline="") as file:
            report = await RecordImport(database, options.kind).run(file)
    except (OSError, UnicodeDecodeError, UnreadableFile) as error:
        print(f"{options.file}：{error}", file=sys.stderr)
        return 1
    finally:
        await database.close()
    for line, reason in report.errors:
        print(f"第{line}行：{reason}", file=sys.stderr)
    print(f"已导入 {report.accepted} 行，未导入 {len(report.errors)} 行。")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
