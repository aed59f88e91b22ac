"""The figures of address matching: told wrongly, missed, asked back."""

from __future__ import annotations

import json

from ops.evaluate.addresses import address_figures, verdict

AREA = "湖北省武汉市江汉区新华路80号-120号（双号）"


def write(tmp_path, *rows):
    path = tmp_path / "addresses.jsonl"
    lines = (
        {"area": AREA, "place": place, "home": None, "expected": expected, "alt": alt, "kind": kind}
        for place, expected, alt, kind in rows
    )
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_the_home_says_the_city_that_a_place_leaves_out():
    assert verdict(AREA, "新华路88号", "武汉市江汉区青年路1号") == "inside"
    assert verdict(AREA, "新华路88号", "石家庄市新华区和平路1号") == "outside"


def test_shares_count_what_was_said_against_what_is_sure(tmp_path):
    path = write(
        tmp_path,
        ("江汉区新华路88号", "inside", [], "numbers"),
        ("江汉区新华路88号3栋", "outside", [], "numbers"),  # a wrong label: it is told all the same
        ("江汉区新华路89号", "outside", [], "parity"),
        ("江汉区新华路", "inside", ["unsure"], "partial"),
    )
    figures = address_figures(path)
    assert (figures["places"], figures["right"]) == (4, 0.75)
    assert (figures["told_wrongly"], figures["missed"], figures["asked_back"]) == (0.5, 0.0, 0.25)
    assert figures["by_kind"] == {"numbers": 0.5, "parity": 1.0, "partial": 1.0}
