"""The index of the articles: built once for the same inputs, kept in a folder named by their hash, loaded quickly."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from knowledge.answerability import Answerability
from knowledge.article import Article
from knowledge.centroids import ArticleMatcher
from knowledge.directions import DirectionMatcher
from knowledge.features import EvidenceCollector, Matchers
from knowledge.foreign import ForeignReader, HeldOutReaders
from knowledge.fusion import Fusion
from knowledge.learning import (
    MOST_LESSONS,
    LeftOut,
    Lessons,
    known_texts,
    learn_answerability,
    learn_fusion,
    leave_one_out,
    uncovered_lessons,
)
from knowledge.passages import PassageIndex
from knowledge.perception import Heard, Perceiver
from knowledge.questions import QuestionMatcher, asked
from knowledge.surroundings import Surroundings
from knowledge.views import Views

VERSION = "3"  # raise when what is stored changes: an index of another version is never loaded
KEPT = 3  # older indexes left in the folder, so that a process still reading one does not lose it


@dataclass(frozen=True, slots=True)
class KnowledgeIndex:
    """Everything that answering needs, in memory."""

    articles: tuple[Article, ...]
    collector: EvidenceCollector
    fusion: Fusion
    answerability: Answerability
    perceiver: Perceiver
    learnt_from: frozenset[str] = frozenset()  # digests of the articles that all this was learnt from


def build_index(
    articles: Sequence[Article], perceiver: Perceiver, around: Surroundings, most_lessons: int = MOST_LESSONS
) -> KnowledgeIndex:
    """Index the articles and learn from their example questions and from the texts around them."""
    read = iter(perceiver.read([text for article in articles for text in asked(article)]))
    examples = [list(islice(read, len(asked(article)))) for article in articles]
    ours, foreign = ([Views.of(text, perceiver.lexicon) for text in texts] for texts in (around.ours, around.foreign))
    known = known_texts(articles, examples, ours, foreign)
    matchers = Matchers.build(articles, map(Heard.of, examples), perceiver.lexicon)
    collector = EvidenceCollector(articles, matchers, ForeignReader.learn(known))
    left_out: list[LeftOut] = list(leave_one_out(collector, perceiver, articles, most_lessons, examples))
    fusion = learn_fusion(left_out)
    lessons = Lessons(uncovered_lessons(around.foreign, perceiver), HeldOutReaders.learn(known))
    answerability = learn_answerability(collector, articles, fusion, left_out, lessons)
    return KnowledgeIndex(tuple(articles), collector, fusion, answerability, perceiver, digests(articles))


def digests(articles: Iterable[Article]) -> frozenset[str]:
    """What tells whether an article is the same."""
    return frozenset(hashlib.sha256(article.model_dump_json().encode()).hexdigest()[:16] for article in articles)


def input_hash(parts: Iterable[bytes]) -> str:
    """A name for the inputs: the same inputs and version, the same name."""
    digest = hashlib.sha256(VERSION.encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:16]


def save_index(index: KnowledgeIndex, folder: Path) -> None:
    """Write the whole folder or nothing: another process may be doing the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        (part / "articles.json").write_text(_articles_json(index.articles), "utf-8")
        (part / "learnt.json").write_text(json.dumps(_learnt(index)), "utf-8")
        matchers = index.collector.matchers
        matchers.questions.save(part / "questions.npz")
        matchers.articles.save(part)
        matchers.wishes.save(part / "wishes.npy")
        matchers.meanings.save(part / "meanings.npy")
        np.save(part / "foreign.npy", index.collector.foreign.weights)
        matchers.passages.save(part)
        if not folder.exists():
            part.rename(folder)
    except OSError:
        if not folder.exists():  # else the other process was first, with the same content
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _forget_old(folder)


def load_index(folder: Path, perceiver: Perceiver) -> KnowledgeIndex:
    """Read what ``save_index`` wrote. Raises OSError, KeyError or ValueError when the folder is damaged."""
    articles = tuple(Article.model_validate(row) for row in json.loads((folder / "articles.json").read_text("utf-8")))
    learnt = json.loads((folder / "learnt.json").read_text("utf-8"))
    matchers = Matchers(
        QuestionMatcher.load(folder / "questions.npz", articles),
        ArticleMatcher.load(folder),
        DirectionMatcher.load(folder / "wishes.npy"),
        DirectionMatcher.load(folder / "meanings.npy"),
        PassageIndex.load(folder, articles),
    )
    foreign = ForeignReader(np.load(folder / "foreign.npy", allow_pickle=False), float(learnt["foreign_bias"]))
    collector = EvidenceCollector(articles, matchers, foreign)
    numbers = {name: np.array(learnt[name], dtype=np.float32) for name in ("fusion", "mean", "scale", "weights")}
    answerability = Answerability(
        numbers["mean"], numbers["scale"], numbers["weights"], float(learnt["bias"]), float(learnt["threshold"])
    )
    learnt_from = frozenset(learnt["learnt_from"])
    return KnowledgeIndex(articles, collector, Fusion(numbers["fusion"]), answerability, perceiver, learnt_from)


def _articles_json(articles: Sequence[Article]) -> str:
    return json.dumps([article.model_dump(mode="json") for article in articles], ensure_ascii=False)


def _learnt(index: KnowledgeIndex) -> dict[str, object]:
    model = index.answerability
    return {
        "fusion": index.fusion.weights.tolist(),
        "mean": model.mean.tolist(),
        "scale": model.scale.tolist(),
        "weights": model.weights.tolist(),
        "bias": model.bias,
        "threshold": model.threshold,
        "foreign_bias": index.collector.foreign.bias,
        "learnt_from": sorted(index.learnt_from),
    }


def _forget_old(folder: Path) -> None:
    others = [path for path in folder.parent.iterdir() if path.is_dir() and path != folder and path.name[0] != "."]
    for path in sorted(others, key=lambda other: other.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
