"""Rows as they were asked for: those that fit, sorted, in groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from milepost.surfaces.web.lists.asked import Asked
from milepost.surfaces.web.lists.declared import R


@dataclass(frozen=True, slots=True)
class Group(Generic[R]):
    """Rows under a heading; "" where the list is not parted."""

    heading: str
    rows: tuple[R, ...]


def arranged(rows: Iterable[R], asked: Asked[R]) -> tuple[Group[R], ...]:
    """The rows that fit, in groups, each sorted; no group is empty."""
    fitting = _sorted([row for row in rows if _fits(row, asked)], asked)
    grouping = next((one for one in asked.listing.groupings if one.key == asked.group), None)
    if grouping is None:
        return (Group("", tuple(fitting)),) if fitting else ()
    groups: dict[tuple[Any, str], list[R]] = {}
    for row in fitting:
        groups.setdefault(grouping.of(row), []).append(row)
    return tuple(Group(heading, tuple(groups[place, heading])) for place, heading in sorted(groups))


@dataclass(frozen=True, slots=True)
class Part(Generic[R]):
    """Some rows of a long list, in their groups. `next` is where those after them begin, None at the end."""

    groups: tuple[Group[R], ...]
    next: int | None


def cut(groups: Sequence[Group[R]], first: int, most: int) -> Part[R]:
    """The rows from `first` on, at most so many; a group cut in two keeps its heading in both parts."""
    kept, at = [], 0
    for group in groups:
        rows = group.rows[max(first - at, 0) : max(first + most - at, 0)]
        at += len(group.rows)
        if rows:
            kept.append(Group(group.heading, rows))
    return Part(tuple(kept), first + most if at > first + most else None)


def _fits(row: R, asked: Asked[R]) -> bool:
    """Does a row hold every word and pass every filter?"""
    for each in asked.listing.filters:
        if each.key in asked.filters and not each.fits(row, asked.filters[each.key]):
            return False
    if not asked.words or asked.listing.words_of is None:
        return True
    text = asked.listing.words_of(row).casefold()
    return all(word in text for word in asked.words.casefold().split())


def _sorted(rows: Sequence[R], asked: Asked[R]) -> list[R]:
    """By the value of a column, as given where values agree; rows without one come last either way."""
    key = asked.sort.removeprefix("-")
    column = next((one for one in asked.listing.columns if one.key == key), None)
    if column is None or column.value is None:
        return list(rows)
    valued = [(value, row) for row in rows if (value := _comparable(column.value(row))) is not None]
    bare = [row for row in rows if _comparable(column.value(row)) is None]
    valued.sort(key=lambda pair: pair[0], reverse=asked.sort.startswith("-"))
    return [row for _value, row in valued] + bare


def _comparable(value: Any) -> Any:
    return (value.casefold() or None) if isinstance(value, str) else value
