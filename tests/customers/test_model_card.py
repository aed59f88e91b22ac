"""The committed segment model is stable, explained, and comes from what its card says."""

from __future__ import annotations

import json

from customers.clustering import choose_k
from customers.fit import fit, generated
from customers.population import AS_OF
from customers.segment_model import MODEL_FOLDER, SegmentModel

CARD = json.loads((MODEL_FOLDER / "card.json").read_text(encoding="utf-8"))


def test_the_card_shows_a_stable_and_explained_model():
    assert CARD["metrics"]["bootstrap_adjusted_rand_min"] >= 0.8
    assert CARD["metrics"]["tree_agrees_with_k_means"] >= 0.97
    assert [each["k"] for each in CARD["k_comparison"]] == [3, 4, 5, 6, 7, 8]
    assert choose_k(CARD["k_comparison"]) == CARD["k"]
    assert CARD["sizes"].keys() == {"high_value_stable", "growth_potential", "basic_needs", "high_risk"}


def test_the_tree_is_shallow_and_every_leaf_is_a_segment():
    tree = SegmentModel.load().tree
    leaves = [node for node in tree if "segment" in node]
    assert {leaf["segment"] for leaf in leaves} == set(CARD["sizes"])
    assert depth(tree, 0) <= 4


def depth(tree, node):
    if "segment" in tree[node]:
        return 0
    return 1 + max(depth(tree, tree[node]["below"]), depth(tree, tree[node]["above"]))


def test_refitting_on_fewer_customers_finds_the_same_groups():
    model, card = fit(generated(1500, seed=3), AS_OF, "a small population", seed=3)
    assert {leaf["segment"] for leaf in model["tree"] if "segment" in leaf} == set(CARD["sizes"])
    assert card["metrics"]["bootstrap_adjusted_rand_min"] >= 0.8
