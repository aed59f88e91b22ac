"""``/channels/wechat``: the handshake, and messages in plain and encrypted form."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.channels.wechat.crypto import WeChatCrypto, check_signature, sign
from api.channels.wechat.errors import BadEncryption, BadSignature, BadXml
from api.channels.wechat.incoming import Incoming
from api.channels.wechat.service import WeChatChannel
from api.channels.wechat.xml import read_xml, write_xml
from api.errors import Forbidden, NotFound, Unprocessable
from api.platform import Platform, PlatformDep

router = APIRouter(prefix="/channels/wechat", tags=["wechat"])
Short = Annotated[str, Query(max_length=200)]
NOTHING = "success"  # WeChat stops repeating and shows the follower nothing


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a request was signed."""

    signature: str
    msg_signature: str
    timestamp: str
    nonce: str
    is_encrypted: bool


@router.get("")
async def shake_hands(
    platform: PlatformDep, signature: Short = "", timestamp: Short = "", nonce: Short = "", echostr: Short = ""
) -> Response:
    """WeChat proves that it is WeChat, and we that we know the token."""
    token = _token(platform)
    try:
        check_signature(signature, token, timestamp, nonce)
    except BadSignature as error:
        raise Forbidden("签名不对。", code="bad_signature") from error
    return Response(echostr, media_type="text/plain; charset=utf-8")


@router.post("")
async def receive(
    request: Request,
    platform: PlatformDep,
    signature: Short = "",
    msg_signature: Short = "",
    timestamp: Short = "",
    nonce: Short = "",
    encrypt_type: Short = "",
) -> Response:
    """A message or an event; the answer has the same form as the question."""
    envelope = Envelope(signature, msg_signature, timestamp, nonce, encrypt_type == "aes")
    incoming = _open(platform, envelope, await request.body())
    text = await platform.shared(WeChatChannel).receive(incoming)
    if not text:
        return Response(NOTHING, media_type="text/plain; charset=utf-8")
    answer = write_xml(
        {
            "ToUserName": incoming.openid,
            "FromUserName": incoming.account,
            "CreateTime": int(platform.clock.now().timestamp()),
            "MsgType": "text",
            "Content": text,
        }
    )
    return Response(_close(platform, envelope, answer), media_type="application/xml; charset=utf-8")


def _open(platform: Platform, envelope: Envelope, body: bytes) -> Incoming:
    token = _token(platform)
    try:
        if not envelope.is_encrypted:
            check_signature(envelope.signature, token, envelope.timestamp, envelope.nonce)
            return Incoming.read(read_xml(body))
        sealed = read_xml(body).get("Encrypt", "")
        check_signature(envelope.msg_signature, token, envelope.timestamp, envelope.nonce, sealed)
        return Incoming.read(read_xml(_crypto(platform).decrypt(sealed).encode()))
    except BadSignature as error:
        raise Forbidden("签名不对。", code="bad_signature") from error
    except BadEncryption as error:
        raise Forbidden("密文打不开，或不是发给本公众号的。", code="bad_encryption") from error
    except BadXml as error:
        raise Unprocessable("不是微信的消息格式。", field="body") from error


def _close(platform: Platform, envelope: Envelope, answer: str) -> str:
    if not envelope.is_encrypted:
        return answer
    sealed, nonce = _crypto(platform).encrypt(answer), secrets.token_hex(8)
    timestamp = str(int(platform.clock.now().timestamp()))
    return write_xml(
        {
            "Encrypt": sealed,
            "MsgSignature": sign(_token(platform), timestamp, nonce, sealed),
            "TimeStamp": int(timestamp),
            "Nonce": nonce,
        }
    )


def _token(platform: Platform) -> str:
    if not platform.settings.wechat_token:
        raise NotFound("没有开通微信公众号。")
    return platform.settings.wechat_token


def _crypto(platform: Platform) -> WeChatCrypto:
    if not platform.settings.wechat_aes_key:
        raise NotFound("公众号用的是加密方式，但没有设置 DIANDA_WECHAT_AES_KEY。")
    return WeChatCrypto(platform.settings.wechat_aes_key, platform.settings.wechat_appid)
