"""Steps of review under ``/v1/editing/articles/{article_id}``."""

from __future__ import annotations

from fastapi import APIRouter

from api.editing.presentation import article_fields, article_row
from api.editing.review import ReviewService
from api.editing.roles import Editor
from api.editing.schemas import Approved, ArticleRow, Comment, Reason, RequiredComment, Rollback
from api.platform import PlatformDep, SessionDep

router = APIRouter(prefix="/articles/{article_id}")


@router.post("/submit")
async def submit(
    article_id: str, body: Comment, editor: Editor, session: SessionDep, platform: PlatformDep
) -> ArticleRow:
    """Ask a second person to review the draft; 422 lists everything that is still wrong with it."""
    return article_row(await ReviewService(session, platform).submit(article_id, editor, body.comment or ""))


@router.post("/recall")
async def recall(
    article_id: str, body: Comment, editor: Editor, session: SessionDep, platform: PlatformDep
) -> ArticleRow:
    """An author takes the draft back from review."""
    return article_row(await ReviewService(session, platform).recall(article_id, editor, body.comment or ""))


@router.post("/return")
async def send_back(
    article_id: str, body: RequiredComment, editor: Editor, session: SessionDep, platform: PlatformDep
) -> ArticleRow:
    """A reviewer returns the draft with a comment."""
    return article_row(await ReviewService(session, platform).send_back(article_id, editor, body.comment))


@router.post("/approve", status_code=202)
async def approve(
    article_id: str, body: Comment, editor: Editor, session: SessionDep, platform: PlatformDep
) -> Approved:
    """A second person approves. The golden questions are run; the check says whether it was published or refused."""
    article, check_id = await ReviewService(session, platform).approve(article_id, editor, body.comment or "")
    return Approved.model_validate({**article_fields(article), "check_id": check_id})


@router.post("/rollback")
async def roll_back(
    article_id: str, body: Rollback, editor: Editor, session: SessionDep, platform: PlatformDep
) -> ArticleRow:
    """A new version with the text of an old one: into review, or at once by a supervisor."""
    review = ReviewService(session, platform)
    return article_row(await review.roll_back(article_id, body.to, editor, body.reason, at_once=body.at_once))


@router.post("/retire")
async def retire(
    article_id: str, body: Reason, editor: Editor, session: SessionDep, platform: PlatformDep
) -> ArticleRow:
    """A supervisor takes the article out of the knowledge base."""
    return article_row(await ReviewService(session, platform).retire(article_id, editor, body.reason))
