"""Articles from Markdown files into the database and back.

``python -m api.editing.transfer import`` takes the shipped articles in as published; ``export FOLDER`` writes what is
in force as ``<topic>/<id>.md``, byte for byte what was imported where nobody edited it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.editing.markdown import Label, label_of
from api.editing.models import ArticleVersion, EditedArticle
from api.editing.repository import IMPORTED, ArticleRepository
from api.editing.service import EditingService
from api.editing.states import ArticleState
from api.platform import Platform
from api.settings import get_settings

SHIPPED = "产品自带"  # the author of what comes with the files
REASON = "随产品文件导入"


@dataclass(slots=True)
class Imported:
    """What an import did, by article id."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # edited here since: the file is not taken over
    unreadable: list[str] = field(default_factory=list)


class ArticleTransfer:
    """Moves articles between a folder and the database."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def import_shipped(self, folder: Path) -> Imported:
        """Bring the database up to the files. Files change with the product and were reviewed there.

        What was edited, drafted or retired here stays as it is and is listed as kept. Writes only when needed.
        """
        files = await asyncio.to_thread(_read, folder)
        async with self._platform.database.reading() as session:
            known = {article.article_id: version for article, version in await ArticleRepository(session).published()}
        fresh = {name: text for name, text in files.items() if name not in known or known[name].markdown != text}
        done = Imported()
        if fresh:
            async with self._platform.database.session() as session:
                editing = EditingService(session, self._platform)
                for article_id, markdown in fresh.items():
                    await self._take(editing, article_id, markdown, done)
        return done

    async def export(self) -> dict[str, str]:
        """Everything in force: Markdown by place in a folder of articles."""
        async with self._platform.database.reading() as session:
            rows = await ArticleRepository(session).published()
        return {f"{version.topic}/{article.article_id}.md": version.markdown for article, version in rows}

    async def _take(self, editing: EditingService, article_id: str, markdown: str, done: Imported) -> None:
        label = label_of(markdown)
        if label is None or label.article_id != article_id:
            done.unreadable.append(article_id)
            return
        article = await editing.repository.get(article_id)
        if article is None:
            article = await editing.create(markdown, SHIPPED, REASON, origin=IMPORTED)
            done.new.append(article_id)
        elif await self._is_untouched(editing, article):
            await self._renew(editing, article, label, markdown)
            done.changed.append(article_id)
        else:
            done.kept.append(article_id)
            return
        await editing.repository.flush()
        version = await editing.version(article_id, article.latest)
        _put_in_force(article, version)

    @staticmethod
    async def _is_untouched(editing: EditingService, article: EditedArticle) -> bool:
        version = await editing.version(article.article_id, article.latest)
        return article.state == ArticleState.published and version.origin == IMPORTED

    @staticmethod
    async def _renew(editing: EditingService, article: EditedArticle, label: Label, markdown: str) -> None:
        await editing.append(article, label, markdown, SHIPPED, REASON, IMPORTED, ArticleState.published)


def _put_in_force(article: EditedArticle, version: ArticleVersion) -> None:
    article.state, article.published, article.was_published = ArticleState.published, version.number, True
    version.published_at, version.reviewer = version.written_at, SHIPPED


def _read(folder: Path) -> dict[str, str]:
    return {
        path.stem: path.read_text("utf-8") for path in sorted(folder.rglob("*.md")) if path.stem.lower() != "readme"
    }


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write an export."""
    for place, markdown in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markdown, "utf-8")


def main(arguments: list[str]) -> int:
    """Run the command; 0 when it worked."""
    if arguments[:1] == ["import"] and len(arguments) == 1:
        return asyncio.run(_import())
    if arguments[:1] == ["export"] and len(arguments) == 2:
        return asyncio.run(_export(Path(arguments[1])))
    print("usage: python -m api.editing.transfer import | export FOLDER", file=sys.stderr)
    return 2


async def _import() -> int:
    platform = Platform(get_settings())
    try:
        done = await ArticleTransfer(platform).import_shipped(platform.settings.articles)
    finally:
        await platform.close()
    print(f"new {len(done.new)}, changed {len(done.changed)}, kept {len(done.kept)}, unreadable {len(done.unreadable)}")
    for article_id in (*done.kept, *done.unreadable):
        print(f"not taken over: {article_id}", file=sys.stderr)
    return 1 if done.unreadable else 0


async def _export(folder: Path) -> int:
    platform = Platform(get_settings())
    try:
        files = await ArticleTransfer(platform).export()
    finally:
        await platform.close()
    write_files(files, folder)
    print(f"{len(files)} articles written to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
