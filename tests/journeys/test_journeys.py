"""Every dialogue file, played against the whole running product."""

from pathlib import Path

import pytest

from ops.journeys.dialogue import read_dialogue
from ops.journeys.player import Player

pytestmark = pytest.mark.stack
DIALOGUES = sorted((Path(__file__).parent / "dialogues").glob("*.yml"))


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
def test_the_dialogue_goes_as_written(product, path):
    player = Player(product)
    faults = player.play(read_dialogue(path))
    player.close()
    assert not faults, "\n".join(faults)


def test_there_are_enough_dialogues():
    assert len(DIALOGUES) >= 25
