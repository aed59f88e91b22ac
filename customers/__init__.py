"""Who a customer is to us: features, segments, tags, and packages that pay, from plain records."""

from .curve import Curve
from .errors import CustomerError, ModelMissing
from .features import need_of
from .package import Package, Recommendation
from .recommendation import PACKAGES, Recommendations, recommend, saving_curves
from .records import Category, Contact, CustomerRecord, MonthRecord, Reading
from .risk import ComplaintHint, ComplaintRates, ServiceEvent, ServiceHistory, complaint_hint, review_hints
from .segmentation import SEGMENT_LABELS, Segment, SegmentResult, segment
from .tags import TAG_LABELS
from .writing import TableFiles
from .year import last_year

__all__ = [
    "PACKAGES",
    "SEGMENT_LABELS",
    "TAG_LABELS",
    "Category",
    "ComplaintHint",
    "ComplaintRates",
    "Contact",
    "Curve",
    "CustomerError",
    "CustomerRecord",
    "ModelMissing",
    "MonthRecord",
    "Package",
    "Reading",
    "Recommendation",
    "Recommendations",
    "Segment",
    "SegmentResult",
    "ServiceEvent",
    "ServiceHistory",
    "TableFiles",
    "complaint_hint",
    "last_year",
    "need_of",
    "recommend",
    "review_hints",
    "saving_curves",
    "segment",
]
