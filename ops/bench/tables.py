"""What a benchmark prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from ops.bench.load import Load
from ops.bench.reading import LINEAR, STOCK
from ops.bench.triage_http import HttpRate
from ops.bench.triage_rates import LINEAR_TRIAGE, Rate


def chat_table(chat: Mapping[str, list[Load]], memory: Mapping[str, float]) -> Table:
    """Latency and rate for each number of callers, against the stock bot."""
    table = Table("what", "callers", "p50 ms", "p95 ms", "p99 ms", "messages/s", "against stock", "memory MB")
    table.title = "chat: the same messages, domain, rules, actions and records"
    stock = {load.callers: load.rate for load in chat["stock: Jieba, counts, DIET, TED"]}
    for name, loads in chat.items():
        for load in loads:
            figures = [f"{value:.0f}" for value in (load.p50, load.p95, load.p99)]
            ratio = f"{load.rate / stock[load.callers]:.1f} ×"
            shown = f"{memory[name]:.0f}" if name in memory else ""
            table.add_row(name, str(load.callers), *figures, f"{load.rate:.1f}", ratio, shown)
    return table


def reading_table(reading: Mapping[str, Mapping[str, float]]) -> Table:
    """One message at a time and in batches, against stock DIET and the linear model."""
    table = Table("what", "p50 ms", "p99 ms", "texts/s", "against stock", "against linear")
    table.title = "reading a message in the bot's environment, one thread"
    for name, figures in reading.items():
        ratios = [f"{figures['texts/s'] / reading[each]['texts/s']:.2f} ×" for each in (STOCK, LINEAR)]
        table.add_row(
            name, f"{figures['p50 ms']:.1f}", f"{figures['p99 ms']:.1f}", f"{figures['texts/s']:.0f}", *ratios
        )
    return table


def triage_table(rates: Mapping[str, Rate], http: HttpRate) -> Table:
    """Tickets with reasons through the library, and with suggestions over HTTP."""
    table = Table("what", "texts/s", "processor ms a text", "against linear", "others wait, p99 ms")
    table.title = "triage in batches"
    linear = rates[LINEAR_TRIAGE].rate
    for name, (rate, cpu_ms) in rates.items():
        table.add_row(name, f"{rate:.0f}", f"{cpu_ms:.2f}", f"{rate / linear:.2f} ×", "")
    shown = f"{http.rate:.0f}", f"{http.cpu_ms:.2f}", f"{http.rate / linear:.2f} ×", f"{http.meanwhile:.0f}"
    table.add_row("POST /v1/triage with suggestions", *shown)
    return table


def search_table(growth: Mapping[str, Sequence[Mapping[str, Any]]]) -> Table:
    """Search among many articles, ours beside the usual, and the nearest of many vectors; times of one core."""
    table = Table("what", "among", "p50 ms", "p99 ms", "built in s", "memory MB", "peak MB", "found of exact")
    table.title = "search as the knowledge base grows, one core"
    for each in growth["search"]:
        built = f"{each['build_seconds']:.0f}", f"{each['memory']}", f"{each['peak']}"
        table.add_row(
            each["way"], f"{each['articles']} articles", f"{each['p50']:.1f}", f"{each['p99']:.1f}", *built, ""
        )
    for each in growth["vectors"]:
        times = f"{each['p50']:.2f}", f"{each['p99']:.2f}"
        held = f"{each['build_seconds']:.0f}", f"{each['memory']}"
        table.add_row(each["way"], f"{each['vectors']} vectors", *times, *held, "", f"{each['recall']:.3f}")
    return table
