"""How a list is asked for, all of it in the address: `?q=ana&role=member&group=team&sort=-name&rows=tight`.

A link shows whoever follows it the same list. What an address says that the list does not know is left
unheard, so that a view saved long ago still opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic
from urllib.parse import urlencode

from milepost.surfaces.web.lists.declared import Column, Listing, R

NONE = "none"
"""Said in an address where no group is wanted although the list has one of its own."""

_LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Asked(Generic[R]):
    """What the reader wants of a list. `kept` are the parts of the address that are not about the list."""

    listing: Listing[R]
    words: str
    filters: Mapping[str, str]
    sort: str
    group: str
    columns: tuple[str, ...]
    is_tight: bool
    view: int | None
    kept: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> tuple[Column[R], ...]:
        """The columns wanted, in the order of the declaration."""
        return tuple(
            column for column in self.listing.columns if column.is_fixed or column.key in self.columns
        )

    @property
    def is_narrowed(self) -> bool:
        """Are rows left out?"""
        return bool(self.words or self.filters)

    def said(self, **other: Any) -> dict[str, str]:
        """The list's part of the address, with something else asked; what is as it comes anyway is left out.

        Keyword arguments are fields of this value; `filters` are merged, an empty one taken away.
        """
        filters = {**self.filters, **other.get("filters", {})}
        columns = other.get("columns", self.columns)
        group = other.get("group", self.group)
        sort = other.get("sort", self.sort)
        words = {
            "q": other.get("words", self.words),
            **filters,
            "group": "" if group == self.listing.group else group or NONE,
            "sort": "" if sort == self.listing.sort else sort,
            "columns": "" if set(columns) == set(_at_first(self.listing)) else ",".join(columns) or NONE,
            "rows": "tight" if other.get("is_tight", self.is_tight) else "",
        }
        return {name: value for name, value in words.items() if value}

    def query(self, **other: Any) -> str:
        """The same screen with something else asked: "?group=team", or "?" for the list as it comes."""
        return "?" + urlencode([*self.kept, *self.said(**other).items()])


def asked(parameters: Mapping[str, str], listing: Listing[R], *, keep: Iterable[str] = ()) -> Asked[R]:
    """What an address asks of a list; `keep` names what else it says, which every link carries on."""
    sortable = {column.key for column in listing.columns if column.value is not None}
    sort = parameters.get("sort", "")
    group = parameters.get("group", "")
    groups = {grouping.key for grouping in listing.groupings}
    chosen = {each.key: parameters.get(each.key, "") for each in listing.filters}
    known = {each.key: {value for value, _label in each.choices} for each in listing.filters}
    view = parameters.get("view", "")
    return Asked(
        listing=listing,
        words=parameters.get("q", "").strip()[:_LONGEST_WORDS] if listing.words_of else "",
        filters={key: value for key, value in chosen.items() if value in known[key]},
        sort=sort if sort.removeprefix("-") in sortable else listing.sort,
        group="" if group == NONE else group if group in groups else listing.group,
        columns=_columns(parameters.get("columns", ""), listing),
        is_tight=parameters.get("rows") == "tight",
        view=int(view) if view.isascii() and view.isdecimal() and len(view) < 16 else None,
        kept=tuple((name, value) for name in keep if (value := parameters.get(name, ""))),
    )


def _columns(text: str, listing: Listing[R]) -> tuple[str, ...]:
    if not text:
        return _at_first(listing)
    wanted = text.split(",")
    return tuple(column.key for column in listing.columns if not column.is_fixed and column.key in wanted)


def _at_first(listing: Listing[R]) -> tuple[str, ...]:
    return tuple(column.key for column in listing.columns if column.is_at_first and not column.is_fixed)
