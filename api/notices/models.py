"""The outbox of notices: one row for each customer, event and channel."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment

WECHAT, CONVERSATION = "wechat", "conversation"
WAITING, HANDED, DELIVERED = "waiting", "handed", "delivered"
OBSOLETE, EXPIRED, FAILED = "obsolete", "expired", "failed"
TOLD = frozenset({HANDED, DELIVERED})


class OutageNotice(Base):
    """What one customer is to be told through one channel. Its text is made when it is delivered, from the record.

    event: planned | started | changed | restored | cancelled | excluded (the area no longer includes the customer).
    revision: empty for what happens once; for the others which update of the outage it was.
    state: waiting → delivered; in WeChat waiting → handed (to its outbox) → delivered. Ended without: obsolete (newer
    news, told otherwise, no longer wanted), expired, failed (the channel has refused for good).
    """

    __tablename__ = "outage_notices"
    __table_args__ = (
        UniqueConstraint("outage_id", "account_number", "event", "revision", "channel"),
        Index("ix_outage_notices_state_channel_next_try", "state", "channel", "next_try"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outage_id: Mapped[str] = mapped_column(ForeignKey("outages.outage_id"))
    account_number: Mapped[str] = mapped_column(ForeignKey("customers.account_number"), index=True)
    event: Mapped[str] = mapped_column(String(12))
    revision: Mapped[str] = mapped_column(String(40), default="")
    channel: Mapped[str] = mapped_column(String(12))  # wechat | conversation
    state: Mapped[str] = mapped_column(String(12))
    raised_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)  # after this it is no news any more
    next_try: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    target: Mapped[str | None] = mapped_column(String(160))  # the conversation, or the source in WeChat's outbox
    error: Mapped[str | None] = mapped_column(String(200))
