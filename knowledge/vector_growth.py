"""How finding the ten nearest meanings slows down with their number: ``python -m knowledge.vector_growth 100000``.

Compared: numpy's plain pass, faiss's exact search, its inverted lists and its graph (HNSW). The vectors are made of our
own encoder's readings: a real passage or example question, moved by the difference of two real ones of one article,
so that they lie as close together and in the same directions as real ones would. The queries are example questions
that were kept apart. Time is that of one thread's own work.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.base import CORPUS, ROOT
from knowledge.perception import Perceiver
from knowledge.reading import read_folder
from knowledge.splitter import split, without_references

Floats = NDArray[np.float32]
NEAREST = 10
SIZES = (10_000, 100_000, 1_000_000)
MOST_IN_GRAPH = 100_000  # a million take a graph minutes of one core to build
_EXAMPLES = 4  # read of each article; the next one is a query
_QUERIES = 100
_TINY = 0.02  # of the length: no two vectors are the same
_PROBES = 16  # inverted lists looked into
_LINKS, _WIDTH_BUILT, _WIDTH_ASKED = (
    16,
    40,
    64,
)  # of the graph: links a vector, candidates kept while building and asking
_FLAT = faiss.METRIC_INNER_PRODUCT


@dataclass(frozen=True, slots=True)
class VectorGrowth:
    """Milliseconds a search, which part of the exact ten was found, seconds to build, MiB of the index."""

    vectors: int
    way: str
    p50: float
    p99: float
    recall: float
    build_seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Readings:
    """Real directions: ``known`` with the article each belongs to (``owners``), and ``queries`` kept apart."""

    known: Floats
    owners: NDArray[np.int64]
    queries: Floats

    @classmethod
    def of(cls, articles: Sequence[Article], perceiver: Perceiver) -> Readings:
        """Read the passages and some example questions of the articles."""
        texts, owners, queries = [], [], []
        for number, article in enumerate(articles):
            passages = [without_references(passage.text) for passage in split(article)]
            own = [*passages, *article.questions[:_EXAMPLES]]
            texts += own
            owners += [number] * len(own)
            queries.append(article.questions[_EXAMPLES])
        known = np.stack([each.meaning for each in perceiver.read(texts)])
        asked = np.stack([each.meaning for each in perceiver.read(queries[:_QUERIES])])
        return cls(known, np.array(owners), asked)

    def multiplied(self, count: int) -> Floats:
        """``count`` vectors of length 1 that lie as real ones do; the same ones every time."""
        chance = np.random.default_rng(4)
        table = np.empty((count, self.known.shape[1]), np.float32)
        begins = np.searchsorted(self.owners, self.owners, "left")
        sizes = np.searchsorted(self.owners, self.owners, "right") - begins
        for start in range(0, count, 100_000):  # in parts: all at once would need twice the memory
            part = table[start : start + 100_000]
            one = chance.integers(len(self.known), size=len(part))
            other = begins[one] + chance.integers(1 << 30, size=len(part)) % sizes[one]
            part[:] = self.known[chance.integers(len(self.known), size=len(part))] + self.known[one] - self.known[other]
            part += chance.normal(scale=_TINY / np.sqrt(table.shape[1]), size=part.shape).astype(np.float32)
            part /= np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
        return table


def measure_vectors(sizes: Sequence[int] = SIZES, most_in_graph: int = MOST_IN_GRAPH) -> list[dict[str, Any]]:
    """Every way at every size, as rows for a report."""
    faiss.omp_set_num_threads(1)
    articles = read_folder(ROOT / "knowledge" / "articles").articles
    readings = Readings.of(articles, Perceiver.load(CORPUS / "concepts.tsv", ROOT / "models"))
    return [asdict(row) for size in sorted(sizes) for row in _measured(readings, size, size <= most_in_graph)]


def _measured(readings: Readings, count: int, has_graph: bool) -> Iterator[VectorGrowth]:
    table, queries = readings.multiplied(count), readings.queries
    exact = [set(_nearest(table, query).tolist()) for query in queries]
    times = _times(lambda query: _nearest(table, query), queries)
    yield VectorGrowth(count, "numpy, all compared", *times, 1.0, 0.0, table.nbytes >> 20)
    ways: list[tuple[str, Callable[[Floats], Any]]] = [("faiss, exact", _exact), ("faiss, inverted lists", _lists)]
    for name, build in [*ways, ("faiss, graph (HNSW)", _graph)][: 3 if has_graph else 2]:
        begun = time.thread_time()
        index = build(table)
        built = time.thread_time() - begun
        yield _asked(name, index, queries, exact, built)
        del index
        gc.collect()


def _asked(way: str, index: Any, queries: Floats, exact: Sequence[set[int]], built: float) -> VectorGrowth:
    found = index.search(queries, NEAREST)[1]
    recall = sum(len(all_ & set(row.tolist())) for all_, row in zip(exact, found, strict=True)) / found.size
    times = _times(lambda query: index.search(query[None], NEAREST), queries)
    memory = faiss.serialize_index(index).nbytes >> 20
    return VectorGrowth(index.ntotal, way, *times, round(recall, 3), round(built, 1), memory)


def _exact(table: Floats) -> Any:
    index = faiss.IndexFlatIP(table.shape[1])
    index.add(table)
    return index


def _lists(table: Floats) -> Any:
    width = table.shape[1]
    cells = int(2 * np.sqrt(len(table)))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(width), width, cells, _FLAT)
    index.train(table[:: max(len(table) // (cells * 40), 1)])
    index.add(table)
    index.nprobe = _PROBES
    return index


def _graph(table: Floats) -> Any:
    index = faiss.IndexHNSWFlat(table.shape[1], _LINKS, _FLAT)
    index.hnsw.efConstruction, index.hnsw.efSearch = _WIDTH_BUILT, _WIDTH_ASKED
    index.add(table)
    return index


def _nearest(table: Floats, query: Floats) -> NDArray[np.intp]:
    return np.argpartition(table @ query, -NEAREST)[-NEAREST:]


def _times(ask: Callable[[Floats], object], queries: Floats) -> tuple[float, float]:
    """The median and the 99th percentile in milliseconds of one core."""
    times = []
    for query in queries:
        begun = time.thread_time()
        ask(query)
        times.append((time.thread_time() - begun) * 1000)
    p50, p99 = np.percentile(times[5:], [50, 99])
    return round(float(p50), 3), round(float(p99), 3)


if __name__ == "__main__":
    print(json.dumps(measure_vectors([int(size) for size in sys.argv[1:]] or SIZES), indent=1))
