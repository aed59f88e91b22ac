"""``python -m api.agents create|password|disable|enable USERNAME …``: staff's accounts, with the product's settings.

Passwords are asked for at a terminal, else read from standard input.
"""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from api.agents.service import SHORTEST_PASSWORD, AgentService
from api.errors import ApiError
from api.platform import Platform
from api.security import ROLES
from api.settings import get_settings

app = typer.Typer(help=__doc__, add_completion=False)
Username = Annotated[str, typer.Argument(help="the name to sign in with")]


@app.command()
def create(
    username: Username,
    name: Annotated[str, typer.Argument(help="what to call the person")],
    role: Annotated[str, typer.Argument(help=" | ".join(ROLES))],
) -> None:
    """Create an account."""
    chosen = _password()
    _run(lambda agents: agents.create(username, name, role, chosen), f"created {username}")


@app.command()
def password(username: Username) -> None:
    """Give an account another password."""
    chosen = _password()
    _run(lambda agents: agents.change_password(username, chosen), f"{username} has a new password")


@app.command()
def disable(username: Username) -> None:
    """Let an account sign in no more; whoever is signed in stays so until the end of the shift."""
    _run(lambda agents: agents.set_active(username, False), f"{username} cannot sign in any more")


@app.command()
def enable(username: Username) -> None:
    """Let a disabled account sign in again."""
    _run(lambda agents: agents.set_active(username, True), f"{username} can sign in again")


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"password (at least {SHORTEST_PASSWORD} characters): ")
    return sys.stdin.readline().rstrip("\n")


def _run(work: Callable[[AgentService], Awaitable[object]], done: str) -> None:
    async def run() -> None:
        platform = Platform(get_settings())
        try:
            async with platform.database.session() as session:
                await work(AgentService(session, platform))
        finally:
            await platform.close()

    try:
        asyncio.run(run())
    except ApiError as error:
        print(error.detail, file=sys.stderr)
        raise typer.Exit(1) from error
    print(done)


if __name__ == "__main__":
    app()
