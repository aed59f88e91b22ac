"""Why a notice could not be delivered.

NoticeError
├── ChannelClosed   not now: tried again later
└── Undeliverable   never by this channel
"""

from __future__ import annotations


class NoticeError(Exception):
    """The base of this folder."""


class ChannelClosed(NoticeError):
    """Not now: tried again later."""


class Undeliverable(NoticeError):
    """Never by this channel."""
