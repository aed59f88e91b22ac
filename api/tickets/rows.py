"""Rows of an uploaded file, CSV with a header or JSON lines, read line by line; a bad row never hides the next one."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from api.files import UnreadableFile

NAMES = {
    "受理内容": "text",
    "内容": "text",
    "诉求内容": "text",
    "渠道": "channel",
    "户号": "account_number",
    "联系电话": "phone",
    "电话": "phone",
    "用电地址": "address",
    "地址": "address",
}
KNOWN = ("text", "channel", "account_number", "phone", "address", "idempotency_key")
LONGEST_RECORD = 50  # lines; a quote that is open for longer was never closed
LONGEST_LINE = 64 * 1024  # characters


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins at, and its fields, or what is wrong with it."""

    line: int
    fields: Mapping[str, Any]
    problem: str | None = None


def read_rows(file: BinaryIO) -> Iterator[Row]:
    """All rows in order. Raises UnreadableFile when there is nothing to read or the header lacks ``text``."""
    lines = _lines(file)
    number, first = next(((n, line) for n, line in lines if line.strip()), (0, ""))
    if not first:
        raise UnreadableFile("文件里没有内容。")
    if first.lstrip().startswith("{"):
        yield from _json_rows(number, first, lines)
        return
    yield from _csv_rows(_header(first), lines)


def _lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    encoding = _encoding_of(file)
    reader = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)
    try:
        number = 0
        while line := reader.readline(LONGEST_LINE + 1):
            number += 1
            complete = line
            while not complete.endswith("\n") and (more := reader.readline(LONGEST_LINE)):
                complete = more  # the rest of an overlong line is read past, not kept
            yield number, line
    finally:
        reader.detach()


def _encoding_of(file: BinaryIO) -> str:
    """UTF-8, or what Excel writes on Chinese Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1024 * 1024):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    finally:
        file.seek(0)
    return "utf-8-sig"


def _json_rows(number: int, first: str, lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
    yield _json_row(number, first)
    for number, line in lines:
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row:
    if len(line) > LONGEST_LINE:
        return Row(number, {}, "这一行太长")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, {}, "不是合法的 JSON")
    if not isinstance(fields, dict):
        return Row(number, {}, "应为一个 JSON 对象")
    return Row(number, {NAMES.get(str(name), str(name)): value for name, value in fields.items()})


def _header(line: str) -> list[str]:
    names = [NAMES.get(name.strip(), name.strip()) for name in next(csv.reader([line]))]
    if "text" not in names:
        raise UnreadableFile("表头里没有 text（受理内容）这一列。")
    return names


def _csv_rows(header: list[str], lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
    again: list[tuple[int, str]] = []  # lines that an unclosed quote had swallowed
    while start := _next(again, lines):
        record = [start]
        while _is_open(record) and len(record) < LONGEST_RECORD and (following := _next(again, lines)):
            record.append(following)
        if _is_open(record):
            again[:0] = record[1:]
            yield Row(start[0], {}, "引号没有闭合")
        elif any(line.strip() for _, line in record):
            yield _csv_row(header, record)


def _next(again: list[tuple[int, str]], lines: Iterator[tuple[int, str]]) -> tuple[int, str] | None:
    return again.pop(0) if again else next(lines, None)


def _is_open(record: list[tuple[int, str]]) -> bool:
    return sum(line.count('"') for _, line in record) % 2 == 1


def _csv_row(header: list[str], record: list[tuple[int, str]]) -> Row:
    number = record[0][0]
    if any(len(line) > LONGEST_LINE for _, line in record):
        return Row(number, {}, "这一行太长")
    values = next(csv.reader([line for _, line in record]), [])
    if len(values) > len(header):
        return Row(number, {}, f"有 {len(values)} 列，表头只有 {len(header)} 列；内容里有逗号时请加英文引号")
    return Row(number, {name: value for name, value in zip(header, values, strict=False) if name in KNOWN})
