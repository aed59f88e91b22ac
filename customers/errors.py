"""The errors of this folder."""

from __future__ import annotations


class CustomerError(Exception):
    """Base of everything that customers raises."""


class ModelMissing(CustomerError):
    """The fitted segment model is not there or cannot be read; the message says how to get it."""
