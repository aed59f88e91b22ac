"""Published edits lie over the shipped articles as one folder."""

import shutil

import pytest

from api.editing.overlay import Edits, Overlay
from knowledge import read_folder
from nlu.reloading import Reloading
from tests.knowledge.test_reading import SAMPLES

PLACE = "late_fee/sample-late-fee.md"
NEW = (SAMPLES / PLACE).read_text("utf-8").replace("title: ", "title: 新写的")


@pytest.fixture
def shipped(tmp_path):
    return shutil.copytree(SAMPLES, tmp_path / "shipped")


@pytest.fixture
def overlay(tmp_path):
    return Overlay(tmp_path / "articles")


def titles(folder):
    return {article.id: article.title for article in read_folder(folder).articles}


def test_without_edits_the_shipped_folder_is_loaded_as_it_is(overlay, shipped):
    assert overlay.lay_over(shipped) == shipped
    assert not overlay.file.exists()


def test_an_edit_replaces_the_shipped_text_and_leaves_the_others(overlay, shipped):
    before = titles(shipped)
    overlay.write(Edits({PLACE: NEW}))
    after = titles(overlay.lay_over(shipped))
    assert after["sample-late-fee"].startswith("新写的")
    assert {key: after[key] for key in after if key != "sample-late-fee"} == {
        key: before[key] for key in before if key != "sample-late-fee"
    }


def test_an_article_that_moved_to_another_topic_is_there_once(overlay, shipped):
    edits = Edits({PLACE: NEW}).with_article("sample-late-fee", "payment", NEW.replace("late_fee", "payment"))
    assert list(edits.articles) == ["payment/sample-late-fee.md"]
    folder = overlay.lay_over(shipped, edits)
    assert [path.parent.name for path in folder.rglob("sample-late-fee.md")] == ["payment"]


def test_a_retired_article_is_gone_and_comes_back_with_a_new_text(overlay, shipped):
    retired = Edits(retired=frozenset({"sample-late-fee"}))
    assert "sample-late-fee" not in titles(overlay.lay_over(shipped, retired))
    back = retired.with_article("sample-late-fee", "late_fee", NEW)
    assert "sample-late-fee" in titles(overlay.lay_over(shipped, back))


def test_the_same_edits_give_the_same_folder_and_write_nothing(overlay, shipped):
    edits = Edits({PLACE: NEW})
    assert overlay.write(edits) is True
    assert overlay.write(edits) is False
    assert overlay.lay_over(shipped) == overlay.lay_over(shipped, edits)


def test_a_changed_shipped_file_shows_through_the_edits(overlay, shipped):
    overlay.write(Edits({PLACE: NEW}))
    overlay.lay_over(shipped)
    other = next(path for path in shipped.rglob("*.md") if path.stem == "sample-meter-test")
    other.write_text(other.read_text("utf-8").replace("title: ", "title: 升级后的"), "utf-8")
    assert titles(overlay.lay_over(shipped))["sample-meter-test"].startswith("升级后的")


def test_only_a_few_old_folders_are_kept(overlay, shipped, tmp_path):
    for number in range(8):
        overlay.lay_over(shipped, Edits({PLACE: NEW.replace("新写的", f"第{number}次")}))
    assert len(list((tmp_path / "articles").glob("merged-*"))) == 4


def test_a_process_notices_newly_published_edits(overlay, shipped, tmp_path):
    held = Reloading(tmp_path, lambda: titles(overlay.lay_over(shipped)), look_every=0.0, also=(overlay.file,))
    assert not held.current["sample-late-fee"].startswith("新写的")
    overlay.write(Edits({PLACE: NEW}))
    held.current  # noqa: B018 - looks, and begins to load
    held.settle()
    assert held.current["sample-late-fee"].startswith("新写的")
