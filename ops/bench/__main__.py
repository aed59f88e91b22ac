"""`make bench`: chat, reading, triage, search, segments; each beside a stock or simpler way of the same run.

``python -m ops.bench [chat] [reading] [triage] [search] [segments]`` runs some parts only.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from rich.console import Console

from ops.bench.chat import ChatBench
from ops.bench.load import Load
from ops.bench.product import bench_layout, memory_of, running_product, running_stock_bot
from ops.bench.reading import reading_times
from ops.bench.search import search_growth
from ops.bench.segments import segment_growth, segments_table
from ops.bench.stock import stock_model
from ops.bench.tables import chat_table, reading_table, search_table, triage_table
from ops.bench.triage_http import http_triage
from ops.bench.triage_rates import triage_rates
from ops.layout import Layout

ROUNDS = int(os.environ.get("DIANDA_BENCH_ROUNDS") or 6)  # conversations of eight messages a caller
PARTS = ("chat", "reading", "triage", "search", "segments")


def main(parts: list[str]) -> int:
    """Run the parts and print their tables; 0 when every part ran."""
    if unknown := set(parts) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    console, report = Console(), dict[str, Any]()
    wanted = parts or list(PARTS)
    if "triage" in wanted:
        _triage(console, report)
    if "search" in wanted:
        report["search"] = search_growth()
        console.print(search_table(report["search"]))
    if "segments" in wanted:
        report["segments"] = segment_growth(console.print)
        console.print(segments_table(report["segments"]))
    if "reading" in wanted:
        layout = bench_layout()
        report["reading"] = reading_times(layout, stock_model(layout))
        console.print(reading_table(report["reading"]))
    if "chat" in wanted:
        chat, memory = _chat(console)
        report["chat"] = {name: [vars(load) for load in loads] for name, loads in chat.items()}
        report["memory_mb"] = memory
        console.print(chat_table(chat, memory))
    target = Layout.from_environment().var / "bench" / "report.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, indent=1), encoding="utf-8")
    console.print(f"details: {target}")
    return 0


def _triage(console: Console, report: dict[str, Any]) -> None:
    rates = triage_rates()
    layout = bench_layout()
    console.print("starting the product …")
    with running_product(layout):
        http = http_triage(f"http://127.0.0.1:{layout.port}")
    report["triage"] = {name: rate._asdict() for name, rate in rates.items()} | {"http": http._asdict()}
    console.print(triage_table(rates, http))


def _chat(console: Console) -> tuple[dict[str, list[Load]], dict[str, float]]:
    layout = bench_layout()
    console.print("training the stock bot (minutes, only when its data changed) …")
    model = stock_model(layout)
    console.print("starting the product …")
    with running_product(layout) as environment:
        bench = ChatBench(f"http://127.0.0.1:{layout.port}")
        bot = f"http://127.0.0.1:{layout.bot_port}"
        console.print("measuring …")
        bench.product(1)  # warm
        loads = {
            "product: gateway, bot, actions": bench.product(ROUNDS),
            "our bot": bench.bot(bot, environment["DIANDA_BOT_TOKEN"], ROUNDS),
        }
        memory = {"our bot": memory_of("dianda.tar.gz")}
        with running_stock_bot(layout, model, environment) as stock:
            bench.stock(stock, 1)
            loads["stock: Jieba, counts, DIET, TED"] = bench.stock(stock, ROUNDS)
            memory["stock: Jieba, counts, DIET, TED"] = memory_of(model.name)
    return loads, memory


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
