"""The taxonomy names what people read and knows which pairs exist."""

from __future__ import annotations

import pytest

from triage import Taxonomy, UnknownLabel
from triage.gates import gates
from triage.urgency import urgency_rules

TAXONOMY = Taxonomy.load()


def test_types_and_categories_have_chinese_names() -> None:
    assert TAXONOMY.type_label("fault") == "故障报修"
    assert TAXONOMY.category_label("fault", "low_voltage") == "低压故障"
    assert "service drop" in TAXONOMY.note("fault", "low_voltage")


def test_pairs_exist_or_do_not() -> None:
    assert TAXONOMY.has("opinion", "staff")
    assert not TAXONOMY.has("fault", "staff")
    assert not TAXONOMY.has("nothing", "staff")
    assert len(TAXONOMY.labels) == len(set(TAXONOMY.labels)) == 46


@pytest.mark.parametrize("ask", [lambda: TAXONOMY.type_label("x"), lambda: TAXONOMY.category_label("fault", "x")])
def test_an_unknown_label_is_refused_with_the_known_ones(ask) -> None:
    with pytest.raises(UnknownLabel, match="known"):
        ask()


def test_gates_and_urgency_rules_speak_of_labels_that_exist() -> None:
    for gate in gates():
        assert gate.among <= set(TAXONOMY.labels), gate.id
        assert gate.toward is None or gate.toward in {*TAXONOMY.labels, *TAXONOMY.types}, gate.id
        assert gate.review or (gate.toward and gate.weight > 0), gate.id
        assert gate.source
        assert gate.reason
    for rule in urgency_rules():
        assert rule.types <= set(TAXONOMY.types), rule.id


def test_every_gate_has_its_own_id() -> None:
    ids = [gate.id for gate in gates()]
    assert len(ids) == len(set(ids))
