"""``/v1/editing``: articles and their versions, for editors and supervisors. Review, files and gaps stand beside it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.editing.drafts import router as drafts_router
from api.editing.fields import read_fields
from api.editing.files import router as files_router
from api.editing.gap_endpoints import router as gaps_router
from api.editing.presentation import (
    article_fields,
    article_row,
    check_shown,
    event_row,
    version_row,
    version_shown,
)
from api.editing.repository import ArticleFilter
from api.editing.review_endpoints import router as review_router
from api.editing.roles import Editor
from api.editing.schemas import (
    ArticleList,
    ArticleRow,
    ArticleShown,
    CheckShown,
    Difference,
    History,
    NewArticle,
    NewVersion,
    ProblemShown,
    State,
    Validation,
    ValidationShown,
    VersionShown,
)
from api.editing.service import EditingService
from api.editing.steps import steps_for
from api.editing.wording import Problem
from api.platform import PlatformDep, ReadingDep, SessionDep
from api.texts import OptionalLine

router = APIRouter(prefix="/v1/editing", tags=["editing"])
VersionNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
QueryNumber = Annotated[int, Query(ge=1, le=2**31 - 1)]


@router.get("/articles")
async def list_articles(
    _editor: Editor,
    session: ReadingDep,
    platform: PlatformDep,
    state: State | None = None,
    topic: OptionalLine = None,
    q: OptionalLine = None,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 20,
) -> ArticleList:
    """The articles, changed last first; ``q`` is part of the title or the id."""
    editing = EditingService(session, platform)
    items, total = await editing.page(ArticleFilter(state, topic, q), page, size)
    counts = await editing.repository.counts()
    return ArticleList(items=[article_row(each) for each in items], total=total, page=page, counts=counts)


@router.post("/articles", status_code=201)
async def create_article(body: NewArticle, editor: Editor, session: SessionDep, platform: PlatformDep) -> ArticleRow:
    """A first draft. It may be unfinished; what is missing is told by ``GET /articles/{id}``."""
    return article_row(await EditingService(session, platform).create(body.markdown, editor.username, body.reason))


@router.get("/articles/{article_id}")
async def show_article(article_id: str, editor: Editor, session: ReadingDep, platform: PlatformDep) -> ArticleShown:
    """The newest text, what is wrong with it, and how the last attempt to publish went."""
    editing = EditingService(session, platform)
    article = await editing.get(article_id)
    version = await editing.version(article_id, article.latest)
    parsed, problems = await editing.problems(article_id, version.markdown)
    check = await editing.newest_check(article_id)
    return ArticleShown.model_validate(
        {
            **article_fields(article),
            "version": version_shown(version),
            "fields": parsed.model_dump(mode="json") if parsed else None,
            "draft": read_fields(version.markdown),
            "problems": _problems(problems),
            "check": check_shown(check) if check else None,
            "steps": steps_for(article, await editing.repository.authors_of_draft(article_id), editor),
        }
    )


@router.put("/articles/{article_id}")
async def write_version(
    article_id: str, body: NewVersion, editor: Editor, session: SessionDep, platform: PlatformDep
) -> ArticleRow:
    """A new version as a draft; customers go on seeing the published one."""
    editing = EditingService(session, platform)
    return article_row(await editing.write(article_id, body.markdown, body.based_on, editor.username, body.reason))


@router.get("/articles/{article_id}/history")
async def show_history(article_id: str, _editor: Editor, session: ReadingDep, platform: PlatformDep) -> History:
    """Every version and everything that was done, with who, when and why."""
    versions, events = await EditingService(session, platform).history(article_id)
    return History(versions=[version_row(each) for each in versions], events=[event_row(each) for each in events])


@router.get("/articles/{article_id}/versions/{number}")
async def show_version(
    article_id: str, number: VersionNumber, _editor: Editor, session: ReadingDep, platform: PlatformDep
) -> VersionShown:
    """One version with its text."""
    return version_shown(await EditingService(session, platform).version(article_id, number))


@router.get("/articles/{article_id}/diff")
async def show_difference(
    article_id: str, old: QueryNumber, new: QueryNumber, _editor: Editor, session: ReadingDep, platform: PlatformDep
) -> Difference:
    """What changed between any two versions."""
    diff = await EditingService(session, platform).difference(article_id, old, new)
    return Difference(old=old, new=new, diff=diff)


@router.post("/validate")
async def validate(body: Validation, _editor: Editor, session: ReadingDep, platform: PlatformDep) -> ValidationShown:
    """What keeps a text from being published, without keeping it: field, problem, remedy."""
    _parsed, problems = await EditingService(session, platform).problems(body.article_id, body.markdown)
    return ValidationShown(is_valid=not problems, problems=_problems(problems))


@router.get("/checks/{check_id}")
async def show_check(
    check_id: VersionNumber, _editor: Editor, session: ReadingDep, platform: PlatformDep
) -> CheckShown:
    """How the golden questions went before and after, and which of them changed."""
    return check_shown(await EditingService(session, platform).check(check_id))


def _problems(problems: list[Problem]) -> list[ProblemShown]:
    return [ProblemShown.model_validate(each.to_wire()) for each in problems]


router.include_router(drafts_router)
router.include_router(review_router)
router.include_router(files_router)
router.include_router(gaps_router)
