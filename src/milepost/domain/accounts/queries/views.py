"""The views the reader may choose from: their own, and those others share."""

from __future__ import annotations

from django.db.models import Q

from milepost.base import permissions
from milepost.base.identity import ORGANISATION, THE_ORGANISATION, Actor, program_scope
from milepost.base.models import Ledger
from milepost.base.refusal import NotFound
from milepost.domain.accounts.models import SavedView
from milepost.domain.accounts.queries import people
from milepost.domain.accounts.rows import SavedViewRow


def views(reader: Actor, *, screen: str, of: str = "") -> tuple[SavedViewRow, ...]:
    """The views of one list: the reader's own first, then those shared by others, each by name.

    `screen` names the list (`plan`, `portfolio`), `of` the program it belongs to, empty outside programs.

    Raises: NotFound for a program the reader may not see.
    """
    rows = SavedView.objects.filter(screen=screen, ledger=ledger_of(reader, of))
    found = list(rows.filter(Q(person=reader.person or 0) | Q(is_shared=True)))
    found.sort(key=lambda row: (row.person != reader.person, row.name.casefold(), row.pk))
    names = people.names(reader, people={row.person for row in found})
    return tuple(_row(row, reader, of, names.get(row.person, "")) for row in found)


def view(reader: Actor, *, view: int) -> SavedViewRow:
    """One view, the reader's own or one shared on a list the reader may open.

    Raises: NotFound.
    """
    row = SavedView.objects.filter(Q(person=reader.person or 0) | Q(is_shared=True), pk=view).first()
    if row is None or (row.ledger != ORGANISATION and not permissions.may_see_program(reader, row.ledger)):
        raise NotFound(f"There is no view {view}.")
    of = (
        "" if row.ledger == ORGANISATION else Ledger.objects.values_list("slug", flat=True).get(pk=row.ledger)
    )
    names = people.names(reader, people=[row.person])
    return _row(row, reader, of, names.get(row.person, ""))


def ledger_of(reader: Actor, slug: str) -> int:
    """The ledger a list belongs to: the program's, or the organisation's where none is named.

    Raises: NotFound, whether there is no such program or it may not be seen.
    """
    if not slug:
        return ORGANISATION
    found = Ledger.objects.filter(slug=slug).exclude(pk=ORGANISATION).first()
    if found is None or not permissions.may_see_program(reader, found.root_id or found.pk):
        raise NotFound(f"There is no program '{slug}'.")
    return found.pk


def may_share(reader: Actor, *, ledger: int) -> bool:
    """May the reader share views of a program's lists; with the organisation's ledger, of those outside?"""
    scope = THE_ORGANISATION if ledger == ORGANISATION else program_scope(ledger)
    return permissions.may(reader, "share.edit", scope)


def _row(row: SavedView, reader: Actor, of: str, by: str) -> SavedViewRow:
    return SavedViewRow(
        number=row.pk,
        screen=row.screen,
        of=of,
        name=row.name,
        look=row.look,
        is_shared=row.is_shared,
        is_mine=row.person == reader.person,
        by=by,
        saved_at=row.saved_at,
    )
