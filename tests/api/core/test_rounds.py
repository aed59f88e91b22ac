"""What a process does again and again goes on after a failure and ends with the process."""

import asyncio

from structlog.testing import capture_logs

from api.rounds import Rounds


class Counting(Rounds):
    pause_seconds = 0.0
    pause_after_failure = 0.0

    def __init__(self, platform=None):
        super().__init__(platform)
        self.looks, self.enough = 0, asyncio.Event()

    async def look(self):
        self.looks += 1
        if self.looks == 2:
            raise ValueError("the second fails")
        if self.looks == 4:
            self.enough.set()


async def test_a_round_that_fails_is_named_and_the_next_ones_follow():
    with capture_logs() as logs:
        rounds = Counting()
        rounds.start()
        await asyncio.wait_for(rounds.enough.wait(), 10)
        await rounds.close()
    failures = [each for each in logs if each["event"] == "round_failed"]
    assert [(each["what"], each["error"]) for each in failures] == [("Counting", "ValueError")]


async def test_a_second_start_begins_nothing_and_nothing_runs_after_the_end():
    rounds = Counting()
    rounds.start()
    task = rounds._task
    rounds.start()
    assert rounds._task is task
    await rounds.close()
    looks = rounds.looks
    await asyncio.sleep(0)
    assert rounds.looks == looks
