"""What is wrong with a request about tickets; wrong states are told where the step is taken."""

from __future__ import annotations

from api.errors import NotFound


class UnknownTicket(NotFound):
    """No ticket has the number, or it is somebody else's: the answer tells nothing of which."""

    def __init__(self) -> None:
        super().__init__("没有这张工单，请核对工单编号。")
