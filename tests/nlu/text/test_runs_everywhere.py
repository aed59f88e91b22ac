"""nlu.text runs with the standard library alone, and reads the same on Python 3.10 and 3.11."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from nlu.text.entities import extract_entities
from nlu.text.safety import find_danger

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SCRIPT = """
import json, sys
from datetime import date
from nlu.text.entities import extract_entities
from nlu.text.masking import mask_personal
from nlu.text.safety import find_danger
foreign = [name for name in ("numpy", "jieba", "rasa", "onnxruntime", "yaml") if name in sys.modules]
texts = json.load(sys.stdin)
read = [[[e.name, e.value, e.start, e.end] for e in extract_entities(t, date(2026, 11, 20))] for t in texts]
danger = [found.kind if (found := find_danger(t)) else None for t in texts]
print(json.dumps({"foreign": foreign, "read": read, "danger": danger}))
"""


@pytest.mark.parametrize("environment", ["bot", "actions"])
def test_an_environment_without_our_libraries_reads_the_same(environment: str) -> None:
    python = ROOT / ".venv" / environment / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no environment {environment} here")
    columns = {"entities.tsv": 0, "danger_reported.txt": -1, "danger_absent.txt": -1}
    texts = [
        line.split("\t")[column]
        for name, column in columns.items()
        for line in (HERE / name).read_text("utf-8").splitlines()
    ]
    done = subprocess.run(
        [python, "-c", SCRIPT], input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT, check=True
    )
    there = json.loads(done.stdout)
    here = [[[e.name, e.value, e.start, e.end] for e in extract_entities(t, date(2026, 11, 20))] for t in texts]
    assert there["foreign"] == []
    assert there["read"] == here
    assert there["danger"] == [found.kind if (found := find_danger(text)) else None for text in texts]
