"""What a list can do, declared once by its screen: its columns, filters and groupings.

The rows are whatever frozen values the screen prints; a declaration only says how to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column. `value` is what it is sorted by (None: it cannot be); rows without a value come last.

    `head` is printed instead of the label, as markup. A `fixed` column cannot be hidden; one that is not
    `at_first` waits in the menu. `is_wide` columns are left out on phones.
    """

    key: str
    label: str
    value: Callable[[R], Any] | None = None
    tip: str = ""
    head: str = ""
    css: str = ""
    is_number: bool = False
    is_wide: bool = True
    is_fixed: bool = False
    is_at_first: bool = True


@dataclass(frozen=True, slots=True)
class Filter(Generic[R]):
    """One question a list is narrowed by: its choices (value in the address, words), and which rows fit."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    fits: Callable[[R, str], bool]


@dataclass(frozen=True, slots=True)
class Grouping(Generic[R]):
    """A way to part a list: `of` gives a row's place among the groups and its group's heading."""

    key: str
    label: str
    of: Callable[[R], tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """A whole list. `screen` names it to saved views; `words_of` is what its search looks through.

    `sort` is a column's key, with a minus in front for the largest first; `group` a grouping's, "" for none.
    `noun` counts the rows: one, many. One that is no table (`is_table`) is sorted by a menu.
    """

    screen: str
    noun: tuple[str, str]
    columns: tuple[Column[R], ...] = ()
    filters: tuple[Filter[R], ...] = ()
    groupings: tuple[Grouping[R], ...] = ()
    words_of: Callable[[R], str] | None = None
    sort: str = ""
    group: str = ""
    is_table: bool = True


def among(key: str, label: str, value_of: Callable[[R], str], rows: Iterable[R]) -> Filter[R]:
    """The rows of one value, among the values they have: "By Ana", "As XER"."""
    choices = choices_of([value_of(row) for row in rows])
    return Filter(key, label, choices, lambda row, value: value_of(row) == value)


def by_value(key: str, label: str, value_of: Callable[[R], str], empty: str = "") -> Grouping[R]:
    """A group for each value the rows have, by name; what has none comes last, under `empty`."""
    return Grouping(key, label, lambda row: (not value_of(row), value_of(row) or empty))


def choices_of(values: list[str]) -> tuple[tuple[str, str], ...]:
    """Every value once, by name, as the choices of a filter; the empty one left out."""
    return tuple((value, value) for value in sorted(set(values), key=str.casefold) if value)
