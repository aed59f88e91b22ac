"""A calculation written out: each line, the sum, where the prices come from and since when they hold."""

from __future__ import annotations

from decimal import Decimal

from api.articles.answer import Answer, Button, Card, Row, Source
from tariffs import Calculation, Line, TariffReference

UNVERIFIED = "L"


def plain(number: Decimal) -> str:
    """Without trailing zeros: 300 rather than 3E+2 or 300.00."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_verified(calculation: Calculation) -> bool:
    """Whether the tables behind it may be quoted to a customer."""
    return calculation.tariff is None or calculation.tariff.confidence != UNVERIFIED


def rows_of(calculation: Calculation) -> tuple[Row, ...]:
    """Each line with how it was worked out, and the sum when there are several."""
    rows = [(line.label, _worked_out(line)) for line in calculation.lines]
    if len(rows) > 1:
        rows.append(("合计", f"{calculation.total:.2f}元"))
    return tuple(rows)


def basis(tariff: TariffReference | None) -> str:
    """The document and its validity, as a sentence part."""
    if tariff is None:
        return ""
    since = f"，{tariff.effective_from:%Y年%-m月%-d日}起执行" if tariff.effective_from else ""
    until = f"，至{tariff.effective_to:%Y年%-m月%-d日}" if tariff.effective_to else ""
    return f"依据：{tariff.source}{since}{until}。"


def written_out(
    head: str, calculation: Calculation, title: str, note: str = "", buttons: tuple[Button, ...] = ()
) -> Answer:
    """The whole answer: ``head`` says the result; lines, basis and ``note`` follow."""
    rows = rows_of(calculation)
    working = "\n".join(f"{label}：{value}" for label, value in rows)
    text = "\n".join(filter(None, [head, working, basis(calculation.tariff), note]))
    return Answer(True, text, sources_of(calculation.tariff), buttons, Card("calculation", title, rows))


def sources_of(tariff: TariffReference | None) -> tuple[Source, ...]:
    """The tariff as a source."""
    return (Source(tariff.source, None, tariff.effective_from),) if tariff else ()


def _worked_out(line: Line) -> str:
    amount = f"{line.amount:.2f}元" if line.amount is not None else ""
    if line.kwh is not None and line.price is not None:
        return f"{plain(line.kwh)}千瓦时 × {plain(line.price)}元 = {amount}"
    if line.qty is not None and line.price is not None:
        return f"{plain(line.qty)}{_unit(line.unit)} × {plain(line.price)}元 = {amount}"
    if line.rate is not None and line.days is not None:
        return f"每日{plain(line.rate * 1000)}‰ × {line.days}天 = {amount}"
    if line.percent is not None and line.base is not None:
        return f"{plain(line.base)}元 × {plain(line.percent)}% = {amount}"
    return amount or (f"{plain(line.kwh)}千瓦时" if line.kwh is not None else "")


def _unit(unit: str | None) -> str:
    return {"kW": "千瓦", "kVA": "千伏安", "kWh": "千瓦时"}.get(unit or "", unit or "")
