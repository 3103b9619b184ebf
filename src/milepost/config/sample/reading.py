"""Reads the text of `plans.py` into lines of an outline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

COLUMNS = re.compile(r"\s{2,}")
PERCENT = re.compile(r"^(?P<who>.+?) (?P<share>\d+)%?$")
LINK = re.compile(r"^(?P<key>[a-z0-9]+)(?: (?P<rest>(?:FS|SS|FF|SF)(?:[+-]\d+[dw])?))?$")


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A link in the plan's words: the key of the task before, and type and lag as people write them."""

    key: str
    how: str = "FS"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a plan; a summary has a name and nothing else."""

    level: int
    name: str
    key: str = ""
    duration: str = ""
    starts_from: str = ""
    predecessors: tuple[Predecessor, ...] = ()
    people: tuple[tuple[str, int], ...] = field(default=())

    @property
    def is_summary(self) -> bool:
        return not self.key


def read(text: str) -> tuple[Line, ...]:
    """The lines of a plan in outline order."""
    return tuple(_line(row) for row in text.strip("\n").splitlines())


def predecessors(text: str) -> tuple[tuple[Predecessor, ...], str]:
    """The links of a predecessor cell, and the date of its `from`, if it has one."""
    links: list[Predecessor] = []
    starts_from = ""
    for part in _parts(text):
        if part.startswith("from "):
            starts_from = part.removeprefix("from ")
        elif match := LINK.match(part):
            links.append(Predecessor(match["key"], match["rest"] or "FS"))
        else:
            raise ValueError(f"'{part}' is not a predecessor")
    return tuple(links), starts_from


def _line(row: str) -> Line:
    level = (len(row) - len(row.lstrip())) // 2
    cells = COLUMNS.split(row.strip())
    if len(cells) == 1:
        return Line(level, cells[0])
    key, name, duration, before, people = cells
    links, starts_from = predecessors(before)
    return Line(level, name, key, duration, starts_from, links, tuple(map(_person, _parts(people))))


def _person(text: str) -> tuple[str, int]:
    match = PERCENT.match(text)
    return (match["who"], int(match["share"])) if match else (text, 100)


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(";"))
