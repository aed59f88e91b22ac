"""What one person may do with an article now, so that a page offers that and nothing else; services still check."""

from __future__ import annotations

from collections.abc import Collection

from api.editing.models import EditedArticle
from api.editing.states import SUBMITTABLE, WRITABLE, ArticleState
from api.security import AgentPrincipal


def steps_for(article: EditedArticle, authors: Collection[str], caller: AgentPrincipal) -> list[str]:
    """``authors``: who wrote the versions since customers last got one."""
    state = ArticleState(article.state)
    is_author, is_supervisor = caller.username in authors, caller.role == "supervisor"
    in_review = state is ArticleState.in_review
    is_free = state not in {ArticleState.in_review, ArticleState.checking}
    allowed = {
        "write": state in WRITABLE,
        "submit": state in SUBMITTABLE,
        "recall": in_review and is_author,
        "approve": in_review and not is_author,
        "return": in_review and not is_author,
        "rollback": is_free and article.latest > 1,
        "rollback_at_once": is_supervisor and article.latest > 1,
        "retire": is_supervisor and article.published is not None,
    }
    return [step for step, is_allowed in allowed.items() if is_allowed]
