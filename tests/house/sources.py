"""The product's modules, each parsed once for all house tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import milepost

PACKAGE = Path(milepost.__file__).parent
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]


def below(folder: str) -> list[Path]:
    """The modules of one floor."""
    return [path for path in MODULES if path.relative_to(PACKAGE).parts[0] == folder]


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Every call of a module as the line and the dotted words of what is called."""
    return tuple(
        (node.lineno, ast.unparse(node.func)) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)
    )


@cache
def imported(path: Path) -> frozenset[str]:
    """The full names a module imports anywhere; those for types alone count, they are dependencies too."""
    return frozenset(_imports(parsed(path), inside_functions=True))


@cache
def imported_at_start(path: Path) -> frozenset[str]:
    """The full names a module imports when it is imported itself."""
    return frozenset(_imports(parsed(path), inside_functions=False))


def _imports(tree: ast.AST, *, inside_functions: bool) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield from (f"{module}.{alias.name}" for alias in node.names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not inside_functions:
                pass
            case _:
                yield from _imports(node, inside_functions=inside_functions)
