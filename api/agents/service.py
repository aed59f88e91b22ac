"""Agents' accounts: signing in with argon2, the demonstration's accounts, and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import AsyncSession

from api.agents.models import Agent, AgentAuditEvent
from api.agents.repository import AgentRepository
from api.errors import Conflict, Forbidden, NotFound, Unauthorized, Unprocessable
from api.platform import Platform, in_thread
from api.security import ROLES, AgentPrincipal, Role, issue_agent_token
from api.texts import clean

DEMO_PASSWORD = "agent-demo"
DEMO_ACCOUNTS: tuple[tuple[str, str, Role], ...] = (
    ("agent", "坐席小林", "agent"),
    ("agent2", "坐席小周", "agent"),
    ("supervisor", "班长老陈", "supervisor"),
    ("editor", "知识编辑小吴", "editor"),
    ("operator", "运维小郑", "operator"),
    ("auditor", "审计小冯", "auditor"),
)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
LONGEST_NAME = 60
CONSOLE = "console"  # who acted, in the audit trail: accounts are changed where the product runs


@lru_cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@lru_cache
def _nobodys_hash() -> str:
    """Checked when there is no such account, so that the answer takes as long as for a real one."""
    return _hasher().hash("nobody has this password")


class AgentService:
    """Everything inside the caller's transaction."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._platform = platform
        self._repository = AgentRepository(session)

    async def sign_in(self, username: str, password: str) -> tuple[Agent, str] | None:
        """The account and a token, or None; either way it is noted."""
        agent = await self._repository.get(username)
        is_right = await in_thread(
            lambda: _hasher().verify(password, agent.password_hash if agent else _nobodys_hash())
        )
        if agent is None or not is_right or not agent.is_active or (agent.is_demo and not self._is_demo):
            self.audit("login_failed", username[:60])
            return None
        self.audit("login", username)
        return agent, issue_agent_token(self._platform.settings.secret_key, agent.username, cast(Role, agent.role))

    async def get(self, username: str) -> Agent:
        """One account. Raises NotFound."""
        agent = await self._repository.get(username)
        if agent is None:
            raise NotFound("没有这个坐席账号。")
        return agent

    async def name_of(self, username: str) -> str:
        """What to call an agent."""
        agent = await self._repository.get(username)
        return agent.name if agent else username

    async def create(self, username: str, name: str, role: str, password: str) -> Agent:
        """A new account. Raises Conflict when the name is taken, Unprocessable for what nobody could sign in with."""
        for field, value in (("username", username), ("name", name)):
            if not 1 <= len(value) <= LONGEST_NAME or clean(value) != value:
                detail = f"{field} 应为 1 到 {LONGEST_NAME} 个字符，前后没有空格，也没有控制字符。"
                raise Unprocessable(detail, field=field)
        if role not in ROLES:
            raise Unprocessable(f"角色应为 {'、'.join(ROLES)} 之一。", field="role")
        if await self._repository.get(username):
            raise Conflict(f"账号 {username} 已存在。")
        agent = _account(username, name, role, await _hashed(password))
        self._repository.add(agent)
        self.audit("account_created", CONSOLE, username, role=role)
        return agent

    async def change_password(self, username: str, password: str) -> None:
        """Another password. Raises NotFound, and Unprocessable for a weak one."""
        (await self.get(username)).password_hash = await _hashed(password)
        self.audit("password_changed", CONSOLE, username)

    async def set_active(self, username: str, is_active: bool) -> None:
        """Whether the account may sign in; tokens that it has last until their end. Raises NotFound."""
        (await self.get(username)).is_active = is_active
        self.audit("account_enabled" if is_active else "account_disabled", CONSOLE, username)

    async def create_demo_accounts(self) -> None:
        """The demonstration's accounts, those that are missing. One password, so hashed once: a hash takes long."""
        missing = [each for each in DEMO_ACCOUNTS if await self._repository.get(each[0]) is None]
        hashed = await in_thread(lambda: _hasher().hash(DEMO_PASSWORD)) if missing else ""
        for username, name, role in missing:
            self._repository.add(_account(username, name, role, hashed, is_demo=True))

    def audit(self, kind: str, actor: str, subject: str | None = None, **details: str) -> None:
        """Note who did what; kept with the transaction."""
        at = self._platform.clock.now()
        self._repository.add(AgentAuditEvent(at=at, kind=kind, actor=actor, subject=subject, details=details))

    async def audit_events(self, limit: int, before: int | None = None) -> Sequence[AgentAuditEvent]:
        """The audit trail, newest first."""
        return await self._repository.audit_events(limit, before)

    @property
    def _is_demo(self) -> bool:
        return self._platform.settings.is_demo


async def _hashed(password: str) -> str:
    """Raises Unprocessable for a weak password, and for one too long to sign in with."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Unprocessable(f"密码应为 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符。", field="password")
    return await in_thread(lambda: _hasher().hash(password))


def _account(username: str, name: str, role: str, password_hash: str, *, is_demo: bool = False) -> Agent:
    return Agent(username=username, name=name, role=role, password_hash=password_hash, is_active=True, is_demo=is_demo)


def refused_sign_in() -> Unauthorized:
    """One answer for a wrong name and a wrong password."""
    return Unauthorized("账号或密码不对，请检查后再试。", code="wrong_login")


def require_role(principal: AgentPrincipal, *roles: Role) -> None:
    """Raises Forbidden unless the agent has one of the roles."""
    if principal.role not in roles:
        raise Forbidden("您的角色没有这项权限。", code="role_not_allowed")
