"""Who a customer is to us: features, segments, tags, and packages that pay, from plain records."""

from .errors import CustomerError, ModelMissing
from .package import Package, Recommendation
from .recommendation import PACKAGES, Recommendations, recommend
from .records import Category, CustomerRecord, MonthRecord
from .segmentation import SEGMENT_LABELS, Segment, SegmentResult, segment
from .tags import TAG_LABELS

__all__ = [
    "PACKAGES",
    "SEGMENT_LABELS",
    "TAG_LABELS",
    "Category",
    "CustomerError",
    "CustomerRecord",
    "ModelMissing",
    "MonthRecord",
    "Package",
    "Recommendation",
    "Recommendations",
    "Segment",
    "SegmentResult",
    "recommend",
    "segment",
]
