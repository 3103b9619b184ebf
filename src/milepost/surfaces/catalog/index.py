"""Every entry of the catalogue, room by room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from milepost.surfaces.catalog import (
    accounts,
    analysis,
    exports,
    history,
    imports,
    programs,
    resources,
    schedule,
)
from milepost.surfaces.catalog.entry import Entry, Query
from milepost.surfaces.catalog.offers import Offer, bind

ENTRIES: tuple[Entry, ...] = (
    *accounts.ENTRIES,
    *programs.ENTRIES,
    *schedule.ENTRIES,
    *resources.ENTRIES,
    *analysis.ENTRIES,
    *imports.ENTRIES,
    *exports.ENTRIES,
    *history.ENTRIES,
)
NOT_OFFERED: dict[str, str] = {
    **accounts.NOT_OFFERED,
    **programs.NOT_OFFERED,
    **schedule.NOT_OFFERED,
    **resources.NOT_OFFERED,
}
"""Operations machines are not offered, each with the reason."""


@cache
def offers() -> tuple[Offer, ...]:
    """Every entry with its address and fields, bound on first use."""
    return tuple(bind(entry) for entry in with_items(ENTRIES))


def in_order() -> list[Offer]:
    """The entries for a reader: the organisation first, then what a program holds, noun by noun."""
    place = {noun: at for at, noun in enumerate(dict.fromkeys(entry.noun for entry in ENTRIES))}
    return sorted(offers(), key=lambda one: (one.entry.noun.place != "organisation", place[one.entry.noun]))


def offer(code: str) -> Offer:
    """The entry of that code (`tasks.edit-many`)."""
    return next(one for one in offers() if one.entry.code == code)


def with_items(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """The entries, and for every list nobody wrote a `show` for, one that picks a row from it."""
    shown = {entry.noun for entry in entries if entry.verb == "show"}
    for entry in entries:
        yield entry
        if isinstance(entry, Query) and entry.verb == "list" and entry.key and entry.noun not in shown:
            yield replace(entry, verb="show", about=f"One of: {entry.noun.about.lower()}")
