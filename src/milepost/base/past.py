"""Rows of a table now, or as they stood at a revision, with one call."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from milepost.base import journal
from milepost.base.models import Ledger, Row

AnyRow = TypeVar("AnyRow", bound=Row)


def rows(model: type[AnyRow], ledger: int, as_of: int | None = None) -> list[AnyRow]:
    """The rows of one table of a ledger, by number; as of a revision where one is given."""
    if as_of is None:
        return list(model._default_manager.filter(ledger=ledger).order_by("pk"))
    head = Ledger.objects.filter(pk=ledger).values_list("head", flat=True).first()
    return _past(ledger, as_of, bytes(head or b"")).rows(model)


@lru_cache(maxsize=4)
def _past(ledger: int, revision: int, head: bytes) -> journal.Past:
    """The past seen from the present, which the chain's head names; a screen asks for many tables of one."""
    return journal.rows_at(ledger, revision)
