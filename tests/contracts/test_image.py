"""The images hold what their processes read: built here as folders, by the Dockerfiles and .dockerignore."""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops.layout import python_of

ROOT = Path(__file__).resolve().parents[2]
# What gateway, worker and migration do first, and what publishing an article and training on nothing new read.
WORK = """
from pathlib import Path
import importlib, pkgutil
import api
from api.main import create_app
from api.settings import ROOT, Settings
from api.editing.publishing import Publisher
from api.platform import Platform
from knowledge import read_folder, read_questions
from knowledge.surroundings import read_surroundings
from nlu import Understanding
from triage import TicketTriager

settings = Settings(mode="demo")
assert Path.cwd() == ROOT, ROOT
for name, field in Settings.model_fields.items():
    if isinstance(field.default, Path) and name != "var":
        assert field.default.exists(), name
assert len(read_questions(settings.golden_questions)) > 100
assert not read_folder(settings.articles).problems
assert read_surroundings(Publisher(Platform(settings)).corpus / "utterances.tsv")
create_app(settings)
for module in pkgutil.walk_packages(api.__path__, "api."):
    if ".migrations" not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
Understanding.load(settings.models).parse(["上个月电费多少"])
TicketTriager.load(settings.models).triage(["家里停电了"])
print("complete")
"""


def ignored(path: str) -> bool:
    """Docker's rule: the last pattern that fits the path or a folder above it decides."""
    parts = path.split("/")
    prefixes = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
    verdict = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.strip().removeprefix("!")
        anywhere = pattern.removeprefix("**/")
        names = parts if anywhere != pattern else prefixes
        if any(fnmatch.fnmatchcase(name, anywhere) for name in names):
            verdict = not line.startswith("!")
    return verdict


def copies(name: str) -> list[tuple[Path, Path]]:
    """What each COPY brings: a file or folder of ours, and where it lies in the image."""
    dockerfile = ROOT / "ops" / "docker" / f"{name}.Dockerfile"
    rows = [line.split() for line in dockerfile.read_text().splitlines() if line.startswith("COPY")]
    return [
        (Path(source), Path(target) / Path(source).name if target == "./" else Path(target))
        for _, source, target in rows
    ]


def build(folder, name):
    for source, target in copies(name):
        found = [ROOT / source] if (ROOT / source).is_file() else sorted((ROOT / source).rglob("*"))
        for path in found:
            name = path.relative_to(ROOT)
            if path.is_file() and not ignored(name.as_posix()):
                place = folder / target / path.relative_to(ROOT / source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, place)
    (folder / "var").mkdir()
    return folder


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return build(tmp_path_factory.mktemp("image"), "platform")


def run(image, *command):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIANDA_")}
    environment |= {"PYTHONPATH": str(image), "DIANDA_MODE": "demo", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command], cwd=image, env=environment, capture_output=True, text=True, timeout=280, check=False
    )


def test_the_golden_questions_are_in_and_the_other_tests_are_not(image):
    assert (image / "tests" / "knowledge" / "questions.jsonl").is_file()
    assert [path.name for path in (image / "tests").rglob("*.*")] == ["questions.jsonl"]
    assert not list(image.rglob("__pycache__"))


def test_gateway_and_worker_find_all_they_read(image):
    done = run(image, "-c", WORK)
    assert done.stdout.strip().endswith("complete"), done.stderr[-3000:]


def test_the_migration_finds_its_files(image):
    done = run(image, "-m", "alembic", "upgrade", "head")
    assert done.returncode == 0, done.stderr[-2000:]
    assert (image / "var" / "dianda.db").is_file()


REGISTER = """
from rasa_sdk.executor import ActionExecutor
executor = ActionExecutor()
executor.register_package("actions")
assert "action_query_bill" in executor.actions
print("complete")
"""


@pytest.mark.skipif(not python_of("actions").exists(), reason="make test installs the actions environment")
def test_the_action_server_finds_all_it_reads(tmp_path):
    folder = build(tmp_path, "actions")
    environment = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(tmp_path)}
    command = [str(python_of("actions")), "-c", REGISTER]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=280)
    assert done.stdout.strip().endswith("complete"), done.stderr[-3000:]


@pytest.mark.parametrize(
    ("path", "is_left_out"),
    [
        ("tests/knowledge/questions.jsonl", False),
        ("tests/knowledge/test_search.py", True),
        ("api/web/__pycache__/x.pyc", True),
        ("var/dianda.db", True),
        ("api/main.py", False),
        ("knowledge/tests.py", False),
    ],
)
def test_dockers_rule_is_read_as_docker_reads_it(path, is_left_out):
    assert ignored(path) is is_left_out
