"""How often customers with so many signs complained in our own records: the hint's evidence, once there is any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ComplaintRates:
    """From a review of the records: the share of customer-months followed by a complaint within ``horizon`` days, for
    each number of signs (the last stands for more), and of all."""

    as_of: str
    horizon: int
    complaints: int
    overall: float
    by_signs: tuple[float, ...]

    @classmethod
    def of(cls, reviewed: Mapping[str, Any], as_of: date) -> ComplaintRates | None:
        """From ``review_hints``' figures, None where history was too thin."""
        if "by_signs" not in reviewed:
            return None
        rates = tuple(float(each["rate"]) for each in reviewed["by_signs"])
        return cls(as_of.isoformat(), reviewed["horizon_days"], reviewed["complaints"], reviewed["rate"], rates)

    @classmethod
    def read(cls, path: Path) -> ComplaintRates | None:
        """What was written before, None when there is nothing readable."""
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
            return cls(**written | {"by_signs": tuple(written["by_signs"])})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Keep it beside the other state of this installation."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    def sentence(self, signs: int) -> str:
        """For agents: what became of customers like this one."""
        rate = self.by_signs[min(signs, len(self.by_signs) - 1)]
        return (
            f"按本单位截至{self.as_of}的记录，情况相同的客户{self.horizon}天内投诉的占{rate:.1%}，"
            f"全部客户占{self.overall:.1%}（共{self.complaints}起投诉）"
        )
