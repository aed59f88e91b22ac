"""What a worker does for editing beside its tickets: it follows what is published, and looks for gaps every week."""

from __future__ import annotations

from api.editing.following import Follower
from api.editing.schedule import GapSchedule
from api.platform import Platform


def start(platform: Platform) -> None:
    """Begin; both end with the platform."""
    platform.shared(Follower).begin(is_gateway=False)
    platform.shared(GapSchedule).start()
