"""The states of an article's newest version, and what may follow.

draft → in_review → checking → published
          ↓  (returned with a comment, by a person or by the golden questions)
        returned → draft …
A published article that is taken out of the knowledge base is ``retired``; a new version begins again as a draft.
"""

from __future__ import annotations

from enum import StrEnum


class ArticleState(StrEnum):
    """Where the newest version of an article stands."""

    draft = "draft"
    in_review = "in_review"
    checking = "checking"
    returned = "returned"
    published = "published"
    retired = "retired"


WRITABLE = frozenset({ArticleState.draft, ArticleState.returned, ArticleState.published, ArticleState.retired})
SUBMITTABLE = frozenset({ArticleState.draft, ArticleState.returned})
LABELS = {
    ArticleState.draft: "草稿",
    ArticleState.in_review: "待审核",
    ArticleState.checking: "发布检验中",
    ArticleState.returned: "已退回",
    ArticleState.published: "已发布",
    ArticleState.retired: "已下架",
}
