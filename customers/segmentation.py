"""Which of the five segments a customer belongs to, with tags, three reasons and the day it was said.

Special service comes from the register alone; thin or stale records are ``unknown``; everybody else is decided by the
model. A segment is for agents: it is never shown to the customer and never a ground to refuse anything (PIPL 24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from .features import features_of, is_thin, known_months
from .reasons import decision_reasons, register_reasons, thin_reasons
from .records import CustomerRecord
from .segment_model import SegmentModel, segment_model
from .tags import special_tags, tags_of

Segment = Literal["high_value_stable", "growth_potential", "basic_needs", "special_service", "high_risk", "unknown"]
SEGMENT_LABELS: dict[str, str] = {
    "high_value_stable": "高价值稳定",
    "growth_potential": "潜力增长",
    "basic_needs": "基础需求",
    "special_service": "特殊服务",
    "high_risk": "高风险",
    "unknown": "待观察",
}


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """A customer's segment on a day."""

    segment: Segment
    tags: tuple[str, ...]
    reasons: tuple[str, ...]
    as_of: date

    @property
    def label(self) -> str:
        """The segment's Chinese name."""
        return SEGMENT_LABELS[self.segment]

    def to_wire(self) -> dict[str, Any]:
        """As in the HTTP contract."""
        return {
            "segment": self.segment,
            "tags": list(self.tags),
            "reasons": list(self.reasons),
            "as_of": self.as_of.isoformat(),
        }


def segment(record: CustomerRecord, as_of: date, model: SegmentModel | None = None) -> SegmentResult:
    """The segment on a day. Raises ModelMissing when there is no fitted model."""
    fitted = model or segment_model()
    months = known_months(record, as_of)
    features = None if is_thin(months, as_of) else features_of(record, as_of, fitted.profile(record.category))
    tags = tags_of(record, features)
    special = special_tags(record)
    if special:
        return SegmentResult("special_service", tags, register_reasons(record, features, fitted, special), as_of)
    if features is None:
        return SegmentResult("unknown", tags, thin_reasons(months, as_of), as_of)
    name, steps = fitted.decide(features)
    return SegmentResult(cast(Segment, name), tags, decision_reasons(record, features, fitted, steps), as_of)
