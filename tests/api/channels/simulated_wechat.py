"""WeChat's side: delivers a follower's messages signed, repeats them, and takes what is pushed."""

from __future__ import annotations

import itertools
import re
import time

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from api.channels.wechat.crypto import WeChatCrypto, sign

APPID, TOKEN, KEY = "wxdemo0000000000", "dianda-demo", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class SimulatedWeChat:
    """``pushed`` holds (openid, text); ``refusals`` are errcodes to answer the next pushes with."""

    def __init__(self, talk) -> None:
        self.talk = talk
        self.pushed: list = []
        self.refusals: list = []
        self.tokens_given = 0
        self.valid_token = ""
        self.crypto = WeChatCrypto(KEY, APPID)
        self._ids = itertools.count(7_000_000)

    def connect(self, url):
        settings = self.talk.platform.settings
        settings.wechat_api_url, settings.wechat_secret = url, "s3cret"

    # --- what WeChat's servers offer ---

    async def stable_token(self, request):
        body = await request.json()
        assert body["grant_type"] == "client_credential" and body["appid"] == APPID
        self.tokens_given += 1
        self.valid_token = f"token-{self.tokens_given}"
        return JSONResponse({"access_token": self.valid_token, "expires_in": 7200})

    async def send(self, request):
        if request.query_params["access_token"] != self.valid_token:
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        if self.refusals:
            return JSONResponse({"errcode": self.refusals.pop(0), "errmsg": "refused"})
        raw = await request.body()
        assert b"\\u" not in raw  # WeChat would show the escapes
        body = await request.json()
        assert len(body["text"]["content"].encode()) <= 2048
        self.pushed.append((body["touser"], body["text"]["content"]))
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    @property
    def app(self):
        return Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self.stable_token, methods=["POST"]),
                Route("/cgi-bin/message/custom/send", self.send, methods=["POST"]),
            ]
        )

    # --- what a follower does ---

    def message(self, openid="o-visitor", kind="text", message_id=None, **fields):
        identity = {} if kind == "event" else {"MsgId": str(message_id or next(self._ids))}
        values = {
            "ToUserName": "gh_dianda",
            "FromUserName": openid,
            "CreateTime": str(fields.pop("created", int(time.time()))),
            "MsgType": kind,
            **fields,
            **identity,
        }
        return "<xml>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in values.items()) + "</xml>"

    async def deliver(self, xml, *, token=TOKEN, encrypted=False, tamper=lambda content: content):
        timestamp, nonce = "1700000000", "n0nce"
        params = {"timestamp": timestamp, "nonce": nonce, "signature": sign(token, timestamp, nonce)}
        if encrypted:
            sealed = self.crypto.encrypt(xml)
            params |= {"encrypt_type": "aes", "msg_signature": sign(token, timestamp, nonce, sealed)}
            xml = f"<xml><ToUserName><![CDATA[gh_dianda]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return await self.talk.client.post("/channels/wechat", params=params, content=tamper(xml.encode()))

    async def say(self, text, openid="o-visitor", message_id=None, **how):
        answer = await self.deliver(self.message(openid, message_id=message_id, Content=text), **how)
        assert answer.status_code == 200, answer.text
        return content_of(answer.text)


def content_of(xml):
    """The text of a passive answer; empty for ``success``."""
    if xml == "success":
        return ""
    found = re.search(r"<Content>(.*)</Content>", xml, re.DOTALL)
    return "".join(re.findall(r"<!\[CDATA\[(.*?)\]\]>", found[1], re.DOTALL)) if found else xml
