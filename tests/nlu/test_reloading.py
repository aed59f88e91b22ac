"""Running processes follow promoted models without a restart."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from nlu.reloading import SUMS, Reloading


class Loads:
    """A loader that counts, and fails when told to."""

    def __init__(self):
        self.count, self.broken = 0, False

    def __call__(self):
        if self.broken:
            raise ValueError("damaged weights")
        self.count += 1
        return self.count


def write_sums(models, text):
    fresh = models / "fresh"
    fresh.write_text(text)
    fresh.replace(models / SUMS)


@pytest.fixture
def loads():
    return Loads()


@pytest.fixture
def held(tmp_path, loads):
    write_sums(tmp_path, "first")
    return Reloading(tmp_path, loads, look_every=0.0)


def newest(held):
    held.current  # noqa: B018 - looks, and begins to load
    held.settle()
    return held.current


def test_what_does_not_change_is_loaded_once(held, loads):
    assert [newest(held), newest(held)] == [1, 1]
    assert loads.count == 1


def test_promoted_models_are_loaded_beside_the_work_and_swapped_in(held, tmp_path):
    write_sums(tmp_path, "second")
    assert newest(held) == 2


def test_of_many_that_ask_at_once_one_begins_the_load(held, loads, tmp_path):
    write_sums(tmp_path, "second")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: held.current, range(200)))
    assert newest(held) == 2
    assert loads.count == 2


def test_models_that_cannot_be_loaded_leave_those_in_memory_in_use(held, loads, tmp_path, caplog):
    loads.broken = True
    write_sums(tmp_path, "damaged")
    assert newest(held) == 1
    assert "could not be loaded" in caplog.text
    loads.broken = False
    write_sums(tmp_path, "repaired")
    assert newest(held) == 2


def test_models_taken_away_for_a_moment_are_no_change(held, loads, tmp_path):
    (tmp_path / SUMS).unlink()
    assert newest(held) == 1
    assert loads.count == 1


def test_the_first_load_passes_its_error_on(tmp_path, loads):
    loads.broken = True
    with pytest.raises(ValueError, match="damaged"):
        Reloading(tmp_path, loads)
