"""``/healthz``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.errors import problem
from api.health.checks import ReadinessChecks
from api.platform import PlatformDep

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz", response_model=None)
async def readyz(platform: PlatformDep) -> JSONResponse | dict[str, Any]:
    """200 when every part answers and is warm (``parts`` says what is degraded), else 503 naming what is missing."""
    states = await ReadinessChecks(platform).all()
    parts = {each.name: each.summary for each in states}
    missing = [each for each in states if not each.is_ready]
    if not missing:
        return {"status": "ready", "parts": parts}
    return problem(
        503,
        "尚未就绪",
        "；".join(f"{each.label}：{each.problem}" for each in missing),
        code="not_ready",
        headers={"Retry-After": "2"},
        missing=[each.name for each in missing],
        parts=parts,
        errors=platform.load_errors,
    )


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus text."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
