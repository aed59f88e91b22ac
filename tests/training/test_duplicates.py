"""Near-duplicates are found, within the corpus and beside other files; other ways of saying the same are none."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRAIN = ROOT / ".venv" / "train" / "bin" / "python"


def near(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The check as a person runs it; it needs datasketch, which only the training environment has."""
    if not TRAIN.exists():
        pytest.skip("no training environment: `make train` installs it")
    command = [str(TRAIN), "-m", "training.duplicates", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False)


def write(folder: Path, texts: list[str]) -> None:
    """A corpus of these texts."""
    folder.mkdir(exist_ok=True)
    lines = ["intent\tplan\ttext", *(f"query_bill\tperson\t{text}" for text in texts)]
    (folder / "utterances.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def test_the_same_sentence_with_other_marks_and_numbers_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        ["帮我查一下户号4201060001上个月的电费", "帮我查一下，户号3301028876上个月的电费！", "上个月用了多少度电呀"],
    )

    done = near(str(tmp_path))

    assert done.returncode == 1
    assert "1 near-duplicates" in done.stdout


def test_another_wording_and_lines_of_numbers_are_none(tmp_path: Path) -> None:
    write(tmp_path, ["帮我查一下上个月的电费", "上个月电费是多少来着", "？？？", "！！", "13800000001", "13900000002"])

    assert near(str(tmp_path)).returncode == 0


def test_a_line_of_another_file_is_found_in_the_corpus(tmp_path: Path) -> None:
    write(tmp_path / "corpus", ["帮我查一下上个月的电费是多少"])
    other = tmp_path / "set.jsonl"
    other.write_text(json.dumps({"text": "帮我查一下上个月的电费是多少？"}, ensure_ascii=False) + "\n", "utf-8")

    done = near(str(tmp_path / "corpus"), str(other))

    assert done.returncode == 1
    assert "set.jsonl:1" in done.stdout


def test_the_corpus_has_no_line_twice() -> None:
    done = near("corpus")

    assert done.returncode == 0, done.stdout


def test_a_folder_without_tables_is_no_folder_without_duplicates(tmp_path: Path) -> None:
    done = near(str(tmp_path))

    assert done.returncode == 2
    assert "table" in done.stderr
