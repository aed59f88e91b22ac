"""Gaps and the questions behind them under ``/v1/editing``."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api.editing.gap_service import GapService
from api.editing.models import QuestionGap
from api.editing.roles import Editor
from api.editing.schemas import Adoption, GapList, GapShown, Reason, UnansweredList, UnansweredRow
from api.editing.unanswered import Kind, UnansweredQuestions
from api.platform import PlatformDep, ReadingDep, SessionDep

router = APIRouter()
GapId = Annotated[int, Path(ge=1, le=2**31 - 1)]
PROPOSED_ID = "new-article"  # until an editor chooses one


@router.get("/gaps")
async def list_gaps(
    _editor: Editor,
    session: ReadingDep,
    platform: PlatformDep,
    state: Literal["open", "adopted", "dismissed"] | None = "open",
) -> GapList:
    """What customers ask and the articles do not answer, the largest first."""
    return GapList(items=[_shown(each) for each in await GapService(session, platform).listed(state)])


@router.get("/gaps/{gap_id}")
async def show_gap(gap_id: GapId, _editor: Editor, session: ReadingDep, platform: PlatformDep) -> GapShown:
    """A gap with the draft it suggests: example questions and nearest articles, the answer left to be written."""
    service = GapService(session, platform)
    gap = await service.get(gap_id)
    return _shown(gap, service.proposal(gap, gap.article_id or PROPOSED_ID))


@router.post("/gaps/{gap_id}/adopt", status_code=201)
async def adopt_gap(
    gap_id: GapId, body: Adoption, editor: Editor, session: SessionDep, platform: PlatformDep
) -> GapShown:
    """Make the proposed draft an article."""
    return _shown(await GapService(session, platform).adopt(gap_id, body.article_id, body.topic, editor.username))


@router.post("/gaps/{gap_id}/dismiss")
async def dismiss_gap(
    gap_id: GapId, body: Reason, editor: Editor, session: SessionDep, platform: PlatformDep
) -> GapShown:
    """No article is wanted for these questions."""
    return _shown(await GapService(session, platform).dismiss(gap_id, body.reason, editor.username))


@router.get("/unanswered")
async def list_unanswered(
    _editor: Editor,
    session: ReadingDep,
    platform: PlatformDep,
    kind: Kind | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> UnansweredList:
    """Questions that got no answer or a bad one, newest first, masked."""
    rows = await UnansweredQuestions(session, platform).newest(limit, kind)
    return UnansweredList(items=[UnansweredRow.model_validate(each, from_attributes=True) for each in rows])


def _shown(gap: QuestionGap, proposal: str | None = None) -> GapShown:
    fields = {name: getattr(gap, name) for name in GapShown.model_fields if name not in {"gap_id", "proposal"}}
    return GapShown.model_validate({"gap_id": gap.id, "proposal": proposal, **fields})
