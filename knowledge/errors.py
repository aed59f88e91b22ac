"""What can go wrong in the knowledge base.

KnowledgeError
├── ArticleInvalid     a file of an article cannot be read; names the file and the field
└── NothingToSearch    no valid article was found
"""

from __future__ import annotations

from pathlib import Path


class KnowledgeError(Exception):
    """The parent of the errors of this folder."""


class ArticleInvalid(KnowledgeError):
    """A file does not hold a valid article. ``field`` is the front-matter field, ``answer`` or ``file``."""

    def __init__(self, path: Path, field: str, problem: str) -> None:
        super().__init__(f"{path}: {field}: {problem}")
        self.path = path
        self.field = field
        self.problem = problem


class NothingToSearch(KnowledgeError):
    """The folder holds no valid article."""
