"""What can go wrong between the action server and the gateway.

GatewayError
├── GatewayUnavailable      no connection, no answer in time, or a failure on its side
├── VerificationRequired    the answer is for verified customers only
└── GatewayRefused          it understood and says no: ``code`` and a Chinese ``detail``
"""

from __future__ import annotations


class GatewayError(Exception):
    """Any failure of a call to the gateway."""


class GatewayUnavailable(GatewayError):
    """The gateway could not be reached, did not answer in time, or failed: nothing is known about the result."""


class VerificationRequired(GatewayError):
    """The gateway does not know who the customer is and will not answer before it does."""


class GatewayRefused(GatewayError):
    """The gateway refused a request it understood."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        """``status``: HTTP status; ``code``: the problem's code; ``detail``: Chinese, written for people."""
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
