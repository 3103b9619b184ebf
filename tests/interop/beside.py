"""Real plan files and what another reader found in them, where a checkout has them beside it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = DATA / "project_files"
MISSING = "no real plan files beside the checkout (../shared/data)"


def plan_file(name: str) -> Path:
    """A real plan file by folder and name, packed or not; the test is skipped where there are none."""
    path = FILES / name
    if path.exists():
        return path
    packed = path.with_name(f"{path.name}.gz")
    if packed.exists():
        return packed
    pytest.skip(MISSING)


def truths() -> list[tuple[str, Path]]:
    """The names of all plan files with a known content, and where that is."""
    found = sorted((DATA / "truth").glob("*/*.truth.json*"))
    return [(f"{path.parent.name}/{path.name.partition('.truth.json')[0]}", path) for path in found]


def truth(path: Path) -> dict[str, Any]:
    """The known content of a file."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found: dict[str, Any] = json.loads(content)
    return found
