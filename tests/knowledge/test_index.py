"""The index is built once for the same inputs."""

import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import KnowledgeBase, NothingToSearch
from knowledge.bags import Bags
from knowledge.codes import codes_of_runs
from knowledge.grams import GramIndex, Part
from knowledge.index import build_index
from knowledge.renewal import is_like
from knowledge.surroundings import Surroundings

SAMPLES = Path(__file__).with_name("articles")
TODAY = date(2026, 11, 20)


def test_a_stored_index_answers_like_the_built_one_and_a_damaged_one_is_built_again(tmp_path, base, corpus):
    cache = tmp_path / "index"
    KnowledgeBase.load(SAMPLES, cache=cache, corpus=corpus)
    stored = KnowledgeBase.load(SAMPLES, cache=cache, corpus=corpus)
    question = "晚交电费一天加多少"
    assert stored.search(question, as_of=TODAY).hits[0].score == base.search(question, as_of=TODAY).hits[0].score
    folder = next(path for path in cache.iterdir())
    (folder / "learnt.json").write_text("{", "utf-8")
    assert KnowledgeBase.load(SAMPLES, cache=cache, corpus=corpus).search(question, as_of=TODAY).hits
    assert json.loads((folder / "learnt.json").read_text("utf-8"))  # and stored again


def test_a_changed_article_makes_a_new_index(tmp_path, corpus):
    articles, cache = tmp_path / "articles", tmp_path / "index"
    shutil.copytree(SAMPLES, articles)
    KnowledgeBase.load(articles, cache=cache, corpus=corpus)
    path = articles / "safety/sample-fallen-line.md"
    path.write_text(path.read_text("utf-8").replace("断线点", "落地点"), "utf-8")
    changed = KnowledgeBase.load(articles, cache=cache, corpus=corpus)
    assert "落地点" in changed.article("sample-fallen-line").answer
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 2


def test_an_empty_folder_says_so(tmp_path):
    with pytest.raises(NothingToSearch, match="no valid article"):
        KnowledgeBase.load(tmp_path, cache=None)


def test_an_edited_article_is_found_without_learning_again(tmp_path, base, corpus, monkeypatch):
    articles = tmp_path / "articles"
    shutil.copytree(SAMPLES, articles)
    path = articles / "safety/sample-fallen-line.md"
    path.write_text(path.read_text("utf-8").replace("断线点", "落地点"), "utf-8")
    monkeypatch.setattr("knowledge.renewal.MOST_CHANGED", 0.2)
    renewed = KnowledgeBase.load(articles, cache=tmp_path / "index", corpus=corpus, before=base)
    assert "落地点" in renewed.article("sample-fallen-line").answer
    assert renewed.index.fusion is base.index.fusion
    stored = KnowledgeBase.load(articles, cache=tmp_path / "index", corpus=corpus)
    assert stored.index.learnt_from == base.index.learnt_from
    read = base.index.perceiver.read(["晚交电费一天加多少"])[0]
    rows = [each.index.collector.collect(read, None).rows for each in (renewed, stored)]
    built = build_index(renewed.articles, base.index.perceiver, Surroundings(), most_lessons=1)
    expected = built.collector.collect(read, None).rows
    assert all(np.allclose(found, expected, atol=1e-5) for found in rows)


def test_what_was_learnt_from_other_articles_is_learnt_again(base):
    assert is_like(base.index, base.articles)
    assert not is_like(base.index, base.articles[1:])


def bags_of(*texts, groups=()):
    bags = Bags()
    for number, text in enumerate(texts, 1):
        bags.add(codes_of_runs(text, [1]))
        if number in groups:
            bags.end_group()
    return bags


def test_similarity_counts_what_no_text_holds_against_the_query():
    index = GramIndex.build(bags_of("ab", "c"))
    same, with_unknown = (float(index.similarities(codes_of_runs(text, [1]))[0]) for text in ("ab", "abx"))
    assert same == pytest.approx(1, abs=1e-5)
    assert with_unknown < same
    assert index.known_share(codes_of_runs("ax", [1])) == pytest.approx(0.5, abs=0.01)


def test_a_group_without_one_of_its_texts_is_as_if_it_had_never_held_it():
    asked = codes_of_runs("ab", [1])
    grouped = GramIndex.build(bags_of("ab", "bc", "d", groups=(2, 3)))
    left = grouped.similarities(asked, without=Part(0, asked))[0]
    alone = GramIndex.build(bags_of("ab", "bc", "d")).similarities(asked)[1]
    assert left == pytest.approx(alone, abs=1e-5)


def test_bags_numbered_in_several_parts_are_those_numbered_at_once(monkeypatch):
    texts = ["阶梯电价", "电价多少", "", "峰谷电价几点"]
    whole, begins = bags_of(*texts).numbered(), bags_of(*texts).begins
    monkeypatch.setattr("knowledge.bags._TOGETHER", 2)
    grams, numbers = bags_of(*texts).numbered()
    assert np.array_equal(grams, whole[0]) and np.array_equal(numbers, whole[1])
    for text, begin, end in zip(texts, begins[:-1], begins[1:], strict=True):
        assert np.array_equal(grams[numbers[begin:end]], codes_of_runs(text, [1]))


@given(st.lists(st.text(max_size=12), min_size=1, max_size=20), st.sampled_from([(1, 2, 3), (2, 3)]))
def test_no_two_runs_of_characters_share_a_number(texts, lengths):
    runs = {text[at : at + size] for text in texts for size in lengths for at in range(len(text) - size + 1)}
    codes = {int(code) for text in texts for code in codes_of_runs(text, lengths)}
    assert len(codes) == len(runs)


def test_an_index_of_nothing_finds_nothing():
    index = GramIndex.build(bags_of("", ""))
    assert index.similarities(codes_of_runs("电", [1])).tolist() == [0, 0]
    assert index.known_share(codes_of_runs("电", [1])) == 0
