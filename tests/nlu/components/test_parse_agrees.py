"""The bot and the gateway must understand a message alike, although they run on different Pythons."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from nlu import Understanding
from nlu.text.clock import Clock

ROOT = Path(__file__).resolve().parents[3]
BOT_PYTHON = ROOT / ".venv" / "bot" / "bin" / "python"
CLOCK = "2026-11-20T09:00:00+08:00"
TEXTS = [
    "上个月电费３１８块４，怎么这么高",
    "我家没电了，新华路八十八号3栋2单元501室",
    "户号四二零一零六零零零一，查一下去年十二月的",
    "電錶箱冒煙了快來人",
    "我叫王建国，手机138 0000 0001",
    "工单2026112000001234怎么还没人来",
    "湖北的峰谷电价怎么算",
    "今天天气不错",
    "转人工",
    "😀😀",
    "hello",
    "昨晚用了二十度电",
]

pytestmark = pytest.mark.skipif(
    not BOT_PYTHON.exists() or not (ROOT / "models" / "intents" / "card.json").exists(),
    reason="needs the bot's environment and models/intents",
)


@pytest.fixture(scope="module")
def parsed_by_bot() -> list[dict]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DIANDA_CLOCK": CLOCK,
        "RASA_TELEMETRY_ENABLED": "false",
        "DIANDA_VAR": str(ROOT / "var"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    script = Path(__file__).with_name("parse_in_bot.py")
    done = subprocess.run(
        [BOT_PYTHON, "-W", "ignore", script],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.split("RESULT", 1)[1])


@pytest.fixture(scope="module")
def parsed_by_gateway() -> list:
    clock = Clock(datetime.fromisoformat(CLOCK))
    return Understanding.load(ROOT / "models", clock).parse(TEXTS)


def test_both_name_the_same_intents_with_the_same_confidence(parsed_by_bot, parsed_by_gateway) -> None:
    for text, bot, gateway in zip(TEXTS, parsed_by_bot, parsed_by_gateway, strict=True):
        assert bot["intent"]["name"] == gateway.intent.name, text
        assert bot["intent"]["confidence"] == pytest.approx(gateway.intent.confidence, abs=0.002), text
        assert [entry["name"] for entry in bot["ranking"]][:3] == [
            intent.name for intent in (gateway.intent, *gateway.alternatives)
        ][:3], text


def test_both_find_the_same_entities(parsed_by_bot, parsed_by_gateway) -> None:
    for text, bot, gateway in zip(TEXTS, parsed_by_bot, parsed_by_gateway, strict=True):
        found = [(entity["entity"], entity["value"], entity["start"], entity["end"]) for entity in bot["entities"]]
        assert found == [(entity.name, entity.value, entity.start, entity.end) for entity in gateway.entities], text


def test_words_stand_where_they_were_sent(parsed_by_bot) -> None:
    words = {word: TEXTS[3][start:end] for word, start, end in parsed_by_bot[3]["tokens"]}
    assert words["电表箱"] == "電錶箱"
    assert words["冒烟"] == "冒煙"
