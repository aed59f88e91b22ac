"""`make bench`: chat against a stock Rasa bot built from the same data, then reading and triage; one table."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from ops.bench.chat import ChatBench
from ops.bench.load import Load
from ops.bench.product import bench_layout, memory_of, running_product, running_stock_bot
from ops.bench.reading import STOCK, reading_times, triage_rate
from ops.bench.stock import stock_model
from ops.layout import Layout

ROUNDS = int(os.environ.get("DIANDA_BENCH_ROUNDS") or 6)  # conversations of eight messages a caller


def main() -> int:
    """Run everything and print it; 0 when every part ran."""
    console = Console()
    chat, memory = _chat(console)
    layout = bench_layout()
    reading = {**reading_times(layout, stock_model(layout)), "triage with reasons, one process": triage_rate()}
    console.print(_chat_table(chat, memory))
    console.print(_reading_table(reading))
    report = {name: [vars(load) for load in loads] for name, loads in chat.items()}
    target = Layout.from_environment().var / "bench" / "report.json"
    target.write_text(json.dumps({"chat": report, "memory_mb": memory, **reading}, indent=1), encoding="utf-8")
    console.print(f"details: {target}")
    return 0


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


def _chat_table(chat: dict[str, list[Load]], memory: dict[str, float]) -> Table:
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


def _reading_table(reading: dict[str, dict[str, Any]]) -> Table:
    table = Table("what", "p50 ms", "p99 ms", "texts/s", "against stock", title="reading and triage, one thread")
    for name, figures in reading.items():
        times = [f"{figures[each]:.1f}" if each in figures else "" for each in ("p50 ms", "p99 ms")]
        ratio = f"{figures['texts/s'] / reading[STOCK]['texts/s']:.1f} ×"
        table.add_row(name, *times, f"{figures['texts/s']:.0f}", ratio)
    return table


if __name__ == "__main__":
    sys.exit(main())
