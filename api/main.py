"""The gateway's application: what lies in ``api/**`` is mounted by being there.

``endpoints.py`` and ``internal.py`` offer a ``router``; ``startup.py`` offers ``async def start(platform)``, run once
when the gateway starts, after the libraries are loaded.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from types import ModuleType

from fastapi import FastAPI

import api
from api.errors import add_error_handlers
from api.logs import configure_logs
from api.middleware import BodyLimit, RequestRecord
from api.platform import Platform
from api.settings import Settings, get_settings


def create_app(settings: Settings | None = None, platform: Platform | None = None) -> FastAPI:
    """The gateway, ready to be served; the libraries load when it starts."""
    configure_logs()
    platform = platform or Platform(settings or get_settings())
    app = FastAPI(title="电答 Dianda", version="0.1.0", lifespan=_lifespan)
    app.state.platform = platform
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestRecord)
    add_error_handlers(app)
    for module in (*_modules("endpoints"), *_modules("internal")):
        app.include_router(module.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    platform: Platform = app.state.platform
    await asyncio.to_thread(platform.load)
    for module in _modules("startup"):
        await module.start(platform)
    yield
    await platform.close()


def _modules(name: str) -> Iterator[ModuleType]:
    for package in sorted(_packages()):
        if importlib.util.find_spec(f"{package}.{name}"):
            yield importlib.import_module(f"{package}.{name}")


def _packages() -> Iterator[str]:
    for found in pkgutil.walk_packages(api.__path__, "api."):
        if found.ispkg and not found.name.startswith("api.migrations"):
            yield found.name
