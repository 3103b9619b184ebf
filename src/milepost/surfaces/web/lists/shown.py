"""A list as it was asked for, ready to print: what every page with a list makes of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from django.http import HttpRequest

from milepost.surfaces.web.lists import asked as lists
from milepost.surfaces.web.lists.arranged import Group, arranged
from milepost.surfaces.web.lists.asked import Asked
from milepost.surfaces.web.lists.declared import Listing, R
from milepost.surfaces.web.lists.tools import Tools, tools


@dataclass(frozen=True, slots=True)
class Shown(Generic[R]):
    """The rows that fit, in groups, and the toolbar above them."""

    asked: Asked[R]
    groups: tuple[Group[R], ...]
    tools: Tools

    @property
    def rows(self) -> list[R]:
        """The rows that fit, as they follow one another."""
        return [row for group in self.groups for row in group.rows]


def shown(
    request: HttpRequest, rows: Sequence[R], listing: Listing[R], *, keep: Iterable[str] = (), of: str = ""
) -> Shown[R]:
    """These rows as the address asks for them; `keep` names what else it says, `of` is whose views count."""
    return as_asked(request, rows, lists.asked(request.GET, listing, keep=keep), of=of)


def as_asked(request: HttpRequest, rows: Sequence[R], asked: Asked[R], *, of: str = "") -> Shown[R]:
    """The same where the page reads what was asked before it has the rows."""
    groups = arranged(rows, asked)
    return Shown(asked, groups, tools(request, asked, groups, len(rows), of=of))
