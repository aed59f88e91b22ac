"""Serving of the trained classifiers: numpy and onnxruntime only, the same on Python 3.10 and 3.11."""

from nlu.experts.danger import DangerReader
from nlu.experts.errors import ExpertError, UnreadableModel
from nlu.experts.stacked import StackedClassifier

__all__ = ["DangerReader", "ExpertError", "StackedClassifier", "UnreadableModel"]
