"""The table of promises in SECURITY.md names tests that are there, and names one for each promise."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<promise>[^|]+) \| (?P<proof>[^|]+) \|$", re.M)
NAMED = re.compile(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`")


def rows() -> list[tuple[str, str]]:
    """Each promise with its proof, below the heading of the table."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## How it is proven")[2]
    found = [(row["what"].strip(), row["proof"]) for row in ROW.finditer(text)]
    return [row for row in found if row[0] not in ("What", "---")]


def test_there_are_promises() -> None:
    assert len(rows()) > 20


@pytest.mark.parametrize(("what", "proof"), rows(), ids=[what for what, _ in rows()])
def test_each_promise_names_a_test_that_is_there(what: str, proof: str) -> None:
    named = NAMED.findall(proof)

    assert named, f"'{what}' names no test"
    for path, test in named:
        assert (ROOT / path).exists(), path
        assert not test or test in _tests_in(ROOT / path), f"{path}::{test}"


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
