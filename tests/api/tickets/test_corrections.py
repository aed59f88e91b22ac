"""Agents' corrections become labelled rows with provenance, and those rows training text."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from api.tickets.corrections import correction_rows, main
from api.tickets.models import TicketCorrection
from training.corpus import load_tickets

ROOT = Path(__file__).resolve().parents[3]


def correction(ticket, to, hour):
    type, category = to.split("/")
    return TicketCorrection(
        ticket_id=ticket,
        at=datetime(2026, 11, 20, hour, tzinfo=UTC),
        agent="worker01",
        masked_text="客户反映表箱门掉了，电话 138****0001",
        from_type="fault",
        from_category="metering",
        to_type=type,
        to_category=category,
        reason="只是箱门损坏，没有危险",
    )


def test_the_last_correction_of_a_ticket_counts_and_says_where_it_comes_from():
    given = [
        correction("T1", "opinion/staff", 8),
        correction("T2", "fault/metering", 9),
        correction("T1", "opinion/metering", 10),
    ]
    rows = correction_rows(given)
    assert [(row["ticket"], row["type"], row["category"]) for row in rows] == [
        ("T1", "opinion", "metering"),
        ("T2", "fault", "metering"),
    ]
    assert rows[0]["from"] == "fault/metering"
    assert rows[0]["agent"] == "worker01"
    assert rows[0]["at"].startswith("2026-11-20T10")


def test_a_product_never_started_has_no_corrections_and_training_goes_on(tmp_path, capsys):
    main(tmp_path / "corrections.jsonl", f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    assert "no corrections were read" in capsys.readouterr().out
    assert not (tmp_path / "corrections.jsonl").exists()


def export(database_url, target):
    """As `make train` does it: a process of its own that knows where the database is, and no secret."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIANDA_")}
    environment |= {"DIANDA_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "api.tickets.corrections", str(target)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


async def test_what_an_agent_corrects_is_exported_and_read_by_training(desk, tmp_path):
    number = (await desk.file("停电了，电话13912345678"))["ticket_id"]
    for category, reason in (("metering", "点错了"), ("outage", "已来电，只是不满停电频繁")):
        answer = await desk.act(number, "correct", username="lin", type="opinion", category=category, reason=reason)
        assert answer.status_code == 200, answer.text
    target = tmp_path / "learning" / "corrections.jsonl"
    done = export(desk.platform.settings.database_url, target)
    assert done.returncode == 0, done.stderr
    [row] = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert (row["ticket"], row["agent"], row["from"]) == (number, "lin", "opinion/metering")
    last, *_ = reversed(load_tickets(corrections=target).rows)
    assert (last.label, last.plan) == ("opinion/outage", "agents")
    assert "停电了" in last.text
    assert "13912345678" not in last.text
