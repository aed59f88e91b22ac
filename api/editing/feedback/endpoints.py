"""Thumbs up and down in a conversation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, StringConstraints

from api.conversations.service import ConversationService
from api.editing.unanswered import UnansweredQuestions
from api.limiting import limit_messages
from api.platform import PlatformDep, SessionDep
from api.texts import Note

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])
ArticleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,80}$")]


class Feedback(BaseModel):
    """Whether the answer to a question helped; ``article_id``: of the answer's source, where it had one."""

    question: Note
    helpful: bool
    article_id: ArticleId | None = None


class FeedbackKept(BaseModel):
    """A word of thanks for the customer."""

    text: str


@router.post("/{conversation_id}/feedback", dependencies=[Depends(limit_messages)])
async def give_feedback(
    conversation_id: str, body: Feedback, session: SessionDep, platform: PlatformDep
) -> FeedbackKept:
    """A question whose answer was no good is kept for the editors, masked and without the conversation."""
    conversation = await ConversationService(session, platform).get(conversation_id)
    if body.helpful:
        return FeedbackKept(text="谢谢您的评价！")
    UnansweredQuestions(session, platform).note(body.question, "thumbs_down", conversation.province, body.article_id)
    return FeedbackKept(text="谢谢您告诉我们，编辑会看到这个问题。需要人帮忙的话，请回复“转人工”。")
