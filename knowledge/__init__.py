"""The knowledge base: articles, their index, search and refusal.

Pure: it reads its files and knows no network, no database and no environment variable. Begin with
``KnowledgeBase.load(folder).search(question, province, as_of)``.
"""

from knowledge.article import REFERENCE, Article, Topic
from knowledge.audiences import named_audiences
from knowledge.base import Hit, KnowledgeBase, Refusal, SearchResult
from knowledge.errors import ArticleInvalid, KnowledgeError, NothingToSearch
from knowledge.evaluate import GoldenQuestion, read_questions
from knowledge.places import PROVINCES, province_of, provinces_in, short_name, strip_places
from knowledge.reading import ArticleFolder, read_article, read_folder

__all__ = [
    "PROVINCES",
    "REFERENCE",
    "Article",
    "ArticleFolder",
    "ArticleInvalid",
    "GoldenQuestion",
    "Hit",
    "KnowledgeBase",
    "KnowledgeError",
    "NothingToSearch",
    "Refusal",
    "SearchResult",
    "Topic",
    "named_audiences",
    "province_of",
    "provinces_in",
    "read_article",
    "read_folder",
    "read_questions",
    "short_name",
    "strip_places",
]
