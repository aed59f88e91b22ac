"""Which of the five segments a customer belongs to, with tags, three reasons and the day it was said.

Special service comes from the register alone; thin or stale records are ``unknown``; everybody else is decided by the
model. A segment is for agents: it is never shown to the customer and never a ground to refuse anything (PIPL 24).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from .features import known_months
from .reasons import decision_reasons, register_reasons, thin_reasons
from .records import CustomerRecord
from .segment_model import SegmentModel, segment_model
from .tags import special_tags, tags_of

if TYPE_CHECKING:
    from .record_engine import Portrait, RecordEngine

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
    return segment_each([record], as_of, model)[0]


def segment_each(
    records: Sequence[CustomerRecord], as_of: date, model: SegmentModel | None = None
) -> list[SegmentResult]:
    """The segments of several customers, whose account numbers must differ, in one pass."""
    fitted = model or segment_model()
    portraits = _engine(fitted).portray(records, as_of)
    return [_result(record, portrait, fitted, as_of) for record, portrait in zip(records, portraits, strict=True)]


def _result(record: CustomerRecord, portrait: Portrait, model: SegmentModel, as_of: date) -> SegmentResult:
    features = None if portrait.is_thin else portrait.features
    tags = tags_of(record, features)
    if portrait.segment == "special_service":
        reasons = register_reasons(record, features, model, special_tags(record))
    elif features is None:
        reasons = thin_reasons(known_months(record, as_of), as_of)
    else:
        reasons = decision_reasons(record, features, model, model.steps(features))
    return SegmentResult(cast(Segment, portrait.segment), tags, reasons, as_of)


@lru_cache(maxsize=2)
def _engine(model: SegmentModel) -> RecordEngine:
    from .record_engine import RecordEngine  # its libraries take seconds and memory: only who asks for segments pays

    return RecordEngine(model)
