"""Agents' corrections become labelled rows with provenance."""

from datetime import UTC, datetime

from api.tickets.corrections import correction_rows, main
from api.tickets.models import TicketCorrection


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
