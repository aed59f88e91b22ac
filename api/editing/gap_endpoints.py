"""Gaps and the questions behind them under ``/v1/editing``."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api.editing.gap_runs import GapRuns, next_due
from api.editing.gap_schemas import Adoption, GapList, GapRunShown, GapShown, UnansweredList, UnansweredRow
from api.editing.gap_service import GapService
from api.editing.models import GapRun, QuestionGap
from api.editing.roles import Editor
from api.editing.schemas import Reason
from api.editing.unanswered import Kind, UnansweredQuestions
from api.platform import PlatformDep, ReadingDep, SessionDep

router = APIRouter()
GapId = Annotated[int, Path(ge=1, le=2**31 - 1)]
PROPOSED_ID = "new-article"  # until an editor chooses one
RUNS_SHOWN = 5


@router.get("/gaps")
async def list_gaps(
    _editor: Editor,
    session: ReadingDep,
    platform: PlatformDep,
    state: Literal["open", "adopted", "dismissed"] | None = "open",
) -> GapList:
    """What customers ask and the articles do not answer, the largest first; when it was looked for, and will be."""
    gaps = await GapService(session, platform).listed(state)
    runs = await GapRuns(session).newest(RUNS_SHOWN)
    return GapList(
        items=[_shown(each) for each in gaps],
        runs=[_run_shown(each) for each in runs],
        next_run=next_due(platform.clock.now()),
    )


@router.post("/gaps/runs", status_code=202)
async def look_for_gaps(editor: Editor, session: SessionDep, platform: PlatformDep) -> GapRunShown:
    """Ask the worker to look for gaps now; asked again within the minute, it is the same search."""
    now, runs = platform.clock.now(), GapRuns(session)
    name = f"{now:%Y-%m-%d %H:%M}"
    await runs.ask(name, editor.username, now)
    return _run_shown(await session.get_one(GapRun, name))


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


def _run_shown(run: GapRun) -> GapRunShown:
    return GapRunShown.model_validate(run, from_attributes=True)
