"""The toolbar over a list, ready to print. Every tool is a link: keyboards, phones and new tabs just work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from milepost.domain.accounts.queries import views as view_queries
from milepost.domain.accounts.rows import SavedViewRow
from milepost.surfaces.web.lists.arranged import Group
from milepost.surfaces.web.lists.asked import Asked
from milepost.surfaces.web.lists.declared import R
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.frame import Choice, actor_of


@dataclass(frozen=True, slots=True)
class Menu:
    """Choices under a name."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. `url` sorts by it, or turns the order; `order` is as in `aria-sort`, or ""."""

    key: str
    label: str
    markup: str
    tip: str
    css: str
    url: str
    order: str


@dataclass(frozen=True, slots=True)
class View:
    """A saved view in the menu."""

    row: SavedViewRow
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Tools:
    """The toolbar of a list as it is shown. `shows` are the keys of its columns, `look` what a view keeps."""

    screen: str
    of: str
    count: str
    filters: tuple[Menu, ...]
    chips: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    heads: tuple[Head, ...]
    shows: frozenset[str]
    views: tuple[View, ...]
    view: View | None
    may_share: bool
    look: str
    here: str
    words: str
    hidden: tuple[tuple[str, str], ...]
    has_search: bool
    is_table: bool
    group: str
    is_tight: bool
    tight_url: str
    plain_url: str


def tools(
    request: HttpRequest, asked: Asked[R], groups: Sequence[Group[R]], all_rows: int, *, of: str = ""
) -> Tools:
    """The toolbar for what was asked; `all_rows` is how many there are when nothing is left out."""
    views = _views(request, asked, of)
    reader = actor_of(request)
    return Tools(
        screen=asked.listing.screen,
        of=of,
        count=_count(asked, sum(len(group.rows) for group in groups), all_rows),
        filters=_filters(asked),
        chips=_chips(asked),
        groups=_groups(asked),
        columns=_columns(asked),
        sorts=_sorts(asked),
        heads=_heads(asked),
        shows=frozenset(column.key for column in asked.shown),
        views=views,
        view=next((view for view in views if view.is_chosen), None),
        may_share=view_queries.may_share(reader, ledger=view_queries.ledger_of(reader, of)),
        look=urlencode(asked.said()),
        here=request.get_full_path(),
        words=asked.words,
        hidden=(*asked.kept, *asked.said(words="").items()),
        has_search=asked.listing.words_of is not None,
        is_table=asked.listing.is_table,
        group=asked.group,
        is_tight=asked.is_tight,
        tight_url=asked.query(is_tight=not asked.is_tight),
        plain_url="?" + urlencode(asked.kept),
    )


def _count(asked: Asked[Any], shown: int, every: int) -> str:
    counted = present.counted(every, *asked.listing.noun)
    return counted if shown == every else _("%(shown)s of %(all)s") % {"shown": shown, "all": counted}


def _filters(asked: Asked[Any]) -> tuple[Menu, ...]:
    return tuple(
        Menu(
            each.label,
            tuple(
                Choice(label, asked.query(filters={each.key: "" if is_on else value}), is_on)
                for value, label in each.choices
                for is_on in [asked.filters.get(each.key) == value]
            ),
        )
        for each in asked.listing.filters
        if each.choices
    )


def _chips(asked: Asked[Any]) -> tuple[Choice, ...]:
    """What narrows the list, each with the address of the list without it."""
    chips = [
        Choice(dict(each.choices)[asked.filters[each.key]], asked.query(filters={each.key: ""}))
        for each in asked.listing.filters
        if each.key in asked.filters
    ]
    if asked.words:
        chips.append(Choice(f"“{asked.words}”", asked.query(words="")))
    return tuple(chips)


def _groups(asked: Asked[Any]) -> tuple[Choice, ...]:
    if not asked.listing.groupings:
        return ()
    none = Choice(_("No groups"), asked.query(group=""), not asked.group)
    return (
        *(
            Choice(each.label, asked.query(group=each.key), each.key == asked.group)
            for each in asked.listing.groupings
        ),
        none,
    )


def _columns(asked: Asked[Any]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            column.label,
            asked.query(
                columns=tuple(key for key in asked.columns if key != column.key)
                if column.key in asked.columns
                else (*asked.columns, column.key)
            ),
            column.key in asked.columns,
        )
        for column in asked.listing.columns
        if not column.is_fixed
    )


def _sorts(asked: Asked[Any]) -> tuple[Choice, ...]:
    """Orders by name, for lists without heads and for phones, where few heads are seen."""
    return tuple(
        Choice(
            column.label, asked.query(sort=_turned(asked, column.key)), asked.sort.lstrip("-") == column.key
        )
        for column in asked.listing.columns
        if column.value is not None
    )


def _heads(asked: Asked[Any]) -> tuple[Head, ...]:
    orders = {asked.sort: "ascending"} if not asked.sort.startswith("-") else {asked.sort[1:]: "descending"}
    return tuple(
        Head(
            key=column.key,
            label=column.label,
            markup=column.head,
            tip=column.tip,
            css=" ".join(
                name
                for name, is_so in (
                    ("n", column.is_number),
                    ("wide", column.is_wide),
                    (column.css, column.css),
                )
                if is_so
            ),
            url="" if column.value is None else asked.query(sort=_turned(asked, column.key)),
            order=orders.get(column.key, ""),
        )
        for column in asked.shown
    )


def _turned(asked: Asked[Any], key: str) -> str:
    """What a press on a head asks for: numbers largest first, words from A; a second press turns it."""
    column = next(one for one in asked.listing.columns if one.key == key)
    first, second = (f"-{key}", key) if column.is_number else (key, f"-{key}")
    return second if asked.sort == first else first


def _views(request: HttpRequest, asked: Asked[Any], of: str) -> tuple[View, ...]:
    rows = view_queries.views(actor_of(request), screen=asked.listing.screen, of=of)
    return tuple(
        View(
            row,
            "?" + _address(asked, str(row.look.get("query", "")), row.number),
            row.number == asked.view,
        )
        for row in rows
    )


def _address(asked: Asked[Any], query: str, number: int) -> str:
    return "&".join(part for part in (urlencode(asked.kept), query, f"view={number}") if part)
