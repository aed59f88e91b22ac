"""The figures of ``/metrics``. Labels are few and never about a person."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)

REQUESTS = Counter("dianda_requests_total", "Requests answered", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("dianda_request_seconds", "Seconds to answer a request", ["route"], buckets=_QUICK)
MESSAGES = Counter("dianda_messages_total", "Customers' messages received", ["channel"])
TURNS = Counter("dianda_turns_total", "Messages by who answered them", ["answered_by"])
TURN_SECONDS = Histogram(
    "dianda_turn_seconds", "Seconds from a customer's message to its answer", ["answered_by"], buckets=_QUICK
)
HANDOVERS = Counter("dianda_handovers_total", "Conversations handed to the queue", ["reason"])
QUEUE_LENGTH = Gauge("dianda_queue_length", "Conversations waiting for a person, when last counted")
BOT_FAILURES = Counter("dianda_bot_failures_total", "Times the bot did not answer", ["kind"])
TICKETS = Counter("dianda_conversation_tickets_total", "Tickets created or changed from conversations")
DANGERS = Counter("dianda_dangers_total", "Messages that reported danger", ["kind"])
SECOND_READINGS = Counter("dianda_second_readings_total", "Answers of the optional second reader", ["outcome"])
ERRORS = Counter("dianda_errors_total", "Errors that were not the caller's", ["kind"])
STREAMS = Gauge("dianda_event_streams", "Open server-sent event streams")
