"""Where the known answers are, and one test for each of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.oracles import adapters

BESIDE = Path(__file__).parents[3] / "shared" / "oracles"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "known" not in metafunc.fixturenames:
        return
    folder = Path(metafunc.config.getoption("--oracles") or BESIDE)
    if not folder.is_dir():
        skipped = pytest.param(None, id="none", marks=pytest.mark.skip(reason="no folder of known answers"))
        metafunc.parametrize("known", [skipped])
        return
    cases = [case for path in sorted(folder.glob("*.json")) for case in _cases(path)]
    metafunc.parametrize("known", cases)


def _cases(path: Path) -> list[object]:
    suite = json.loads(path.read_text(encoding="utf-8"))
    name = path.stem
    marks = [] if name in adapters.SUITES else [pytest.mark.skip(reason="no adapter")]
    return [pytest.param((name, case), id=f"{name}::{case['id']}", marks=marks) for case in suite["cases"]]
