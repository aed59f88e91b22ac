"""Every text in several wordings: as written, with concepts in other words, and with writing errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from training.cache import cached, digest, source_digest
from training.corpus import Task
from training.encoder.wordings import ConceptSwap
from training.noise import Noise
from training.settings import CORPUS, LEXICON, SEED

# The probability of each kind of error in a wording with errors (`training.noise.WAYS`).
WAYS: Mapping[str, float] = {
    "numerals": 0.15,
    "homophones": 0.35,
    "near_sounds": 0.2,
    "lost": 0.15,
    "swapped": 0.1,
    "fillers": 0.2,
    "no_punctuation": 0.4,
    "repeated": 0.1,
    "emoji": 0.1,
    "traditional": 0.02,
}
_SOURCES = ("training/noise.py", "training/variants.py", "training/encoder/wordings.py", "nlu/experts/preparation.py")


@dataclass(frozen=True)
class VariantPlan:
    """How many wordings of each kind a text gets, and which errors."""

    swapped: int = 3
    noisy: int = 4
    ways: Mapping[str, float] = field(default_factory=lambda: dict(WAYS))

    @property
    def many(self) -> int:
        """Wordings of each text, the one as written included."""
        return 1 + self.swapped + self.noisy


def task_variants(task: Task, plan: VariantPlan) -> list[list[str]]:
    """The wordings of all rows of a task; those of its parts are the parts' own."""
    parts = [variants(part.name, part.texts, plan) for part in task.parts]
    own = variants(task.name, task.texts[task.first_own :], plan)
    return [wordings for part in (*parts, own) for wordings in part]


def variants(name: str, texts: Sequence[str], plan: VariantPlan) -> list[list[str]]:
    """For each text its wordings: as written, `swapped` in other words, `noisy` with errors."""
    key = digest(list(texts), asdict(plan), SEED, source_digest(*_SOURCES), CORPUS / LEXICON)
    stored = cached(f"{name}-variants", key, lambda: {"text": _as_bytes(_make(texts, plan))})
    lines = stored["text"].tobytes().decode("utf-8").split("\n")
    return [lines[start : start + plan.many] for start in range(0, len(texts) * plan.many, plan.many)]


def _make(texts: Sequence[str], plan: VariantPlan) -> list[str]:
    swap, noise, rng = ConceptSwap(CORPUS / LEXICON), Noise(texts), np.random.default_rng(SEED)
    lines = []
    for text in texts:
        lines.append(text)
        lines += [swap.reword(text, rng) for _ in range(plan.swapped)]
        lines += [noise.spoil(text, rng, plan.ways) for _ in range(plan.noisy)]
    return lines


def _as_bytes(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(line.replace("\n", " ") for line in lines).encode("utf-8"), np.uint8)
