"""What can be wrong with something that claims to come from WeChat.

WeChatError
├── BadSignature     not signed with our token
├── BadEncryption    cannot be opened with our key, or is meant for another account
├── BadXml           not the XML that WeChat sends
└── SendFailed       WeChat did not take a message of ours (``code``: its errcode, 0 when it did not answer)
"""

from __future__ import annotations


class WeChatError(Exception):
    """The base of this folder."""


class BadSignature(WeChatError):
    """Not signed with our token."""


class BadEncryption(WeChatError):
    """Cannot be opened with our key, or is meant for another account."""


class BadXml(WeChatError):
    """Not the XML that WeChat sends."""


class SendFailed(WeChatError):
    """WeChat did not take a message of ours."""

    def __init__(self, code: int, detail: str) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
