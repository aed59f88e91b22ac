"""Two formulas that every expert needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logarithms of the probabilities that the scores of each row stand for."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of each row; they sum to one."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
    return result
