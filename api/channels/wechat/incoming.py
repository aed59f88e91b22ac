"""What WeChat sends, as one message of ours."""

from __future__ import annotations

from dataclasses import dataclass

from api.channels.wechat.errors import BadXml


@dataclass(frozen=True, slots=True)
class Incoming:
    """``kind``: text, image, voice, video, shortvideo, location, link or event; ``event`` is its name in lower case."""

    openid: str
    account: str  # our account's original id: the sender of replies
    created: str
    kind: str
    message_id: str = ""
    text: str = ""
    event: str = ""
    event_key: str = ""
    media_id: str = ""
    label: str = ""  # of a location: its address
    place: str = ""  # of a location: latitude,longitude

    @property
    def key(self) -> str:
        """What tells a repetition from a new message: events have no MsgId."""
        return self.message_id or f"{self.openid}:{self.created}:{self.event}:{self.event_key}"[:120]

    @classmethod
    def read(cls, fields: dict[str, str]) -> Incoming:
        """From the fields of the XML. Raises BadXml when the sender or the kind is missing."""
        openid, account, kind = (fields.get(name, "") for name in ("FromUserName", "ToUserName", "MsgType"))
        if not openid or not kind or len(openid) > 64 or len(account) > 64:
            raise BadXml("sender or kind is missing")
        position = [fields.get(name, "") for name in ("Location_X", "Location_Y")]
        return cls(
            openid=openid,
            account=account,
            created=fields.get("CreateTime", "")[:20],
            kind=kind.lower(),
            message_id=fields.get("MsgId", "")[:64],
            text=fields.get("Content") or fields.get("Recognition", ""),
            event=fields.get("Event", "").lower()[:40],
            event_key=fields.get("EventKey", "")[:128],
            media_id=fields.get("MediaId", "")[:200],
            label=fields.get("Label", "")[:200],
            place=",".join(position) if all(position) else "",
        )
