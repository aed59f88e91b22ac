"""What can go wrong with trained weights."""

from __future__ import annotations


class ExpertError(Exception):
    """Base of this package's errors."""


class UnreadableModel(ExpertError):
    """A model folder is missing, damaged or of another version; the message says which and what to do."""
