"""A small gateway that really listens: the internal endpoints with one invented customer, to try the actions against.

Every conversation is its own: ``verify`` makes one verified; ``calls`` holds what was asked; ``broken`` makes it fail.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import defaultdict

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "internal-token-of-the-tests"
CUSTOMER = {"name": "王建国", "account_number": "4201060001", "address": "新华路88号3栋2单元501室"}
HOME = {
    "account_number": "4201060001",
    "account_masked": "******0001",
    "name_masked": "王**",
    "category": "residential",
    "address": CUSTOMER["address"],
}
SHOP = {
    "account_number": "4201050007",
    "account_masked": "******0007",
    "name_masked": "武汉**利店",
    "category": "commercial",
    "address": "鹦鹉大道268号1层",
}
MONTHS = ["2026-10", "2026-09", "2026-08"]
BILLS = {"2026-10": ("260", "151.08", True), "2026-09": ("240", "133.92", True), "2026-08": ("360", "203.40", False)}
ARTICLES = {
    "阶梯": "居民阶梯电价分三档，年度清零。",
    "峰谷": "峰谷电价分高峰和低谷两个时段。",
    "充电桩": "装充电桩要身份证和车位证明。",
    "户号": "户号在电费单和缴费短信里都能看到。",
    "交费": "可以在网上国网交费。",
    "省电": "空调调高一点更省电。",
}


class FakeGateway:
    """The gateway's internal side, listening on a free port of this machine."""

    def __init__(self) -> None:
        self.reset()
        routes = [Route("/internal/conversations/{id}/{path:path}", self._serve, methods=["GET", "POST", "PUT"])]
        self._server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=free_port(), log_level="error"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def reset(self) -> None:
        """As new: nobody verified, nothing asked, nothing broken."""
        self.verified: set[str] = set()
        self.attempts: dict[str, int] = defaultdict(int)
        self.calls: list[tuple[str, str, dict]] = []
        self.tickets: dict[str, dict] = {}
        self.keys: dict[str, str] = {}
        self.broken: str | None = None
        self.outage_status = "none"
        self.personalised = True
        self.saving: str | None = "313.62"
        self.proved = [dict(HOME)]
        self.current: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.config.port}"

    def start(self) -> FakeGateway:
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(5)

    def asked(self, path: str) -> list[dict]:
        """The bodies (or queries) of the calls to ``path`` so far."""
        return [body for _, called, body in self.calls if called == path]

    async def _serve(self, request: Request) -> Response:
        conversation, path = request.path_params["id"], request.path_params["path"]
        body = await request.json() if request.method in ("POST", "PUT") else dict(request.query_params)
        if request.headers.get("x-dianda-internal") != TOKEN:
            return _problem(401, "unauthorized")
        self.calls.append((conversation, path, body))
        if self.broken == "slow":
            await asyncio.sleep(30)
        if self.broken:
            return _problem(503, "unavailable")
        name = path.split("/")[0].replace("-", "_")
        return getattr(self, f"_{name}")(conversation, path, body)

    def _context(self, conversation, path, body):
        return JSONResponse({"verified": conversation in self.verified, "customer": None, "owner": "bot"})

    def _verification(self, conversation, path, body):
        self.attempts[conversation] += 1
        if all(body[field] == value for field, value in CUSTOMER.items()):
            self.verified.add(conversation)
            return JSONResponse({"outcome": "verified", "attempts_left": 3})
        if body["account_number"].startswith("9"):
            return JSONResponse({"outcome": "refused", "attempts_left": 0})
        return JSONResponse({"outcome": "failed", "attempts_left": max(0, 3 - self.attempts[conversation])})

    def _bill(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        month = body.get("month") or MONTHS[0]
        if month not in BILLS:
            return _problem(404, "no_bill")
        kwh, total, paid = BILLS[month]
        lines = [{"label": "第一档", "kwh": kwh, "price": "0.558", "amount": total}]
        return JSONResponse(
            {
                "month": month,
                "kwh": kwh,
                "total": total,
                "due_date": "2026-11-25",
                "paid": paid,
                "late_fee": "0.00" if paid else "3.20",
                "outstanding": "0.00" if paid else "206.60",
                "lines": lines,
                "tariff": {"source": "鄂价〔2012〕89号", "effective_from": "2012-07-01", "confidence": "H"},
                "months": MONTHS,
            }
        )

    def _bill_comparison(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        month = body.get("month") or MONTHS[0]
        if month not in BILLS:
            return _problem(404, "no_bill")
        return JSONResponse(
            {
                "month": month,
                "previous_month": {"last_year": "2025-10", None: "2026-09"}.get(
                    body.get("against"), body.get("against")
                ),
                "total": "151.08",
                "previous_total": "133.92",
                "difference": "17.16",
                "parts": [{"label": "用电量增加", "amount": "11.16", "explanation": "多用20千瓦时"}],
                "causes": ["进入第二档"],
                "chart": {"kind": "bar"},
            }
        )

    def _bill_history(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        months = [
            {"month": month, "kwh": BILLS[month][0], "total": BILLS[month][1], "paid": BILLS[month][2]}
            for month in reversed(MONTHS)
        ]
        ends = {"highest": months[0], "lowest": months[1]}
        sums = {"kwh": "860", "total": "488.40", "average_kwh": "287", "average_total": "162.80", "unpaid": 1}
        chart = {"kind": "bar", "unit": "元", "labels": MONTHS, "values": [1.0, 2.0, 3.0]}
        span = {"first": "2026-08", "last": "2026-10", "by_kwh": ends, "by_total": ends}
        return JSONResponse({**sums, **span, "months": months, "chart": chart})

    def _year_comparison(self, conversation, path, body):
        month = {"month": "2026-10", "kwh": "260", "total": "151.08", "paid": True}
        sums = {"kwh": "500", "total": "285.00", "earlier_kwh": "400", "earlier_total": "223.20"}
        compared = {**sums, "first": "2026-09", "last": "2026-10", "difference": "61.80", "kwh_difference": "100"}
        compared["months"] = [{**month, "earlier": {**month, "month": "2025-10", "kwh": "150", "total": "83.70"}}]
        whole = {"first": "2026-01", "last": "2026-10", "recorded_since": "2025-09", "missing": ["2025-01"]}
        return JSONResponse({**whole, "compared": compared})

    def _late_fees(self, conversation, path, body):
        bill = {"month": "2026-08", "amount": "156.24", "due_date": "2026-09-25", "days": 97, "late_fee": "15.16"}
        whole = {"on": "2026-12-31", "late_fee_total": "15.16", "source": "《供电营业规则》"}
        return JSONResponse({**whole, "bills": [bill]})

    def _plan_comparison(self, conversation, path, body):
        if self.saving is None:
            return _problem(404, "no_comparison")
        totals = {"tiered_total": "1200.00", "time_of_use_total": "886.38", "saving": self.saving}
        span = {"first": "2025-11", "last": "2026-10", "kwh": "4000", "valley_percent": "60"}
        return JSONResponse({**totals, **span, "current": "time_of_use", "sources": ["鲁发改价格〔2026〕556号"]})

    def _forecast(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        interval = {"low": "200", "middle": "240", "high": "280"}
        month = body.get("month") or "2026-11"
        months = [{"month": month, "kwh": interval, "total": {"low": "120.00", "middle": "145.00", "high": "170.00"}}]
        return JSONResponse(
            {
                "months": months,
                "tier": {"tier": 2},
                "tariff": {"source": "鄂价〔2012〕89号", "effective_from": "2012-07-01", "confidence": "H"},
                "text": f"按您最近13个月的用电估计，{month}电费大约145元。",
                "tier_text": "本年度已用2000千瓦时，多半在2026年11月进入第二档。",
            }
        )

    def _suppositions(self, conversation, path, body):
        known = conversation in self.verified
        if "账单" in body["text"] and not known:
            return JSONResponse({"understood": True, "needs_verification": True, "values": body["known"]})
        values = {**body["known"], "scenario": "air_conditioner", "said": body["text"]}
        button = {"title": "每天用12小时", "payload": "每天用12小时"}
        answer = {"answerable": True, "answer": "一年多642.05元。" if known else "请告诉我您在哪个省。"}
        answer |= {"sources": [], "buttons": [button], "card": None, "needs_province": False, "must_not": False}
        return JSONResponse({**answer, "understood": True, "needs_verification": False, "values": values})

    def _balance(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        unpaid = [{"month": "2026-08", "amount": "203.40", "due_date": "2026-09-25", "late_fee": "3.20"}]
        return JSONResponse(
            {
                "balance": "35.20",
                "unpaid": unpaid,
                "arrears": "203.40",
                "late_fee_total": "3.20",
                "total_due": "206.60",
                "as_of": "2026-11-20",
            }
        )

    def _account(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        return JSONResponse(
            {
                "account_number": CUSTOMER["account_number"],
                "account_masked": "******0001",
                "address": CUSTOMER["address"],
                "phone_masked": "138****0001",
            }
        )

    def _accounts(self, conversation, path, body):
        if path == "accounts/current":
            self.current[conversation] = body["account_number"]
            return JSONResponse({"account_masked": "******" + body["account_number"][-4:]})
        if conversation not in self.verified:
            return JSONResponse({"items": []})
        current = self.current.get(conversation, CUSTOMER["account_number"])
        return JSONResponse(
            {"items": [{**each, "is_current": each["account_number"] == current} for each in self.proved]}
        )

    def _outages(self, conversation, path, body):
        address = body.get("address") or (CUSTOMER["address"] if conversation in self.verified else None)
        if address is None:
            return _problem(403, "verification_required")
        if "路" not in address:
            return JSONResponse({"status": "unknown_address", "outage": None, "address": address})
        outage = {
            "id": "TD1",
            "area": "新华路片区",
            "reason": "设备故障",
            "start": "2026-11-20T08:00:00+08:00",
            "expected_restore": "2026-11-20T11:30:00+08:00",
            "restored": None,
            "updated_at": "2026-11-20T08:50:00+08:00",
            "stale": False,
        }
        shown = None if self.outage_status == "none" else outage
        return JSONResponse({"status": self.outage_status, "outage": shown, "address": address})

    def _progress(self, conversation, path, body):
        if conversation not in self.verified and not body.get("number"):
            return JSONResponse({"items": []})
        if body.get("number") == "0000000000000000":
            return _problem(404, "not_found")
        steps = [
            {"name": "受理申请", "status": "done", "date": "2026-11-12"},
            {"name": "装表接电", "status": "in_progress", "owner": "历下供电中心", "due": "2026-12-03"},
        ]
        item = {"kind": "application", "id": "BZ20261112001", "title": "充电桩新装", "status": "in_progress"}
        item |= {"status_label": "办理中", "steps": steps, "overdue_working_days": 1}
        return JSONResponse({"items": [item]})

    def _recommendations(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        item = {
            "package_id": "time_of_use",
            "title": "峰谷电价",
            "yearly_saving": self.saving,
            "interval": ["256.95", "375.90"],
            "break_even": "谷段用电占比达到15%以上才划算",
            "sources": ["鲁发改价格〔2026〕556号"],
            "reasons": ["夜间用电多"],
            "eligibility": ["一户一表"],
            "how_to_apply": "网上国网",
        }
        return JSONResponse({"personalised": self.personalised, "items": [item], "why": ["夜间用电占六成"]})

    def _preferences(self, conversation, path, body):
        self.personalised = body["personalised"]
        return JSONResponse({"personalised": self.personalised})

    def _subscriptions(self, conversation, path, body):
        if conversation not in self.verified:
            return _problem(403, "verification_required")
        return JSONResponse({"active": body["active"]})

    def _tickets(self, conversation, path, body):
        if path == "tickets":
            return self._create(body)
        number, act = path.split("/")[1:]
        if number == "latest":
            number = next(reversed(self.tickets), "")
        if number not in self.tickets:
            return JSONResponse({"ticket_id": None, "outcome": "not_found", "status": None})
        if act == "withdraw":
            self.tickets[number]["status"] = "withdrawn"
        return JSONResponse({"ticket_id": number, "outcome": "sent", "status": self.tickets[number].get("status")})

    def _create(self, body):
        key = body["message_key"]
        created = key not in self.keys
        if created:
            self.keys[key] = f"20261120000000{len(self.tickets) + 1:02d}"
            self.tickets[self.keys[key]] = dict(body)
        deadlines = {"arrive": "2026-11-20T09:45:00+08:00" if body["intent"] == "report_outage" else None}
        deadlines["reply"] = "2026-11-27T23:59:59+08:00"
        answer = {"ticket_id": self.keys[key], "status": "received", "deadlines": deadlines, "created": created}
        answer |= {"type_label": "故障报修", "category_label": "低压故障", "attached_outage": None, "merged_into": None}
        return JSONResponse(answer)

    def _answers(self, conversation, path, body):
        found = next((text for word, text in ARTICLES.items() if word in body["question"]), None)
        answer = {
            "answerable": found is not None,
            "answer": found or "这个问题我还没有可靠的答案，可以为您转人工。",
            "sources": [{"title": "条目", "article_id": "a", "effective_from": None}] if found else [],
            "buttons": [],
            "card": None,
            "needs_province": False,
            "must_not": "走慢" in body["question"],
        }
        if found and body.get("province"):
            answer["answer"] += f"（{body['province']}）"
        return JSONResponse(answer)

    def _handover(self, conversation, path, body):
        return JSONResponse({"owner": "queue", "position": 2})

    def _danger(self, conversation, path, body):
        message = {"text": "请立即远离，不要触碰！", "buttons": [], "card": None, "sources": []}
        return JSONResponse({"messages": [message], "ticket_id": "2026112000000099", "owner": "queue"})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _problem(status: int, code: str) -> Response:
    body = {"type": "about:blank", "title": code, "status": status, "detail": "不行", "code": code}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
