"""What can go wrong in triage.

TriageError
├── UnknownLimit        no row of limits.yml for the key on that day
├── UnknownLabel        a type or category that the taxonomy does not have
└── UnreadableTable     a data file of triage is missing or malformed
"""

from __future__ import annotations


class TriageError(Exception):
    """Base of this folder's errors."""


class UnknownLimit(TriageError, KeyError):
    """No limit of that key is in force on that day."""


class UnknownLabel(TriageError, KeyError):
    """The taxonomy has no such type or category."""


class UnreadableTable(TriageError):
    """A table of ``triage/data`` cannot be read; the message names file and entry."""
