"""``python -m api.agents USERNAME NAME ROLE``: create an account; the password is read from the terminal or stdin."""

from __future__ import annotations

import asyncio
import getpass
import sys

from api.agents.service import AgentService
from api.errors import ApiError
from api.platform import Platform
from api.security import ROLES
from api.settings import get_settings


def main(arguments: list[str]) -> int:
    """Create the account; 0 when it exists afterwards."""
    if len(arguments) != 3:
        print(f"usage: python -m api.agents USERNAME NAME {{{'|'.join(ROLES)}}}", file=sys.stderr)
        return 2
    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        asyncio.run(_create(arguments[0], arguments[1], arguments[2], password))
    except ApiError as error:
        print(error.detail, file=sys.stderr)
        return 1
    print(f"created {arguments[0]}")
    return 0


async def _create(username: str, name: str, role: str, password: str) -> None:
    platform = Platform(get_settings())
    try:
        async with platform.database.session() as session:
            await AgentService(session, platform).create(username, name, role, password)
    finally:
        await platform.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
