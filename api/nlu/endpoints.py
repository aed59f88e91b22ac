"""``POST /v1/nlu/parse``: what a customer's message wants. Open in demo mode, for staff elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends

from api.errors import Unprocessable
from api.nlu.schemas import EntityWire, IntentWire, ParseRequest, ParseResponse, ParseWire
from api.platform import PlatformDep, in_thread
from api.security import require_agent_outside_demo

if TYPE_CHECKING:
    from nlu import Intent, Parse

router = APIRouter(prefix="/v1/nlu", tags=["understanding"])
FEW = 4  # so many are parsed in passing; more go beside the event loop


@router.post("/parse", dependencies=[Depends(require_agent_outside_demo)])
async def parse(request: ParseRequest, platform: PlatformDep) -> ParseResponse:
    """Intent, the next best intents, and entities with values normalised against the clock."""
    if (request.text is None) == (request.texts is None):
        raise Unprocessable("text 和 texts 要且只要给一个，请检查后再发。", field="text")
    texts, understanding = request.all, platform.understanding
    if len(texts) <= FEW:
        found = understanding.parse(texts)
    else:
        found = await in_thread(lambda: understanding.parse(texts))
    return ParseResponse(results=[_wire(each) for each in found])


def _wire(parse: Parse) -> ParseWire:
    entities = [EntityWire(name=each.name, value=each.value, start=each.start, end=each.end) for each in parse.entities]
    return ParseWire(
        intent=_intent(parse.intent), alternatives=[_intent(each) for each in parse.alternatives], entities=entities
    )


def _intent(intent: Intent) -> IntentWire:
    return IntentWire(name=intent.name, confidence=round(float(intent.confidence), 4))
