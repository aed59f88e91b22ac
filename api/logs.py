"""Structured logs: one JSON object a line, with the request's id, without personal details."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
import structlog.tracebacks

from nlu.text.masking import mask_personal

LONGEST_ERROR = 300  # characters
# what a customer wrote, or who a customer is: never written as it is, whoever passes it
_TEXTS = frozenset({"text", "message", "question", "note", "reason", "detail", "address"})
_SECRETS = frozenset(
    {"name", "phone", "account_number", "openid", "token", "customer_token", "password", "conversation_id"}
)


def configure_logs(level: int = logging.INFO) -> None:
    """Send every log line as JSON to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            without_personal_details,
            # where it happened, never with what: the variables of a frame hold customers' words and tokens
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            masked_errors,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def without_personal_details(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask what was written by a customer; cut identifiers to their last characters."""
    for key, value in event.items():
        if key in _SECRETS and isinstance(value, str):
            event[key] = f"…{value[-4:]}" if len(value) > 8 else "…"
        elif key in _TEXTS and isinstance(value, str):
            event[key] = mask_personal(value)
    return event


def masked_errors(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask and shorten what an error says: it may quote what it could not read."""
    rendered = event.get("exception")
    for each in rendered if isinstance(rendered, list) else ():
        each["exc_value"] = mask_personal(each["exc_value"])[:LONGEST_ERROR]
    return event
