"""Saved views: how somebody likes to look at a list, under a name.

A view is a preference and no fact about a program: it stands outside every ledger, so that saving one
neither makes a plan newer nor fills its history. What a view says (`look`) is the screen's own
affair and kept as it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.base.unset import UNSET, Unset
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import SavedView
from milepost.domain.accounts.queries import views

MOST = 50
"""How many views one person may keep of one list."""
LONGEST_NAME = 60
LARGEST_LOOK = 8_000
_SCREEN = re.compile(r"[a-z][a-z-]{0,29}")


class NameTaken(Refusal):
    """The person has another view of this list under the name."""


def keep(
    owner: Actor, *, screen: str, name: str, look: Mapping[str, Any], of: str = "", is_shared: bool = False
) -> int:
    """Keep how you look at a list under a name; a view you have under that name already is replaced.

    `screen` names the list (`plan`, `portfolio`), `of` the program it belongs to, empty outside programs.
    Answers the view's number.

    Raises: NotFound for a program you may not see; NotAllowed for sharing without the right to.
    """
    person, ledger = _keeper(owner), views.ledger_of(owner, of)
    if not _SCREEN.fullmatch(screen):
        raise Refusal(f"'{screen}' names no list.")
    name, kept = _named(name), _bounded(look)
    _may_share(owner, ledger, is_shared)
    mine = SavedView.objects.filter(person=person, screen=screen, ledger=ledger)
    with transaction.atomic():
        row = mine.filter(name__iexact=name).first()
        if row is None and mine.count() >= MOST:
            raise Refusal(f"You keep {MOST} views of this list, the most there may be. Forget one first.")
        row = row or SavedView(person=person, screen=screen, ledger=ledger)
        row.name, row.look, row.is_shared, row.saved_at = name, kept, is_shared, clock.now()
        row.save()
    return row.pk


def edit(
    owner: Actor,
    *,
    view: int,
    name: str | Unset = UNSET,
    look: Mapping[str, Any] | Unset = UNSET,
    is_shared: bool | Unset = UNSET,
) -> None:
    """Rename a view of yours, say anew what it shows, share it or keep it to yourself.

    Raises: NotFound, NameTaken; NotAllowed for sharing without the right to.
    """
    row = _own(owner, view)
    if not isinstance(name, Unset):
        row.name = _named(name)
    if not isinstance(look, Unset):
        row.look = _bounded(look)
    if not isinstance(is_shared, Unset):
        _may_share(owner, row.ledger, is_shared)
        row.is_shared = is_shared
    twins = SavedView.objects.filter(person=row.person, screen=row.screen, ledger=row.ledger)
    if twins.filter(name__iexact=row.name).exclude(pk=row.pk).exists():
        raise NameTaken(f"You have another view called “{row.name}”. Choose another name.")
    row.saved_at = clock.now()
    row.save()


def forget(owner: Actor, *, view: int) -> None:
    """Forget a view of yours; who opened it through you keeps only the address.

    Raises: NotFound.
    """
    _own(owner, view).delete()


def _own(owner: Actor, view: int) -> SavedView:
    row = SavedView.objects.filter(pk=view, person=_keeper(owner)).first()
    if row is None:
        raise NotFound("There is no such view among yours.")
    return row


def _keeper(owner: Actor) -> int:
    """Whose views these are. A token that only reads keeps none."""
    if owner.person is None:
        raise NotAllowed("Views are kept by a person.")
    if owner.limits is not None and owner.limits <= rules.SCOPES["read"]:
        raise NotAllowed("This token only reads. A view is kept with one that may change something.")
    return owner.person


def _may_share(owner: Actor, ledger: int, is_shared: bool) -> None:
    if is_shared and not views.may_share(owner, ledger=ledger):
        raise NotAllowed("Sharing a view takes the right to share views, which you do not hold here.")


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refusal("Give the view a name that says what it shows, for example 'Late work'.")
    if len(name) > LONGEST_NAME:
        raise Refusal(f"The name of a view has at most {LONGEST_NAME} letters.")
    return name


def _bounded(look: Mapping[str, Any]) -> dict[str, Any]:
    if len(json.dumps(look)) > LARGEST_LOOK:
        raise Refusal("This view says too much to be kept: choose fewer columns or a shorter filter.")
    return dict(look)
