"""``python -m api.articles.building``: the index of the articles, built once before the processes start."""

from __future__ import annotations

import time

from api.editing.overlay import Overlay
from api.settings import Settings, get_settings
from knowledge import KnowledgeBase


def build(settings: Settings) -> KnowledgeBase:
    """The index of the shipped articles and of those published since; quick when its inputs have not changed.

    Raises what ``KnowledgeBase.load`` raises.
    """
    return KnowledgeBase.load(Overlay(settings.var / "articles").lay_over(settings.articles), settings.models)


if __name__ == "__main__":
    begun = time.monotonic()
    print(f"{len(build(get_settings()).articles)} articles, {time.monotonic() - begun:.1f} s")
