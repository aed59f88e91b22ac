"""What must agree between the domain, the rules, the actions and the contract's list of intents."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
INTENTS = Path(__file__).with_name("intents.txt").read_text(encoding="utf-8").split()
# Whom to call in an emergency or for help; every other figure comes from a record, a tariff or the table of limits.
TELEPHONES = re.compile(r"95598|119|120")
PLACE = re.compile(r"\{([a-z_]+)\}")


def domain(key):
    found = {}
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        part = yaml.safe_load(path.read_text(encoding="utf-8")).get(key) or {}
        entries = part.items() if isinstance(part, dict) else ((name, path.stem) for name in part)
        for name, value in entries:
            assert name not in found, f"{name} is declared twice"
            found[name] = value
    return found


def rules():
    for path in sorted((ROOT / "bot" / "data" / "rules").glob("*.yml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]


def action_intents():
    """The ``intent = "…"`` of every class in actions/."""
    for path in sorted((ROOT / "actions").glob("*.py")):
        for kind in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for node in kind.body if isinstance(kind, ast.ClassDef) else []:
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "intent":
                    yield node.value.value


def used_responses():
    """Names of responses in actions/, also those built with a piece put in (``utter_urge_{…}``)."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    return set(re.findall(r'f?"(utter_[a-z_]+(?:\{[^}"]*\})?)', text))


def test_the_intents_are_those_of_the_contract():
    assert sorted(domain("intents")) == sorted(INTENTS)


def test_every_intent_leads_to_its_action_by_one_rule():
    steps = [[next(iter(step.items())) for step in rule["steps"]] for rule in rules()]
    assert sorted(rule[0][1] for rule in steps) == sorted(INTENTS)
    assert all(rule == [("intent", name := rule[0][1]), ("action", f"action_{name}")] for rule in steps)


def test_every_intent_has_an_action_and_every_action_is_declared():
    assert sorted(action_intents()) == sorted(INTENTS)
    assert sorted(domain("actions")) == sorted(f"action_{intent}" for intent in INTENTS)


def test_every_response_that_is_used_exists():
    known = domain("responses")
    missing = [
        name
        for name in used_responses()
        if name not in known and not ("{" in name and any(each.startswith(name.split("{")[0]) for each in known))
    ]
    assert not missing


def test_every_response_is_used():
    used = used_responses()
    stems = tuple(name.split("{")[0] for name in used if "{" in name)
    safety = {name for name in domain("responses") if name.startswith("utter_safety_")}  # said by the gateway
    assert not [name for name in domain("responses") if name not in used | safety and not name.startswith(stems)]


@pytest.mark.parametrize("name", sorted(domain("responses")))
def test_a_response_holds_no_figure_of_its_own(name):
    for variant in domain("responses")[name]:
        assert not re.search(r"\d", TELEPHONES.sub("", variant["text"]))


def test_every_kind_of_danger_has_its_safety_words():
    table = (ROOT / "nlu" / "text" / "data" / "danger.tsv").read_text(encoding="utf-8")
    kinds = {line.split("\t")[0] for line in table.splitlines() if "\t" in line and not line.startswith("#")}
    missing = {f"utter_safety_{kind}" for kind in kinds - {"kind"}} - set(domain("responses"))
    assert not missing


def test_safety_words_need_no_value():
    for name, variants in domain("responses").items():
        if name.startswith("utter_safety_"):
            assert not PLACE.search(variants[0]["text"])


def test_every_field_of_a_form_has_its_question_and_its_hint():
    tree = ast.parse((ROOT / "actions" / "fields.py").read_text(encoding="utf-8"))
    fields = next(n.value for n in ast.walk(tree) if isinstance(n, ast.AnnAssign) and n.target.id == "FIELDS")
    names = {key.value for key in fields.keys}
    known = set(domain("responses"))
    assert {f"utter_form_ask_{name}" for name in names} | {f"utter_form_hint_{name}" for name in names} <= known


def test_every_button_sends_words_a_customer_could_write():
    for variants in domain("responses").values():
        for button in variants[0].get("buttons", []):
            assert button["title"] and re.fullmatch(r"[一-鿿，]{2,20}", button["payload"])


def test_every_intent_has_first_examples():
    counted = {}
    for path in (ROOT / "bot" / "data" / "nlu").glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            counted[entry["intent"]] = entry["examples"].count("- ")
    assert sorted(counted) == sorted(INTENTS)
    assert min(counted.values()) >= 4
