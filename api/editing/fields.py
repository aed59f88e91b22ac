"""An article's Markdown as the fields of a form, and back with no more changed than was changed in the form."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, StringConstraints

from api.editing.markdown import unix_lines
from api.texts import clean
from knowledge import Article

_FRONT = re.compile(r"\A\ufeff?\s*---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_BLOCK = re.compile(r"^(?P<name>[A-Za-z_]+):.*?(?=^[A-Za-z_]+:|\Z)", re.MULTILINE | re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DETAILS_HEADING = "## 说明\n"
IN_ONE_LINE = frozenset({"provinces", "related"})  # short lists, as the shipped files write them
DATES = frozenset({"effective_from", "effective_to", "review_by"})


def _one_line(value: Any) -> Any:
    cleaned = clean(value)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


Line = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=500)]
Block = Annotated[str, BeforeValidator(clean), StringConstraints(max_length=40_000)]


class DraftFields(BaseModel):
    """What a form shows of a draft, finished or not; an empty date or text is none."""

    id: Line = ""
    title: Line = ""
    topic: Line = ""
    audience: Line = "all"
    provinces: list[Line] = ["all"]
    needs_province: bool = False
    effective_from: Line = ""
    effective_to: Line = ""
    source: Line = ""
    confidence: Line = ""
    owner: Line = ""
    review_by: Line = ""
    questions: list[Line] = []
    related: list[Line] = []
    steps: list[Line] = []
    answer: Block = ""
    details: Block = ""  # without the heading ## 说明 where that is all there is


def read_fields(markdown: str) -> DraftFields | None:
    """The fields of a text; None when its front matter is not YAML with names, so that only the text can be edited."""
    found = _FRONT.match(unix_lines(markdown))
    if found is None:
        return None
    try:
        front = yaml.safe_load(found["front"])
    except yaml.YAMLError:
        return None
    if not isinstance(front, dict):
        return None
    known = {name: _plain(name, front[name]) for name in DraftFields.model_fields if front.get(name) is not None}
    answer, heading, details = f"\n{found['body']}".partition("\n## ")
    whole = (heading + details).strip()
    return DraftFields.model_validate({**known, "answer": answer, "details": whole.removeprefix(DETAILS_HEADING)})


def write_fields(fields: DraftFields, base: str | None = None) -> str:
    """The Markdown of a form. What ``base`` says the same way already stays letter by letter as it stands there."""
    text = unix_lines(base) if base else ""
    before, found = read_fields(text), _FRONT.match(text)
    blocks = _blocks(found["front"]) if found and before else {}
    for name in DraftFields.model_fields:
        if name in {"answer", "details"}:
            continue
        value = getattr(fields, name)
        if before is None or getattr(before, name) != value:
            blocks[name] = _written(name, value)
    front = "".join(blocks.values())
    same_body = before and (before.answer, before.details) == (fields.answer, fields.details)
    return f"---\n{front}---\n{found['body'] if found and same_body else _body(fields)}"


def _blocks(front: str) -> dict[str, str]:
    return {found["name"]: found[0] for found in _BLOCK.finditer(front + "\n")}


def _plain(name: str, value: Any) -> Any:
    """What YAML made of a value, as the form holds it: text, yes or no, lists of text."""
    if name == "needs_province":
        return value is True or str(value).lower() == "true"
    if isinstance(DraftFields.model_fields[name].default, list):
        return [str(each) for each in (value if isinstance(value, list) else [value])]
    return value.isoformat() if isinstance(value, date) else str(value)


def _written(name: str, value: Any) -> str:
    if name == "steps" and not value:
        return ""
    if isinstance(value, bool):
        return f"{name}: {str(value).lower()}\n"
    if isinstance(value, list):
        return _list(name, [each for each in value if each])
    if not value:
        return f"{name}: null\n" if name in DATES else f'{name}: ""\n'
    return f"{name}: {value if name in DATES and _DATE.fullmatch(value) else _scalar(value)}\n"


def _list(name: str, values: list[str]) -> str:
    if name in IN_ONE_LINE or not values:
        flow = yaml.safe_dump(values, allow_unicode=True, default_flow_style=True, width=100_000)
        return f"{name}: {flow.strip()}\n"
    return f"{name}:\n" + "".join(f"  - {_scalar(value)}\n" for value in values)


def _scalar(value: str) -> str:
    written = str(yaml.safe_dump(value, allow_unicode=True, width=100_000))
    return written.removesuffix("\n...\n").strip()


def _body(fields: DraftFields) -> str:
    details = fields.details
    if not details:
        return f"{fields.answer}\n"
    heading = "" if details.startswith("## ") else DETAILS_HEADING
    return f"{fields.answer}\n\n{heading}{details}\n"


def unchecked(fields: DraftFields) -> Article:
    """An article that nobody has checked: good for showing and for finding more that is wrong, never for publishing."""
    values: dict[str, Any] = fields.model_dump(exclude=set(DATES))
    values |= {name: _day(getattr(fields, name)) for name in DATES}
    return Article.model_construct(**{**values, "provinces": tuple(fields.provinces) or ("all",)})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
