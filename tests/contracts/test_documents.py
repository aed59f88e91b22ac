"""What the documents name exists, and what an operator can set is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import Settings
from ops.layout import Layout

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("[a-z]*/README.md"),
        *ROOT.glob("[a-z]*/*/README.md"),
    )
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")
FOLDER_ROW = re.compile(r"^\| (.+?) \|", re.M)
# a row may name variables that begin alike by their endings: `DIANDA_WECHAT_TOKEN` `_APPID`
VARIABLES = re.compile(r"^\| (`DIANDA_.+?) \|", re.M)


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    links = [each for each in LINK.findall(text(page)) if "://" not in each]
    assert [each for each in links if not ((ROOT / page).parent / each).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "docs/operations.md"])
def test_every_make_target_that_is_named_exists(page):
    known = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.M))
    code = " ".join(re.findall(r"`make [^`]*`|^make .*$", text(page), re.M))
    assert set(TARGET.findall(code)) <= known


def test_both_readmes_list_the_same_folders_and_all_that_there_are():
    listed = [
        {name for row in FOLDER_ROW.findall(text(page)) for name in re.findall(r"`([a-z]+)/`", row)}
        for page in ("README.md", "README.zh.md")
    ]
    present = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name.isalpha()}
    assert listed[0] == listed[1] == present - {"var", "shared"}


def test_every_setting_is_documented():
    documented = set()
    for row in VARIABLES.findall(text("docs/operations.md")):
        first, *more = re.findall(r"`([A-Z_]+)`", row)
        stem = first.rsplit("_", 1)[0] if more and more[0].startswith("_") else ""
        documented |= {first, *(stem + each if each.startswith("_") else each for each in more)}
    told_in_the_text = {f"DIANDA_{name}_URL" for name in ("BOT", "ACTIONS", "GATEWAY")}
    assert all(name in text("docs/operations.md") for name in told_in_the_text)
    ports = {f"DIANDA_{name.upper()}" for name in Layout.__dataclass_fields__}
    settings = {f"DIANDA_{name.upper()}" for name in Settings.model_fields}
    assert (settings | ports) - documented - told_in_the_text == set()
