"""Tables of the WeChat channel: what came, what is to be sent, and the choices last offered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment


class WeChatDelivery(Base):
    """One message or event of WeChat's, by the key that its repetitions share."""

    __tablename__ = "wechat_deliveries"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    openid: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)  # as understood: a number is already the choice it picked
    state: Mapped[str] = mapped_column(String(12))  # received | answered (passively) | acknowledged (push follows)
    answer: Mapped[str | None] = mapped_column(Text)


class WeChatFollower(Base):
    """Who follows the account. An openid is not an identity."""

    __tablename__ = "wechat_followers"

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    is_subscribed: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    choices: Mapped[list[str]] = mapped_column(JSON)  # payloads behind the numbers of the last answer


class WeChatOutgoing(Base):
    """A text that waits to be pushed, so that a restart loses none."""

    __tablename__ = "wechat_outgoing"
    __table_args__ = (Index("ix_wechat_outgoing_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    openid: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(160), unique=True)  # what it answers: never pushed twice
    state: Mapped[str] = mapped_column(String(10))  # waiting | sending | sent | failed
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[float] = mapped_column(default=0.0)  # real epoch seconds
    error: Mapped[str | None] = mapped_column(String(200))
