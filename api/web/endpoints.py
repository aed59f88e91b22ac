"""Serves the pages and their few scripts. The pages talk to the same HTTP contract as everybody else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.templating import Jinja2Templates

from api.editing.topics import TOPIC_LABELS
from api.errors import NotFound
from api.platform import PlatformDep
from knowledge import PROVINCES

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
DEMO_CUSTOMERS = FOLDER.parent / "demo" / "customers.yml"
# What the editors' forms offer: the article's value and what it is called.
CHOICES = {
    "topics": list(TOPIC_LABELS.items()),
    "audiences": [("all", "全部客户"), ("residential", "居民"), ("business", "企业商户"), ("agricultural", "农业")],
    "confidences": [("H", "H：有文件原文"), ("M", "M：可信来源")],
    "provinces": sorted(PROVINCES),
}
# Scripts and styles come from here only, so that text of a customer can never run as a script.
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(FOLDER / "templates")


@router.get("/")
async def chat_page(request: Request, platform: PlatformDep) -> HTMLResponse:
    """The customers' chat; in demo mode with the choice of a demo customer."""
    customers = _demo_customers() if platform.settings.is_demo else []
    return _page(request, "chat.html", {"customers": customers})


@router.get("/agents")
async def agents_page(request: Request, platform: PlatformDep) -> HTMLResponse:
    """The agents' page; signing in happens on it."""
    return _page(request, "agents.html", {"is_demo": platform.settings.is_demo})


@router.get("/editing")
async def editing_page(request: Request, platform: PlatformDep) -> HTMLResponse:
    """The knowledge editors' page; signing in happens on it."""
    return _page(request, "editing.html", {"is_demo": platform.settings.is_demo, "choices": CHOICES})


@router.get("/static/{name:path}")
async def static_file(name: str) -> FileResponse:
    """A script or style of the pages. Raises NotFound for anything outside the folder."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise NotFound("没有这个文件。")
    return FileResponse(path, headers={"Cache-Control": "no-cache"})


def _page(request: Request, template: str, context: dict[str, object]) -> HTMLResponse:
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    return templates.TemplateResponse(request, template, context, headers=headers)


@cache
def _demo_customers() -> list[dict[str, str]]:
    entries = yaml.safe_load(DEMO_CUSTOMERS.read_text(encoding="utf-8"))
    return [{"account_number": entry["account_number"], "name": entry["name"]} for entry in entries]
