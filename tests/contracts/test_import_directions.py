"""Who may import whom (docs/ARCHITECTURE.md). A folder that reaches into another's business fails here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"nlu", "actions", "triage", "knowledge", "tariffs", "customers", "api", "training", "ops", "bot"}

# folder → the prefixes of ours it may import
MAY_IMPORT = {
    "nlu/text": {"nlu.text"},
    "nlu/experts": {"nlu.experts", "nlu.text", "nlu.segmentation"},
    "nlu": {"nlu"},
    "actions": {"actions", "nlu.text"},
    "tariffs": {"tariffs"},
    "customers": {"customers", "tariffs"},
    "triage": {"triage", "nlu.text", "nlu.experts", "nlu.segmentation"},
    "knowledge": {"knowledge", "nlu.text", "nlu.experts", "nlu.segmentation"},
    "bot": {"bot", "nlu"},
    "training": {"training", "nlu", "triage", "knowledge"},
}
# what api may take from a library: its root, or the pieces named here
API_MAY_IMPORT = {"nlu", "triage", "knowledge", "tariffs", "customers"}
NEVER = {
    "nlu/text": {"rasa", "numpy", "jieba", "onnxruntime", "pypinyin", "sklearn"},
    "nlu/experts": {"rasa", "torch", "transformers", "sklearn"},
    "tariffs": {"os", "sqlalchemy", "fastapi", "redis", "httpx"},
    "customers": {"fastapi", "sqlalchemy", "redis", "httpx"},
    "triage": {"fastapi", "sqlalchemy", "redis", "rasa", "torch"},
    "knowledge": {"fastapi", "sqlalchemy", "redis", "rasa", "torch"},
    "api": {"rasa", "rasa_sdk", "torch", "transformers", "actions", "training", "ops"},
    "actions": {"rasa", "sqlalchemy", "redis", "numpy"},
}


def python_files(folder: str) -> Iterator[Path]:
    yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts)


def imports_of(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions; relative imports are resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            yield ".".join(part for part in (base, node.module or "") if part)


def belongs(module: str, prefixes: set[str]) -> bool:
    return any(module == prefix or module.startswith(prefix + ".") for prefix in prefixes)


def owner_of(path: Path) -> str:
    """The most specific rule that covers a file."""
    name = path.relative_to(ROOT).as_posix()
    return max((rule for rule in MAY_IMPORT if name.startswith(rule + "/")), key=len)


@pytest.mark.parametrize("folder", sorted({rule.split("/")[0] for rule in MAY_IMPORT}))
def test_a_folder_imports_only_what_it_may(folder):
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files(folder)
        for module in imports_of(path)
        if module.split(".")[0] in OURS and not belongs(module, MAY_IMPORT[owner_of(path)])
    ]
    assert not wrong


@pytest.mark.parametrize("folder", sorted(NEVER))
def test_a_folder_never_imports_what_it_must_not(folder):
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files(folder)
        for module in imports_of(path)
        if belongs(module, NEVER[folder])
    ]
    assert not wrong


def test_nlu_outside_its_components_never_imports_rasa():
    wrong = [
        str(path.relative_to(ROOT))
        for path in python_files("nlu")
        if "components" not in path.parts and any(belongs(module, {"rasa"}) for module in imports_of(path))
    ]
    assert not wrong


def test_a_noun_of_the_gateway_never_touches_another_nouns_repository():
    wrong = []
    for path in python_files("api"):
        parts = path.relative_to(ROOT / "api").parts
        own = ".".join(("api", *parts[:-1]))
        for module in imports_of(path):
            if module.endswith(".repository") and module.startswith("api.") and module.rpartition(".")[0] != own:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert not wrong


def test_the_gateway_takes_libraries_by_their_root():
    allowed = API_MAY_IMPORT | {"nlu.text"}
    wrong = []
    for path in python_files("api"):
        for module in imports_of(path):
            root = module.split(".")[0]
            if root in API_MAY_IMPORT and module not in allowed and not belongs(module, {"nlu.text", "nlu.reloading"}):
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert not wrong
