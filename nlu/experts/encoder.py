"""The transformer, served by onnxruntime: one reading of a text answers the questions of every task."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from nlu.experts.arithmetic import log_softmax
from nlu.experts.characters import Alphabet
from nlu.experts.errors import UnreadableModel
from nlu.experts.lexicon import Lexicon
from nlu.experts.reading import TextReader

# Characters at once, padding included: bounds memory, and what lies between two layers stays in the processor's cache.
BATCH_CHARACTERS = 1024
# As many texts as the classifiers read at once, and again.
RECENT_TEXTS = 512
_UNREAD: Mapping[str, Any] = {}


class Encoder:
    """The model in models/encoder: texts in, scores of its outputs out."""

    def __init__(self, reader: TextReader, session: Any) -> None:
        self.reader = reader
        self._session = session
        self._inputs = [given.name for given in session.get_inputs()]
        self.outputs: dict[str, int] = {output.name: output.shape[-1] for output in session.get_outputs()}
        self._asked: frozenset[str] = frozenset()  # a process asks for some outputs only: the others cost time
        self._recent: dict[str, dict[str, NDArray[np.float32]]] = {}

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """Read the folder; the classifiers of one process share it, a replaced file is read anew.

        Raises UnreadableModel when it is missing or damaged.
        """
        try:
            return _loaded(folder.resolve(), (folder / "encoder.onnx").stat().st_mtime_ns)
        except (OSError, ValueError, KeyError) as error:
            raise UnreadableModel(f"no readable encoder in {folder}: run `make train`") from error

    def scores(self, texts: Sequence[str], outputs: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For every asked output an array (texts, numbers of the output).

        Texts read a moment ago are not read again: each classifier asks for its own outputs.
        """
        recent, wanted = self._recent, frozenset(outputs)
        asked = self._asked = self._asked | wanted
        missing = [text for text in dict.fromkeys(texts) if not wanted <= recent.get(text, _UNREAD).keys()]
        if missing:
            read = self._read(missing, sorted(asked))
            kept = self._recent  # now: another thread may have read others meanwhile
            if len(kept) + len(missing) > RECENT_TEXTS:
                kept = {text: recent[text] for text in texts if text in recent}
            self._recent = {**kept, **read}  # replaced whole: another thread may be reading the old one
            recent = {**recent, **read}
        empty = {name: np.zeros((0, self.outputs[name]), np.float32) for name in outputs}
        return {name: np.array([recent[text][name] for text in texts]) for name in outputs} if texts else empty

    def forget(self) -> None:
        """Read every text anew from here on."""
        self._recent = {}

    def _read(self, texts: Sequence[str], names: Sequence[str]) -> dict[str, dict[str, NDArray[np.float32]]]:
        """The named outputs of each text."""
        answers: dict[str, dict[str, NDArray[np.float32]]] = {}
        for batch in _batches(texts, [self.reader.length(text) for text in texts]):
            reading = self.reader.read(batch)
            scores = self._session.run(names, {name: getattr(reading, name) for name in self._inputs})
            answers |= {text: dict(zip(names, rows, strict=True)) for text, *rows in zip(batch, *scores, strict=True)}
        return answers


class EncoderExpert:
    """The heads of one task on the shared encoder."""

    def __init__(self, encoder: Encoder, output_of: Mapping[str, str]) -> None:
        """`output_of`: the encoder's output for each head."""
        self._encoder = encoder
        self._output_of = dict(output_of)

    def log_probabilities(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For every head an array (texts, labels of the head)."""
        scores = self._encoder.scores(texts, list(self._output_of.values()))
        return {head: log_softmax(scores[output]) for head, output in self._output_of.items()}


def _batches(texts: Sequence[str], lengths: Sequence[int]) -> Iterator[list[str]]:
    """Texts to read together, shortest first: padded to the longest they stay within ``BATCH_CHARACTERS``."""
    batch: list[str] = []
    for length, text in sorted(zip(lengths, texts, strict=True), key=itemgetter(0)):
        if batch and (len(batch) + 1) * length > BATCH_CHARACTERS:
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


@lru_cache(maxsize=2)
def _loaded(folder: Path, _changed: int) -> Encoder:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    lexicon = Lexicon.load(folder / card["lexicon"]) if "lexicon" in card else Lexicon({})
    reader = TextReader(Alphabet.load(folder / card["alphabet"]), lexicon, card["longest"])
    return Encoder(reader, _open(folder / card["file"]))


def _open(path: Path) -> Any:
    """A session on one thread: the processes that serve share few cores, and one text is too little for two."""
    untyped: Any = onnxruntime
    options = untyped.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        return untyped.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no base of their own
        raise UnreadableModel(f"{path} cannot be read: {error}") from error
