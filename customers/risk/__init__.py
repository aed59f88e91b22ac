"""A hint for agents that a customer may be about to complain: what happened to them, counted by rules one can read.

Never shown to customers and never a reason to refuse or delay a service: nothing but the agents' briefing asks for it.
"""

from .hint import ComplaintHint, complaint_hint
from .history import ServiceEvent, ServiceHistory
from .rates import ComplaintRates
from .review import review_hints

__all__ = ["ComplaintHint", "ComplaintRates", "ServiceEvent", "ServiceHistory", "complaint_hint", "review_hints"]
