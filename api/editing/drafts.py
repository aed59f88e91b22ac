"""Working on a draft under ``/v1/editing``: as fields, as text, as customers would read it. Nothing is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.articles.answer import Answer
from api.editing.draft_schemas import DraftShown, DraftToShow, FigureOffers, TextToRead
from api.editing.fields import DraftFields, read_fields, write_fields
from api.editing.figures import offered
from api.editing.preview import LONGEST_ANSWER, preview_of
from api.editing.roles import Editor
from api.editing.service import EditingService
from api.errors import Unprocessable
from api.platform import PlatformDep, ReadingDep, in_thread
from api.texts import OptionalLine
from knowledge import short_name

router = APIRouter()
MOST_FIGURES = 60


@router.post("/draft/preview")
async def preview(body: DraftToShow, _editor: Editor, session: ReadingDep, platform: PlatformDep) -> DraftShown:
    """The text that the fields make, what keeps it from being published, and what customers would read of it."""
    markdown = write_fields(body.draft, body.base)
    _article, problems = await EditingService(session, platform).problems(body.article_id, markdown)
    on = body.on or platform.clock.today()
    shown = await in_thread(lambda: preview_of(body.draft, short_name(body.province), on))
    return DraftShown.model_validate(
        {
            "markdown": markdown,
            "is_valid": not problems,
            "problems": [each.to_wire() for each in problems],
            "message": _message(shown.answer),
            "details": shown.details,
            "figures": [asdict(each) for each in shown.figures],
            "letters": shown.letters,
            "longest": LONGEST_ANSWER,
        }
    )


@router.post("/draft/fields")
async def take_apart(body: TextToRead, _editor: Editor) -> DraftFields:
    """The fields of a text, finished or not."""
    fields = read_fields(body.markdown)
    if fields is None:
        detail = "开头的条目信息读不出来：第一行写 ---，接着一项一行“名称: 内容”，再用一行 --- 结束。"
        raise Unprocessable(detail, field="markdown")
    return fields


@router.get("/figures")
async def list_figures(
    _editor: Editor,
    platform: PlatformDep,
    q: OptionalLine = None,
    province: OptionalLine = None,
    size: Annotated[int, Query(ge=1, le=400)] = MOST_FIGURES,
) -> FigureOffers:
    """Figures whose meaning or key holds every word of ``q``, to be referred to instead of typed."""
    found = offered(q or "", short_name(province), platform.clock.today(), size)
    return FigureOffers.model_validate({"items": [asdict(each) for each in found]})


def _message(answer: Answer) -> dict[str, Any]:
    wire = asdict(answer)
    return {name: wire[name] for name in ("text", "card")} | {
        "sources": list(wire["sources"]),
        "buttons": list(wire["buttons"]),
    }
