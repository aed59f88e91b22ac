"""Who is calling: customers' and agents' signed tokens, and the action server's internal token."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

import jwt
from fastapi import Depends, Header

from api.errors import Forbidden, Unauthorized
from api.platform import Platform, get_platform

Role = Literal["agent", "supervisor", "editor", "operator", "auditor"]
ROLES: tuple[Role, ...] = ("agent", "supervisor", "editor", "operator", "auditor")
HANDLERS: frozenset[Role] = frozenset({"agent", "supervisor", "operator"})  # editors and auditors only read
CUSTOMER_SECONDS = 12 * 3600
AGENT_SECONDS = 10 * 3600  # one shift


@dataclass(frozen=True, slots=True)
class CustomerPrincipal:
    """A customer whose identity the app's or the WeChat binding's backend has signed."""

    account_number: str


@dataclass(frozen=True, slots=True)
class AgentPrincipal:
    """A member of staff."""

    username: str
    role: Role


Principal = CustomerPrincipal | AgentPrincipal


def issue_customer_token(secret: str, account_number: str) -> str:
    """A token for one account. Expiry uses real time, also in demonstrations."""
    return _sign(secret, {"kind": "customer", "sub": account_number}, CUSTOMER_SECONDS)


def issue_agent_token(secret: str, username: str, role: Role) -> str:
    """A token for one member of staff, for one shift."""
    return _sign(secret, {"kind": "agent", "sub": username, "role": role}, AGENT_SECONDS)


def read_token(secret: str, token: str) -> Principal:
    """Who a token names. Raises Unauthorized when it is not ours or has expired."""
    try:
        claims: dict[str, Any] = jwt.decode(token, secret, algorithms=["HS256"], options={"require": ["exp", "sub"]})
    except jwt.ExpiredSignatureError as error:
        raise Unauthorized("登录已过期，请重新登录。", code="expired_token") from error
    except jwt.InvalidTokenError as error:
        raise Unauthorized("登录凭证无效，请重新登录。") from error
    if claims.get("kind") == "customer":
        return CustomerPrincipal(str(claims["sub"]))
    if claims.get("kind") == "agent" and claims.get("role") in ROLES:
        return AgentPrincipal(str(claims["sub"]), cast(Role, claims["role"]))
    raise Unauthorized("登录凭证无效，请重新登录。")


def _sign(secret: str, claims: dict[str, Any], seconds: int) -> str:
    now = int(time.time())
    return jwt.encode({**claims, "iat": now, "exp": now + seconds}, secret, algorithm="HS256")


def principal_or_none(
    platform: Annotated[Platform, Depends(get_platform)], authorization: Annotated[str | None, Header()] = None
) -> Principal | None:
    """The caller, or None without a token; a bad token is refused rather than ignored."""
    if not authorization:
        return None
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("登录凭证格式不对，应为 Authorization: Bearer …。")
    return read_token(platform.settings.secret_key, token.strip())


def require_principal(principal: Annotated[Principal | None, Depends(principal_or_none)]) -> Principal:
    """A signed-in customer or agent."""
    if principal is None:
        raise Unauthorized("请先登录。")
    return principal


def require_agent(principal: Annotated[Principal, Depends(require_principal)]) -> AgentPrincipal:
    """A member of staff of any role."""
    if not isinstance(principal, AgentPrincipal):
        raise Forbidden("只有工作人员可以使用这项功能。")
    return principal


def require_handler(agent: Annotated[AgentPrincipal, Depends(require_agent)]) -> AgentPrincipal:
    """Staff who speak with customers and handle tickets."""
    if agent.role not in HANDLERS:
        raise Forbidden("您的角色只能查看，不能接待客户或处理工单。", code="role_not_allowed")
    return agent


def require_agent_outside_demo(
    platform: Annotated[Platform, Depends(get_platform)],
    principal: Annotated[Principal | None, Depends(principal_or_none)],
) -> None:
    """Open in demo mode; elsewhere for staff."""
    if platform.settings.is_demo:
        return
    require_agent(require_principal(principal))


def require_internal(
    platform: Annotated[Platform, Depends(get_platform)], x_dianda_internal: Annotated[str, Header()] = ""
) -> None:
    """The action server, by its token."""
    if not hmac.compare_digest(x_dianda_internal.encode(), platform.settings.internal_token.encode()):
        raise Unauthorized("内部凭证无效。")
