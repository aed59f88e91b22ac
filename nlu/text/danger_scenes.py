"""Scenes of danger, told by words that stand together, and contexts in which such words report none.

A scene is a thing, its state and a place or a person close together (``data/danger_scenes.tsv`` over the
classes of ``data/danger_words.tsv``); a context is what a whole text is about (``data/danger_contexts.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlu.text.tables import rows

_SENTENCE = re.compile(r"[^。!?;]+")


@dataclass(frozen=True)
class Scene:
    """One row: words of all ``classes`` within ``gap`` characters of a word of the first; the second is the state."""

    kind: str
    gap: int
    classes: tuple[str, ...]


@dataclass(frozen=True)
class _Context:
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


def find_scenes(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Kind and state (as a match in the whole normalised ``text``) of each scene that it describes."""
    for sentence in _SENTENCE.finditer(text):
        found: dict[str, list[re.Match[str]]] = {}
        for scene in _scenes():
            for name in scene.classes:
                if name not in found:
                    found[name] = list(_words()[name].finditer(text, *sentence.span()))
                if not found[name]:
                    break
            else:
                yield from ((scene.kind, state) for state in _states(scene, found))


def other_context(text: str) -> bool:
    """Whether the whole normalised ``text`` withdraws, praises, claims … and no word says that danger goes on."""
    return any(
        context.words.search(text) is not None and (context.unless is None or context.unless.search(text) is None)
        for context in _contexts()
    )


def _states(scene: Scene, found: dict[str, list[re.Match[str]]]) -> Iterator[re.Match[str]]:
    first, second, *others = scene.classes
    for thing in found[first]:
        if all(any(_near(thing, word, scene.gap) for word in found[name]) for name in others):
            yield from (state for state in found[second] if _near(thing, state, scene.gap))


def _near(one: re.Match[str], other: re.Match[str], gap: int) -> bool:
    return other.start() - one.end() <= gap and one.start() - other.end() <= gap


@lru_cache(maxsize=1)
def _scenes() -> tuple[Scene, ...]:
    return tuple(Scene(kind, int(gap), tuple(classes.split())) for kind, gap, classes in rows("danger_scenes.tsv"))


@lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(_alternatives(words))) for name, words in rows("danger_words.tsv")}


def _alternatives(words: str) -> list[str]:
    """The words of a class; ``␣`` stands for a space within one."""
    return [word.replace("␣", " ") for word in words.split(" ")]


@lru_cache(maxsize=1)
def _contexts() -> tuple[_Context, ...]:
    return tuple(
        _Context(re.compile(words), re.compile(unless) if unless else None)
        for _, words, unless in rows("danger_contexts.tsv")
    )
