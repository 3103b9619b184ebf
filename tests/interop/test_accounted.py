"""Nothing of a file is silently gone: what is read is written back, or named as dropped with the reason."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from milepost.interop import reading, writing
from tests.interop import beside

SAYS_NOTHING = {
    ("Resource", "IsNull", "0"),
    ("Resource", "IsCostResource", "0"),
    ("Resource", "CalendarUID", "-1"),
}
"""Values that mean the same as their absence."""


def _files(ending: str) -> list[Any]:
    found = [
        path
        for path in sorted(beside.FILES.glob("*/*"))
        if path.name.removesuffix(".gz").endswith(ending) and "perf" not in path.parts
    ]
    skipped = [pytest.param(Path(), marks=pytest.mark.skip(reason=beside.MISSING))]
    return [pytest.param(path, id=path.name) for path in found if _is_native(path)] or skipped


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _is_native(path: Path) -> bool:
    content = _content(path)
    return b"schemas.microsoft.com/project" in content[:2000]


def elements(content: bytes) -> Counter[str]:
    """How often each element that says something occurs, by its path."""
    counted: Counter[str] = Counter()
    waiting = [("", etree.fromstring(content))]
    while waiting:
        path, element = waiting.pop()
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name, text = etree.QName(child).localname, (child.text or "").strip()
            waiting.append((f"{path}/{name}", child))
            parent = path.rsplit("/", 1)[-1]
            if not len(child) and text and (parent, name, text) not in SAYS_NOTHING:
                counted[f"{path}/{name}"] += 1
    return counted


@pytest.mark.parametrize("path", _files(".xml"))
def test_no_element_of_an_ms_project_file_is_unaccounted(path: Path) -> None:
    content = _content(path)
    exchange = reading.read(content)
    dropped = {one.field.rsplit(" ", 1)[-1] for one in exchange.fidelity.dropped}

    codes = {one.code for one in exchange.problems}

    gone = elements(content) - elements(writing.write(exchange, "plan.xml"))

    assert {name for name in gone if not dropped & {*name.split("/")} and not _told(name, codes)} == set()


def _told(name: str, problems: set[str]) -> bool:
    """Gone for a reason told as a problem, or said twice: old-style days that are exceptions too."""
    if name == "/Resources/Resource/CalendarUID":
        return "unknown_calendar" in problems
    return name.startswith("/Calendars/Calendar/WeekDays/WeekDay/")
