"""Where the bot keeps conversations while they run: in memory, a bounded number of bounded length.

Rasa's own in-memory store never forgets a conversation, and a tracker is replayed on every turn, so both memory and
latency would grow for as long as the process lives. The gateway's log is the record; this is scratch.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


class BoundedTrackerStore(InMemoryTrackerStore):
    """Keeps about the newest ``events`` events of the ``conversations`` conversations spoken with last.

    What is forgotten of a conversation leaves the present values of its slots behind, so no slot is lost with it.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        conversations: int = 5000,
        events: int = 80,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[str, str] = OrderedDict()
        self._conversations = int(conversations)
        self._events = int(events)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store ``tracker`` as the newest conversation; forget the oldest beyond the bound."""
        dialogue = Dialogue(tracker.sender_id, newest(tracker, self._events))
        self.store[tracker.sender_id] = json.dumps(dialogue.as_dict())
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self._conversations:
            self.store.popitem(last=False)


def newest(tracker: DialogueStateTracker, count: int) -> list[Event]:
    """The last ``count`` events, beginning with a whole turn, after the slots' present values (later events win)."""
    events = list(tracker.events)
    start = max(0, len(events) - count)
    while start > 0 and not _is_listening(events[start]):
        start -= 1
    if start == 0:
        return events
    return [*(SlotSet(name, slot.value) for name, slot in tracker.slots.items()), *events[start:]]


def _is_listening(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
