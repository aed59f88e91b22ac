"""A candidate comes into use only when it wins; the way back is one command."""

import json
import shutil

import numpy as np
import pytest

from ops.errors import StartError
from ops.layout import ROOT
from ops.promotion.compare import Verdict, _reasons, compare, difference
from ops.promotion.shelf import Shelf

ROWS = 600


def answers(wrong):
    right = np.ones(ROWS, bool)
    right[:wrong] = False
    return right


def test_a_clear_gain_has_an_interval_above_zero():
    found = difference(answers(90), answers(40))
    assert found.low > 0
    assert found.difference == pytest.approx(50 / ROWS, abs=1e-3)
    assert found.low < found.difference < found.high


def test_a_gain_that_may_be_chance_is_refused():
    present, candidate = answers(60), answers(60)
    candidate[[0, 1]], candidate[300] = True, False
    found = difference(present, candidate)
    assert _reasons({"all": found}, {"present": 0, "candidate": 0})


def test_the_same_answers_are_no_gain():
    found = difference(answers(10), answers(10))
    assert (found.low, found.high) == (0, 0)


def test_a_gain_that_misses_more_dangers_is_refused():
    reasons = _reasons({"all": difference(answers(90), answers(10))}, {"present": 1, "candidate": 2})
    assert reasons == ["more dangers missed: 2 instead of 1"]


def test_a_gain_in_one_task_does_not_pay_for_a_loss_in_another():
    tasks = {"all": difference(answers(300), answers(100)), "tickets": difference(answers(10), answers(80))}
    assert [reason.split(":")[0] for reason in _reasons(tasks, {"present": 0, "candidate": 0})] == ["tickets got worse"]


@pytest.fixture
def shelf(tmp_path):
    models = tmp_path / "models"
    for part in ("intents", "tickets"):
        (models / part).mkdir(parents=True)
        (models / part / "card.json").write_text("old")
    return Shelf(models, tmp_path / "history")


@pytest.fixture
def candidate(tmp_path):
    (tmp_path / "candidate" / "intents").mkdir(parents=True)
    (tmp_path / "candidate" / "intents" / "card.json").write_text("new")
    return tmp_path / "candidate"


def card(shelf, part):
    return (shelf.models / part / "card.json").read_text()


def test_promotion_replaces_what_the_candidate_brings_and_rollback_brings_it_back(shelf, candidate):
    shelf.promote(candidate)
    assert [card(shelf, "intents"), card(shelf, "tickets")] == ["new", "old"]
    shelf.roll_back()
    assert card(shelf, "intents") == "old"
    shelf.roll_back()
    assert card(shelf, "intents") == "new"


def test_the_digests_follow_every_change(shelf, candidate):
    shelf.promote(candidate)
    before = (shelf.models / "SHA256SUMS").read_text()
    shelf.roll_back()
    assert (shelf.models / "SHA256SUMS").read_text() != before


def test_nothing_to_go_back_to_is_said(shelf):
    with pytest.raises(StartError, match="nothing to go back to"):
        shelf.roll_back()


def test_an_empty_candidate_changes_nothing(shelf, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(StartError, match="holds no models"):
        shelf.promote(tmp_path / "empty")
    assert card(shelf, "intents") == "old"


def test_the_models_in_use_do_not_win_against_themselves(tmp_path):
    for name in ("utterances", "tickets"):
        lines = (ROOT / "tests" / "sets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[::30]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    verdict = compare(ROOT / "models", ROOT / "models", tmp_path)
    assert isinstance(verdict, Verdict)
    assert not verdict.wins
    assert verdict.tasks["all"].difference == 0


def test_worse_models_are_refused_with_the_figures(tmp_path):
    candidate = tmp_path / "candidate"
    shutil.copytree(ROOT / "models", candidate)
    path = candidate / "intents" / "card.json"
    spoiled = json.loads(path.read_text("utf-8"))
    spoiled["labels"] = spoiled["labels"][1:] + spoiled["labels"][:1]
    path.write_text(json.dumps(spoiled), "utf-8")
    verdict = compare(ROOT / "models", candidate, ROOT / "tests" / "sets")
    assert not verdict.wins
    assert verdict.tasks["intents"].high < 0
