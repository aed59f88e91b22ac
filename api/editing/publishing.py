"""Publishing: the golden questions first, in a process of their own, then the text goes out to running searches."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import after_commit
from api.editing.golden import CheckPlan, has_passed, run_check
from api.editing.models import ArticleEvent, EditedArticle, PublicationCheck
from api.editing.overlay import Edits
from api.editing.repository import ArticleRepository
from api.editing.states import ArticleState
from api.platform import Platform
from api.settings import ROOT

log = structlog.get_logger(__name__)
ABANDONED = timedelta(hours=1)  # a check takes minutes of a core; after this its process is taken for dead
MACHINE = "发布检验"  # the actor of what the golden questions decide
Run = Callable[[CheckPlan], Awaitable[dict[str, Any]]]


class Publisher:
    """One a process. Checks wait in the database, so that none is lost with a process."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._task: asyncio.Task[None] | None = None
        self._spreading = asyncio.Lock()
        self.run: Run = in_own_process
        self.cache, self.corpus = ROOT / "var" / "index", ROOT / "corpus"

    async def wake(self) -> None:
        """Begin to work on waiting checks, unless that is going on already."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def settle(self) -> None:
        """Wait until no check that this process may do is left."""
        if self._task is not None:
            await self._task

    async def close(self) -> None:
        """Stop; what was running begins again elsewhere or later."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def publish(self, session: AsyncSession, article: EditedArticle, reviewer: str, comment: str) -> None:
        """Put the newest version in force with the session's transaction."""
        repository, now = ArticleRepository(session), self._platform.clock.now()
        version = await repository.version(article.article_id, article.latest)
        assert version is not None  # the article names it
        article.state, article.published = ArticleState.published, article.latest
        article.was_published, article.changed_at = True, now
        version.published_at, version.reviewer = now, reviewer
        repository.add(_event(article, now, "published", reviewer, comment))
        after_commit(session, self.spread)

    async def retire(self, session: AsyncSession, article: EditedArticle, actor: str, reason: str) -> None:
        """Take it out of force with the session's transaction."""
        now = self._platform.clock.now()
        article.state, article.published, article.changed_at = ArticleState.retired, None, now
        ArticleRepository(session).add(_event(article, now, "retired", actor, reason))
        after_commit(session, self.spread)

    async def spread(self) -> None:
        """Write what is in force where this machine's processes read it."""
        async with self._spreading:  # else an older reading could be written after a newer one
            async with self._platform.database.reading() as session:
                edits = await ArticleRepository(session).edits()
            if await asyncio.to_thread(self._platform.overlay.write, edits):
                log.info("articles_published", edited=len(edits.articles), retired=len(edits.retired))

    async def _work(self) -> None:
        while check := await self._claim():
            await self._carry_out(check)

    async def _claim(self) -> PublicationCheck | None:
        now = self._platform.clock.now()
        async with self._platform.database.session() as session:
            check = await ArticleRepository(session).next_check(now - ABANDONED)
            if check is not None:
                check.state, check.started_at = "running", now
            return check

    async def _carry_out(self, check: PublicationCheck) -> None:
        fresh = self._platform.settings.var / "articles" / f"check-{check.id}"
        base, result, failure = None, None, ""
        try:
            base, plan = await self._plan(check, fresh)
            result = await self.run(plan)
        except Exception as error:
            log.exception("publication_check_failed", check=check.id)
            failure = f"{type(error).__name__}: {error}"[:300]
        try:
            await self._conclude(check.id, base, result, failure, fresh)
        finally:
            await asyncio.to_thread(shutil.rmtree, fresh, ignore_errors=True)

    async def _plan(self, check: PublicationCheck, fresh: Path) -> tuple[Edits, CheckPlan]:
        settings, overlay = self._platform.settings, self._platform.overlay
        async with self._platform.database.reading() as session:
            repository = ArticleRepository(session)
            base = await repository.edits()
            version = await repository.version(check.article_id, check.number)
        assert version is not None  # the check names it
        after = base.with_article(version.article_id, version.topic, version.markdown)
        folders = [await asyncio.to_thread(overlay.lay_over, settings.articles, edits) for edits in (base, after)]
        return base, CheckPlan(
            folders[0], folders[1], settings.models, settings.golden_questions, check.article_id,
            self._platform.clock.today(), self.cache, fresh, self.corpus,
        )  # fmt: skip

    async def _conclude(
        self, check_id: int, base: Edits | None, result: dict[str, Any] | None, failure: str, fresh: Path
    ) -> None:
        async with self._platform.database.session() as session:
            repository = ArticleRepository(session)
            check = await repository.check(check_id, lock=True)
            article = await repository.get(check.article_id, lock=True) if check else None
            if check is None or article is None or check.state != "running":  # else concluded by another gateway
                return
            if article.state != ArticleState.checking or article.latest != check.number:
                self._end(check, "failed", {"reason": "检验期间条目被班长改动，这次检验作废。"})
                return
            if result is None:
                self._end(
                    check, "failed", {"reason": "检验没有做成，请再审核一次；多次如此请找运维。", "error": failure}
                )
                self._put_back(repository, article, ArticleState.in_review, "failed", "检验没有做成，请再审核一次。")
            elif await repository.edits() != base:
                check.state, check.started_at = "waiting", None  # another article came out: compare with that
            elif has_passed(result):
                self._end(check, "passed", result)
                await asyncio.to_thread(_keep_index, fresh, self.cache)
                await self.publish(session, article, check.asked_by, "发布检验通过")
            else:
                self._end(check, "refused", result)
                self._put_back(repository, article, ArticleState.returned, "refused", _why_refused(result))

    def _end(self, check: PublicationCheck, state: str, result: dict[str, Any]) -> None:
        check.state, check.result, check.ended_at = state, result, self._platform.clock.now()

    def _put_back(
        self, repository: ArticleRepository, article: EditedArticle, state: ArticleState, kind: str, comment: str
    ) -> None:
        article.state, article.changed_at = state, self._platform.clock.now()
        repository.add(_event(article, article.changed_at, kind, MACHINE, comment))


async def in_own_process(plan: CheckPlan) -> dict[str, Any]:
    """Run a check beside the gateway, so that conversations do not wait for it; its memory goes with it."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=os.nice, initargs=(5,))
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, run_check, plan)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _event(article: EditedArticle, at: Any, kind: str, actor: str, comment: str) -> ArticleEvent:
    return ArticleEvent(
        article_id=article.article_id, number=article.latest, at=at, kind=kind, actor=actor, comment=comment[:1000]
    )


def _why_refused(result: dict[str, Any]) -> str:
    lost = [f"“{each['question']}”" for each in (*result["lost"], *result["own_missed"])]
    more = f"等 {len(lost)} 个问题" if len(lost) > 3 else ""
    return f"发布检验未通过，这些问题会答得不如以前：{'、'.join(lost[:3])}{more}。请调整例句或答案后再送审。"


def _keep_index(fresh: Path, cache: Path) -> None:
    """The index built for the check is the one that every process will ask for next."""
    cache.mkdir(parents=True, exist_ok=True)
    for folder in fresh.glob("[!.]*"):
        if not (cache / folder.name).exists():
            shutil.move(folder, cache / folder.name)
