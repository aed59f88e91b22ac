"""The stock Rasa bot to compare with: the usual Chinese pipeline, with our domain, rules, actions and training text."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections import defaultdict
from pathlib import Path

import yaml

from ops.corpus import CORPUS, read_rows
from ops.layout import ROOT, Layout, python_of
from ops.prepare.bot_model import bot_environment

EPOCHS = int(os.environ.get("DIANDA_BENCH_EPOCHS") or 2)  # an answer costs the same however long it was trained
EXAMPLES = int(os.environ.get("DIANDA_BENCH_EXAMPLES") or 40)  # an intent; all 200 take DIET an hour on two cores
PIPELINE = [
    {"name": "JiebaTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3},
]
POLICIES = [
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {"name": "TEDPolicy", "epochs": EPOCHS, "constrain_similarities": True},
]


def stock_model(layout: Layout) -> Path:
    """The trained stock model, made again only when the text, the domain or the rules changed."""
    folder = layout.var / "stock"
    model = folder / f"stock-{_inputs_hash()}.tar.gz"
    if model.exists():
        return model
    _write_project(folder)
    command = [
        *(str(python_of("bot")), "-m", "rasa", "train", "--config", str(folder / "config.yml")),
        *("--domain", "bot/domain", "--data", "bot/data/rules", str(folder / "nlu.yml"), str(folder / "stories.yml")),
        *("--out", str(folder), "--fixed-model-name", model.name.removesuffix(".tar.gz")),
    ]
    log = folder / "train.log"
    with log.open("w") as output:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **bot_environment(layout)}, stdout=output, stderr=subprocess.STDOUT
        )
    if done.returncode or not model.exists():
        raise RuntimeError(f"the stock bot could not be trained; see {log}")
    return model


def _write_project(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    config = {"recipe": "default.v1", "language": "zh", "pipeline": PIPELINE, "policies": POLICIES}
    _write(folder / "config.yml", config)
    _write(folder / "nlu.yml", {"version": "3.1", "nlu": _examples()})
    _write(folder / "stories.yml", {"version": "3.1", "stories": _stories()})
    _write(folder / "credentials.yml", {"rest": None})


def _examples() -> list[dict[str, str]]:
    by_intent: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(CORPUS / "utterances.tsv"):
        by_intent[row["intent"]].append(row["text"].replace("[", "（").replace("]", "）"))
    chosen = {name: texts[:: max(1, len(texts) // EXAMPLES)][:EXAMPLES] for name, texts in by_intent.items()}
    return [{"intent": name, "examples": "".join(f"- {text}\n" for text in texts)} for name, texts in chosen.items()]


def _stories() -> list[dict[str, object]]:
    """TED learns from stories: pairs of one-turn rules, one after the other, as a conversation would have them."""
    turns = []
    for path in sorted((ROOT / "bot" / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules", []):
            steps = rule["steps"]
            if "condition" not in rule and len(steps) == 2 and "intent" in steps[0] and "action" in steps[1]:
                turns.append(steps)
    pairs = zip(turns, turns[1:] + turns[:1], strict=True)
    return [{"story": f"pair {number}", "steps": [*first, *second]} for number, (first, second) in enumerate(pairs)]


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")


def _inputs_hash() -> str:
    digest = hashlib.sha256(str((PIPELINE, POLICIES)).encode())
    paths = [CORPUS / "utterances.tsv", *sorted((ROOT / "bot").rglob("*.yml"))]
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
