"""Search in the knowledge base, open in demo mode, for staff elsewhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.articles.schemas import FoundPassage, SearchRequest, SearchResponse
from api.articles.service import AnswerService, Found
from api.platform import PlatformDep
from api.security import require_agent_outside_demo
from knowledge import Hit

router = APIRouter(prefix="/v1/knowledge", tags=["knowledge"])


def answer_service(platform: PlatformDep) -> AnswerService:
    """The service on this process's knowledge base."""
    return AnswerService(platform.knowledge)


AnswerServiceDep = Annotated[AnswerService, Depends(answer_service)]


@router.post("/search", dependencies=[Depends(require_agent_outside_demo)])
def search(request: SearchRequest, platform: PlatformDep, service: AnswerServiceDep) -> SearchResponse:
    """What a customer would be shown, and the passages it rests on."""
    as_of = request.as_of or platform.clock.today()
    found = service.find(request.question, request.province, as_of, request.limit)
    passages = [_passage(hit, found, service) for hit in found.hits] if found.answer.answerable else []
    return SearchResponse(answerable=found.answer.answerable, answer=found.answer.text, passages=passages)


def _passage(hit: Hit, found: Found, service: AnswerService) -> FoundPassage:
    article = hit.article
    return FoundPassage(
        article_id=article.id,
        title=article.title,
        text=service.passage_text(hit, found),
        score=hit.score,
        province="、".join(article.provinces) if article.is_local else None,
        effective_from=article.effective_from,
        effective_to=article.effective_to,
        source=article.source,
    )
