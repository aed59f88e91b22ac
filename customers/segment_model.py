"""The fitted segment model: a shallow decision tree that states in rules what k-means found.

The model is plain JSON (``models/segments/model.json``): nothing in it can run code, and it can be read by a person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import ModelMissing
from .features import Features, Profile

MODEL_FOLDER = Path(__file__).parent.parent / "models" / "segments"
FEATURES = ("value", "growth", "volatility", "online_share", "complaints", "arrears")


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on the way to a segment: a feature at most, or above, a threshold."""

    feature: str
    threshold: float
    is_above: bool


@dataclass(frozen=True, slots=True, eq=False)
class SegmentModel:
    """Seasons by category, what stands for missing values, quantiles for explanations, and the tree."""

    profiles: Mapping[str, Profile]
    missing: Mapping[str, float]
    quantiles: Mapping[str, tuple[float, ...]]  # of yearly kWh by category: 25, 50, 75, 95 %
    spread: Mapping[str, float]  # standard deviation of each feature, to weigh reasons
    centre: Mapping[str, float]
    tree: tuple[Mapping[str, Any], ...]
    digest: str  # of the model as written: another one is another model

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER) -> SegmentModel:
        """Read the model. Raises ModelMissing with what to do."""
        path = folder / "model.json"
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
            return cls.of(written)
        except (OSError, ValueError, KeyError) as error:
            raise ModelMissing(f"{path} cannot be read ({error}); run: python -m customers.fit") from error

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> SegmentModel:
        """The model from its JSON form."""
        return cls(
            profiles={
                category: {int(month): value for month, value in profile.items()}
                for category, profile in written["profiles"].items()
            },
            missing=written["missing"],
            quantiles={category: tuple(values) for category, values in written["quantiles"].items()},
            spread=written["spread"],
            centre=written["centre"],
            tree=tuple(written["tree"]),
            digest=hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest(),
        )

    def vector(self, features: Features) -> dict[str, float]:
        """The model's inputs, missing ones filled with the population's median."""
        values = {name: getattr(features, name) for name in FEATURES}
        return {name: self.missing[name] if value is None else float(value) for name, value in values.items()}

    def season_columns(self) -> dict[str, NDArray[Any]]:
        """The usual seasons as the table that the expressions read."""
        rows = [(name, month, ratio) for name, profile in self.profiles.items() for month, ratio in profile.items()]
        return {
            "category": np.array([name for name, _, _ in rows], dtype=object),
            "month_number": np.array([month for _, month, _ in rows], dtype=np.int64),
            "ratio": np.array([ratio for _, _, ratio in rows], dtype=np.float64),
        }

    def steps(self, features: Features) -> tuple[Step, ...]:
        """The steps of the tree that lead to the segment of these features."""
        vector, steps, node = self.vector(features), [], self.tree[0]
        while "segment" not in node:
            is_above = vector[node["feature"]] > node["threshold"]
            steps.append(Step(node["feature"], node["threshold"], is_above))
            node = self.tree[node["above"] if is_above else node["below"]]
        return tuple(steps)

    def deviation(self, feature: str, features: Features) -> float:
        """How unusual a feature is: its distance from the middle in standard deviations."""
        return abs(self.vector(features)[feature] - self.centre[feature]) / (self.spread[feature] or 1)


@cache
def segment_model(folder: Path = MODEL_FOLDER) -> SegmentModel:
    """The model, read once."""
    return SegmentModel.load(folder)
