"""What the action server asks the knowledge base inside a conversation."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.articles.endpoints import AnswerServiceDep
from api.articles.schemas import AnswerRequest, AnswerResponse
from api.conversations.service import ConversationService
from api.customers.service import CustomerService
from api.editing.unanswered import keep_question
from api.platform import PlatformDep, ReadingDep
from api.security import require_internal

router = APIRouter(
    prefix="/internal/conversations/{conversation_id}",
    tags=["internal"],
    dependencies=[Depends(require_internal)],
    include_in_schema=False,
)


@router.post("/answers")
async def answer(
    conversation_id: str,
    request: AnswerRequest,
    session: ReadingDep,
    platform: PlatformDep,
    service: AnswerServiceDep,
) -> AnswerResponse:
    """The answer to a question; a verified customer's own province counts when neither question nor field names one."""
    conversation = await ConversationService(session, platform).get(conversation_id)
    number = conversation.account_number
    customer = await CustomerService(session, platform).find(number) if number else None
    found = service.answer(
        request.question,
        request.province or conversation.province,
        platform.clock.today(),
        customer_province=customer.province if customer else None,
    )
    if request.is_asked and not found.answerable and not found.must_not:
        await keep_question(platform, request.question, "unanswered", request.province or conversation.province)
    return AnswerResponse.of(found)
