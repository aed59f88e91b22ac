"""Published edits on disk, laid over the shipped articles, so that a process loads both as one folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

PUBLISHED = "published.json"  # one file, replaced at once: whoever sees a new one sees all of it
KEPT = 4  # laid-over folders left for processes that are still reading one


@dataclass(frozen=True, slots=True)
class Edits:
    """What differs from the shipped files: Markdown by place (``topic/id.md``), and the ids taken out."""

    articles: Mapping[str, str] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()

    def with_article(self, article_id: str, topic: str, markdown: str) -> Edits:
        """The same with one more article, or with another text of one."""
        others = {place: text for place, text in self.articles.items() if PurePosixPath(place).stem != article_id}
        return Edits({**others, f"{topic}/{article_id}.md": markdown}, self.retired - {article_id})

    @property
    def changed(self) -> frozenset[str]:
        """The ids whose shipped file, if there is one, does not count."""
        return self.retired | {PurePosixPath(place).stem for place in self.articles}

    def to_json(self) -> str:
        """The same edits give the same text."""
        shown = {"articles": dict(sorted(self.articles.items())), "retired": sorted(self.retired)}
        return json.dumps(shown, ensure_ascii=False, indent=1)


class Overlay:
    """The folder ``var/articles``. The database is the truth; this is what this machine's processes read of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def file(self) -> Path:
        """Changes whenever the published edits do."""
        return self._folder / PUBLISHED

    def read(self) -> Edits:
        """The edits last written; none when nothing was ever published here."""
        try:
            row = json.loads(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return Edits()
        return Edits(row["articles"], frozenset(row["retired"]))

    def write(self, edits: Edits) -> bool:
        """Replace the edits; False, and nothing touched, when they are the same already."""
        if edits == self.read():
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=self._folder, encoding="utf-8", delete=False) as fresh:
            fresh.write(edits.to_json())
        Path(fresh.name).replace(self.file)
        return True

    def lay_over(self, shipped: Path, edits: Edits | None = None) -> Path:
        """The folder to load: the shipped one itself, or a copy of it with the edits (default: those written)."""
        edits = self.read() if edits is None else edits
        if not edits.articles and not edits.retired:
            return shipped
        files = dict(_laid_over(shipped, edits))
        target = self._folder / f"merged-{_digest(files)}"
        if target.is_dir():
            os.utime(target)
        else:
            self._build(files, target)
        self._forget_old(target)
        return target

    def _build(self, files: Mapping[str, bytes], target: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".building-", dir=self._folder))
        try:
            for name, content in files.items():
                path = part / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            part.rename(target)
        except OSError:
            if not target.is_dir():  # else another process was first, with the same content
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _forget_old(self, used: Path) -> None:
        others = [path for path in self._folder.glob("merged-*") if path != used]
        for path in sorted(others, key=lambda other: other.stat().st_mtime, reverse=True)[KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


def _laid_over(shipped: Path, edits: Edits) -> Iterator[tuple[str, bytes]]:
    for path in sorted(shipped.rglob("*.md")):
        if path.stem not in edits.changed and path.stem.lower() != "readme":
            yield path.relative_to(shipped).as_posix(), path.read_bytes()
    for place, markdown in edits.articles.items():
        yield place, markdown.encode()


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
