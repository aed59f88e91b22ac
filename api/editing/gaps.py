"""``python -m api.editing.gaps [DAYS]``: what customers ask and the articles do not answer. The worker does so weekly.

Questions kept in the last days (default 28) about which nobody has decided are put together by their letters; each
group of three and more is a gap, named by the question most like the others.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from api.articles.service import AnswerService
from api.editing.clusters import clusters_of
from api.editing.models import QuestionGap, UnansweredQuestion
from api.editing.proposals import MOST_EXAMPLES
from api.editing.unanswered import UnansweredQuestions
from api.platform import Platform, in_thread
from api.settings import get_settings

DAYS = 28
SMALLEST = 3
NEAREST = 3
ASKED_FOR_NEAREST = 5  # questions of a gap that are searched for the articles near it


@dataclass(frozen=True, slots=True)
class _Group:
    """Questions of one kind, the medoid first, and the articles near them."""

    members: tuple[UnansweredQuestion, ...]
    examples: tuple[str, ...]
    nearest: list[dict[str, Any]]

    def known_gap(self, taken: Collection[int]) -> int | None:
        """The gap that most of the members were in before."""
        before = Counter(each.gap_id for each in self.members if each.gap_id is not None and each.gap_id not in taken)
        return before.most_common(1)[0][0] if before else None


class GapFinder:
    """Searches without holding a transaction; writes what it found in a short one."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.looked_at = 0  # questions, in the last search

    async def find(self, days: int = DAYS) -> list[QuestionGap]:
        """Cluster the undecided questions; open gaps grow, new ones are added. Largest first."""
        since = self._platform.clock.now() - timedelta(days=days)
        async with self._platform.database.reading() as session:
            kept = await UnansweredQuestions(session, self._platform).undecided(since)
        self.looked_at = len(kept)
        groups = await in_thread(lambda: self._groups(kept))
        gaps: dict[int, QuestionGap] = {}
        async with self._platform.database.session() as session:
            for group in groups:
                gap = await self._keep(session, group, gaps)
                gaps[gap.id] = gap
        return list(gaps.values())

    def _groups(self, kept: Sequence[UnansweredQuestion]) -> list[_Group]:
        open_still = [each for each in kept if self._is_open(each)]
        groups = []
        for cluster in clusters_of([each.question for each in open_still], SMALLEST):
            members = tuple(open_still[place] for place in cluster.members)
            examples = tuple(dict.fromkeys(each.question for each in members))[:MOST_EXAMPLES]
            groups.append(_Group(members, examples, self._nearest(examples)))
        return groups

    def _is_open(self, kept: UnansweredQuestion) -> bool:
        """Not what must not be served, nor what the articles answer by now; a bad answer stays a gap."""
        knowledge, today = self._platform.knowledge, self._platform.clock.today()
        refused = knowledge.search(kept.question, kept.province, today).refused
        if refused is not None and refused.kind == "not_served":
            return False
        if kept.kind == "thumbs_down":
            return True
        return not AnswerService(knowledge).answer(kept.question, kept.province, today).answerable

    def _nearest(self, examples: Sequence[str]) -> list[dict[str, Any]]:
        """The articles believed in most for the questions nearest to the middle."""
        asked, belief, titles = examples[:ASKED_FOR_NEAREST], defaultdict[str, float](float), {}
        for question in asked:
            for hit in self._platform.knowledge.search(question, None, self._platform.clock.today()).hits:
                belief[hit.article.id] += hit.score / len(asked)
                titles[hit.article.id] = hit.article.title
        best = sorted(belief, key=lambda article_id: -belief[article_id])[:NEAREST]
        return [{"article_id": each, "title": titles[each], "score": round(belief[each], 4)} for each in best]

    async def _keep(self, session: AsyncSession, group: _Group, done: Collection[int]) -> QuestionGap:
        known = group.known_gap(done)
        gap = await session.get(QuestionGap, known) if known else None
        if gap is None or gap.state != "open":  # an editor decided while we searched
            gap = QuestionGap(state="open", found_at=self._platform.clock.now())
            session.add(gap)
        gap.name, gap.size = group.examples[0], len(group.members)
        gap.examples, gap.nearest = list(group.examples), group.nearest
        await session.flush()
        ids = [each.id for each in group.members]
        await session.execute(update(UnansweredQuestion).where(UnansweredQuestion.id.in_(ids)).values(gap_id=gap.id))
        return gap


async def _run(days: int) -> None:
    platform = Platform(get_settings())
    try:
        for gap in await GapFinder(platform).find(days):
            near = "、".join(each["title"] for each in gap.nearest)
            print(f"{gap.id}\t{gap.size}\t{gap.name}\t{near}")
    finally:
        await platform.close()


def main(arguments: list[str]) -> int:
    """Find the gaps and list them: number, size, name, nearest articles."""
    if len(arguments) > 1 or not all(each.isdigit() and 0 < int(each) < 4000 for each in arguments):
        print("usage: python -m api.editing.gaps [DAYS]", file=sys.stderr)
        return 2
    asyncio.run(_run(int(arguments[0]) if arguments else DAYS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
