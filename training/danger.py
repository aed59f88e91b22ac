"""From which probability on a text counts as dangerous, with and without words of the danger table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from nlu.text.safety import find_danger
from training.corpus import DANGER, Task
from training.stacking import Floats

DANGEROUS = DANGER.index("danger")
# Dangers that shall be found, as a share of the held-out ones; fewer where that cost more false alarms than the second
# table allows (tickets, messages): some lines are labelled wrongly, and to find the last of those "dangers" every third
# ticket would count as one.
RECALL = 0.99
MOST_FALSE_ALARMS = {"": 0.05, "message_": 0.016}
RECALLS = (RECALL, 0.985, 0.98, 0.97, 0.96, 0.95, 0.93, 0.9)
TRIED = 400  # thresholds


def is_ticket(task: Task) -> NDArray[np.bool_]:
    """Which rows of the danger task are tickets or agents' notes; the others are messages."""
    bounds = np.cumsum([len(part.rows) for part in task.parts])
    return np.array(
        [bounds[0] <= place < bounds[1] or row.plan.endswith("-notes") for place, row in enumerate(task.rows)]
    )


def danger_thresholds(task: Task, rows: Sequence[int], chance: Floats, truth: NDArray[np.intp]) -> dict[str, float]:
    """`danger_words` and `danger_no_words` for tickets, the same with `message_` for messages.

    A text counts as dangerous from the first on where the danger table found words, from the second on where it
    found none; both together find `RECALL` of the held-out dangers with the fewest false alarms, or as many as
    `MOST_FALSE_ALARMS` allows.
    """
    words = np.array([find_danger(task.rows[row].text) is not None for row in rows])
    tickets, result = is_ticket(task)[list(rows)], {}
    for prefix, chosen in (("", tickets), ("message_", ~tickets)):
        pair = allowed_pair(prefix, chance[chosen], words[chosen], truth[chosen] == DANGEROUS)
        result |= {f"{prefix}danger_words": pair[0], f"{prefix}danger_no_words": pair[1]}
    return result


def allowed_pair(
    prefix: str, chance: Floats, words: NDArray[np.bool_], dangerous: NDArray[np.bool_]
) -> tuple[float, float]:
    """The pair for the highest recall within `MOST_FALSE_ALARMS`, or else for the lowest of `RECALLS`."""
    pairs = (best_pair(chance, words, dangerous, recall) for recall in RECALLS)
    return next(
        (pair for pair in pairs if _alarms(chance, words, dangerous, pair) <= MOST_FALSE_ALARMS[prefix]),
        best_pair(chance, words, dangerous, RECALLS[-1]),
    )


def _alarms(chance: Floats, words: NDArray[np.bool_], dangerous: NDArray[np.bool_], pair: tuple[float, float]) -> float:
    return float((chance >= np.where(words, *pair))[~dangerous].mean())


def best_pair(
    chance: Floats, words: NDArray[np.bool_], dangerous: NDArray[np.bool_], recall: float = RECALL
) -> tuple[float, float]:
    """The thresholds with and without words that find `recall` of the dangers with the fewest false alarms.

    Words never make a text less dangerous: the first threshold is not above the second.
    """
    named = chance[words & dangerous]
    candidates = np.unique([0.0, *(np.quantile(named, np.linspace(0, 1, TRIED)) if named.size else ())])
    without = np.sort(chance[~words & dangerous])
    needed = int(np.ceil(recall * dangerous.sum()))
    best, fewest = (0.0, 0.0), np.inf
    for candidate in candidates:
        missing = needed - int((named >= candidate).sum())
        if missing > without.size:
            break  # even every text without words would not make up for it
        other = 1.0 if missing <= 0 else float(without[without.size - missing])
        alarms = (chance[words & ~dangerous] >= candidate).sum() + (chance[~words & ~dangerous] >= other).sum()
        if candidate <= other and alarms <= fewest:
            best, fewest = (float(candidate), other), float(alarms)
    return best


def danger_figures(
    task: Task, rows: Sequence[int], answers: Mapping[str, Floats], truth: NDArray[np.intp]
) -> dict[str, Any]:
    """Of each part of the stack, for messages and tickets: area under the curve, false alarms where RECALL is found.

    And what words and stack find together; its thresholds are fitted on one half of the rows, measured on the other.
    """
    tickets, real = is_ticket(task)[list(rows)], truth == DANGEROUS
    result: dict[str, Any] = {}
    for kind, prefix, chosen in (("messages", "message_", ~tickets), ("tickets", "", tickets)):
        result[kind] = {name: _alone(given[chosen, DANGEROUS], real[chosen]) for name, given in answers.items()}
        texts = [task.rows[row].text for row, here in zip(rows, chosen, strict=True) if here]
        words = np.array([find_danger(text) is not None for text in texts])
        result[kind]["words"] = _found(words, real[chosen])
        result[kind]["at recall"] = _curve(answers["stacked"][chosen, DANGEROUS], words, real[chosen])
        result[kind]["words and stack"] = _crossed(prefix, answers["stacked"][chosen, DANGEROUS], words, real[chosen])
    return result


def _curve(chance: Floats, words: NDArray[np.bool_], real: NDArray[np.bool_]) -> dict[str, dict[str, float]]:
    """What each recall costs, with the thresholds for it."""
    result = {}
    for recall in RECALLS:
        with_words, without = best_pair(chance, words, real, recall)
        found = _found(chance >= np.where(words, with_words, without), real)
        result[str(recall)] = {**found, "danger_words": round(with_words, 4), "danger_no_words": round(without, 4)}
    return result


def _alone(chance: Floats, real: NDArray[np.bool_]) -> dict[str, float]:
    threshold = np.sort(chance[real])[int((1 - RECALL) * real.sum())]
    alarms = (chance[~real] >= threshold).mean()
    return {"area": round(float(roc_auc_score(real, chance)), 4), f"false_alarms_at_{RECALL}": round(float(alarms), 4)}


def _crossed(prefix: str, chance: Floats, words: NDArray[np.bool_], real: NDArray[np.bool_]) -> dict[str, float]:
    named, halves = np.zeros(real.size, bool), np.random.default_rng(1).permutation(real.size) % 2 == 0
    for here in (halves, ~halves):
        with_words, without = allowed_pair(prefix, chance[~here], words[~here], real[~here])
        named[here] = chance[here] >= np.where(words[here], with_words, without)
    return _found(named, real)


def _found(named: NDArray[np.bool_], real: NDArray[np.bool_]) -> dict[str, float]:
    return {"recall": round(float(named[real].mean()), 4), "false_alarms": round(float(named[~real].mean()), 4)}
