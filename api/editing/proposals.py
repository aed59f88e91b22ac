"""A draft for questions that no article answers: the front matter filled, the answer left to an editor.

Nothing is invented: what the articles say nearby is named, not copied, and every place that needs a person's knowledge
is marked, so that the draft cannot be published as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import yaml

from api.editing.wording import TO_BE_WRITTEN
from knowledge import Article

REVIEW_AFTER = timedelta(days=180)
MOST_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article near the questions; ``score`` is the mean share of the belief, 0–1."""

    article: Article
    score: float


def draft_for(
    article_id: str, name: str, examples: Sequence[str], nearest: Sequence[Nearest], on: date, topic: str | None = None
) -> str:
    """The Markdown of a proposed article about the questions."""
    first = nearest[0].article if nearest else None
    front = {
        "id": article_id,
        "title": name,
        "topic": topic or (first.topic.value if first and not first.is_refusal else "account"),
        "audience": first.audience if first else "all",
        "provinces": ["all"],
        "needs_province": False,
        "effective_from": None,
        "effective_to": None,
        "source": TO_BE_WRITTEN,
        "confidence": "M",
        "owner": first.owner if first else TO_BE_WRITTEN,
        "review_by": on + REVIEW_AFTER,
        "questions": list(dict.fromkeys(examples))[:MOST_EXAMPLES],
        "related": [each.article.id for each in nearest if not each.article.is_refusal],
    }
    written = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{written}---\n{TO_BE_WRITTEN}先写答案：客户问的是“{name}”。\n\n## 说明\n{_hints(nearest)}\n"


def _hints(nearest: Sequence[Nearest]) -> str:
    lines = [f"- {each.article.title}（{each.article.id}，依据：{each.article.source}）" for each in nearest]
    near = "最接近的条目，先看是否只缺例句：\n" + "\n".join(lines) if lines else "没有接近的条目。"
    return f"{TO_BE_WRITTEN}{near}"
