"""The gateway's application: every ``router`` in ``api/**/endpoints.py`` and ``internal.py`` is mounted by being there."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

import api
from api.errors import add_error_handlers
from api.platform import Platform
from api.settings import Settings, get_settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The gateway, ready to be served; the libraries load when it starts."""
    platform = Platform(settings or get_settings())
    app = FastAPI(title="电答 Dianda", version="0.1.0", lifespan=_lifespan)
    app.state.platform = platform
    add_error_handlers(app)
    for router in _routers():
        app.include_router(router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    platform: Platform = app.state.platform
    platform.load()
    yield
    await platform.close()


def _routers() -> Iterator[APIRouter]:
    for package in sorted(_packages()):
        for name in ("endpoints", "internal"):
            module = f"{package}.{name}"
            if importlib.util.find_spec(module):
                yield importlib.import_module(module).router


def _packages() -> Iterator[str]:
    for found in pkgutil.walk_packages(api.__path__, "api."):
        if found.ispkg and not found.name.startswith("api.migrations"):
            yield found.name
