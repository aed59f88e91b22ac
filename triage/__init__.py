"""Triage of 95598 tickets: type, category, urgency and danger, and the service's time limits.

Begin with ``TicketTriager.load(models).triage(texts)``; pure but for its own data files.
"""

from triage.errors import TriageError, UnknownLabel, UnknownLimit, UnreadableTable
from triage.limits import Limit, limit, limit_keys
from triage.result import Alternative, TriageResult
from triage.taxonomy import Taxonomy
from triage.triager import TicketTriager

__all__ = [
    "Alternative",
    "Limit",
    "Taxonomy",
    "TicketTriager",
    "TriageError",
    "TriageResult",
    "UnknownLabel",
    "UnknownLimit",
    "UnreadableTable",
    "limit",
    "limit_keys",
]
