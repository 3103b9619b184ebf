"""The docs keep pace with the product."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_the_docs_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = [target for target in LINK.findall(text) if not (page.parent / target).exists()]

    assert broken == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_every_page_is_reached_from_the_index(page: Path) -> None:
    index = ROOT / "docs" / "README.md"
    reached = {
        (index.parent / target).resolve() for target in LINK.findall(index.read_text(encoding="utf-8"))
    }

    assert page == index or page.resolve() in reached


def test_the_stack_table_names_every_dependency() -> None:
    table = (ROOT / "docs" / "stack.md").read_text(encoding="utf-8").lower()
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["msproject"]]

    assert [name for name in map(bare, declared) if name not in table] == []


def bare(requirement: str) -> str:
    """The name of a requirement without its extras and versions."""
    return re.split(r"[\[<>=]", requirement)[0]
