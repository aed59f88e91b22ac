"""Errors that a caller meets. Libraries raise their own, services translate into these, one handler renders them.

ApiError
├── Unauthorized          401  no or bad token
├── Forbidden             403  not allowed (VerificationRequired: the customer has not shown who they are)
├── NotFound              404  unknown id
├── Conflict              409  wrong state, or the same idempotency key with another body
├── TooLarge              413
├── Unprocessable         422  a payload that is empty, too long, malformed or impossible; names the field
├── TooMany               429
└── Unavailable           503  a needed part is down; carries Retry-After
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"


class ApiError(Exception):
    """``detail`` is Chinese, says what happened and what to do; ``code`` is for programs."""

    status = 400
    code = "bad_request"
    title = "请求有误"

    def __init__(
        self, detail: str, *, code: str | None = None, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.headers = headers
        self.more = more


class Unauthorized(ApiError):
    """No token, or one that is not ours or has expired."""

    status, code, title = 401, "unauthorized", "需要登录"


class Forbidden(ApiError):
    """Known, but not allowed."""

    status, code, title = 403, "forbidden", "没有权限"


class VerificationRequired(Forbidden):
    """The conversation has no verified customer."""

    code = "verification_required"


class NotFound(ApiError):
    """No such thing."""

    status, code, title = 404, "not_found", "没有找到"


class Conflict(ApiError):
    """The thing is in another state than the request needs."""

    status, code, title = 409, "conflict", "状态冲突"


class TooLarge(ApiError):
    """More than we take."""

    status, code, title = 413, "too_large", "内容过大"


class Unprocessable(ApiError):
    """A value that cannot be; give ``field=``."""

    status, code, title = 422, "invalid", "内容有误"


class TooMany(ApiError):
    """Too often."""

    status, code, title = 429, "too_many", "请求过于频繁"


class Unavailable(ApiError):
    """A part that is needed does not answer."""

    status, code, title = 503, "unavailable", "服务暂不可用"

    def __init__(self, detail: str, *, retry_after: int = 5, **more: Any) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)}, **more)


def problem(
    status: int, title: str, detail: str, *, code: str, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """An RFC 9457 answer."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def add_error_handlers(app: FastAPI) -> None:
    """Render every error as problem+json with a Chinese detail."""
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(RequestValidationError, _invalid_payload)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(UnicodeEncodeError, _impossible_text)
    app.add_exception_handler(OverflowError, _impossible_number)
    app.add_exception_handler(OperationalError, _database_down)
    app.add_exception_handler(Exception, _unexpected)


def rendered(error: ApiError) -> JSONResponse:
    """What the caller reads."""
    return problem(error.status, error.title, error.detail, code=error.code, headers=error.headers, **error.more)


async def _api_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return rendered(error)


REASONS = {
    "missing": "缺少这一项",
    "string_too_short": "不能为空",
    "string_too_long": "太长了",
    "too_short": "不能为空",
    "too_long": "条数太多",
    "literal_error": "不在可选的值里",
    "enum": "不在可选的值里",
    "json_invalid": "不是合法的 JSON",
    "extra_forbidden": "不认识这一项",
}


async def _invalid_payload(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part not in {"body", "query", "path"}]
    field = ".".join(place) or "body"
    return problem(422, "内容有误", f"{field}：{reason_of(first)}，请检查后再发。", code="invalid", field=field)


def reason_of(wrong: Mapping[str, Any]) -> str:
    """One error of pydantic in Chinese."""
    return str(wrong["ctx"]["error"]) if wrong["type"] == "value_error" else REASONS.get(wrong["type"], "格式不对")


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # a body that is not JSON at all: a payload like any other that cannot be read
        return problem(422, "内容有误", "请求内容无法读取，请检查格式后再发。", code="invalid", field="body")
    details = {404: "没有这个地址，请对照接口文档检查。", 405: "这个地址不支持这种请求方法。"}
    detail = details.get(error.status_code, str(error.detail))
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, "请求有误", detail, code=f"http_{error.status_code}", headers=headers)


async def _impossible_text(_request: Request, _error: Exception) -> JSONResponse:
    """Half a surrogate pair in JSON is a Python string that no database and no other program can hold."""
    return problem(422, "内容有误", "内容里有无法识别的字符，请去掉后再发。", code="invalid", field="body")


async def _impossible_number(_request: Request, _error: Exception) -> JSONResponse:
    return problem(422, "内容有误", "数字太大，请检查后再发。", code="invalid", field="body")


async def _database_down(request: Request, error: Exception) -> JSONResponse:
    log.error("database_down", path=_route(request), error=type(error).__name__)
    detail = "系统正忙，请几秒后再试；紧急情况请拨打 95598。"
    return problem(503, "服务暂不可用", detail, code="unavailable", headers={"Retry-After": "5"})


def _route(request: Request) -> str:
    """The path's pattern: the path itself may hold a conversation's id, which opens the conversation."""
    return str(getattr(request.scope.get("route"), "path", "unknown"))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected_error", path=_route(request), error=type(error).__name__, exc_info=error)
    return problem(500, "服务出错", "系统出了点问题，您的内容没有丢失，请稍后再试或拨打 95598。", code="internal")
