"""Rows of a table now, or as they stood at a revision, with one call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar

from milepost.base import folding, journal, tables
from milepost.base.models import Ledger, Row
from milepost.base.shapes import Delta

AnyRow = TypeVar("AnyRow", bound=Row)


def rows(model: type[AnyRow], ledger: int, as_of: int | None = None) -> list[AnyRow]:
    """The rows of one table of a ledger, by number; as of a revision where one is given."""
    if as_of is None:
        return list(model._default_manager.filter(ledger=ledger).order_by("pk"))
    walk = _walk.get()
    if walk is not None and walk.reaches(ledger, model, as_of):
        return walk.rows(model, as_of)
    head = Ledger.objects.filter(pk=ledger).values_list("head", flat=True).first()
    return _past(ledger, as_of, bytes(head or b"")).rows(model)


@contextmanager
def walking_back(ledger: int, oldest: int) -> Iterator[None]:
    """Inside, `rows` as of one revision after another, each older than the last, share what they read.

    Rows are the same objects from step to step: what is wanted of them must be taken before the next. A
    fork, whose past is partly its parent's, is read as usual.
    """
    is_fork = Ledger.objects.filter(pk=ledger, parent__isnull=False).exists()
    token = _walk.set(None if is_fork else _Walk(ledger, oldest))
    try:
        yield
    finally:
        _walk.reset(token)


class _Walk:
    """The tables of a ledger on their way back: each read once, then only taken further back."""

    def __init__(self, ledger: int, oldest: int) -> None:
        self._ledger = ledger
        self._oldest = oldest
        self._deltas: dict[str, list[Delta]] = {}
        for delta in journal.changes(ledger, after=oldest):
            self._deltas.setdefault(delta.table, []).append(delta)
        self._tables: dict[type[Row], tuple[int, dict[int, Any]]] = {}

    def reaches(self, ledger: int, model: type[Row], as_of: int) -> bool:
        """Can this table still be taken back to that revision?"""
        at = self._tables.get(model)
        return ledger == self._ledger and as_of >= self._oldest and (at is None or as_of <= at[0])

    def rows(self, model: type[AnyRow], as_of: int) -> list[AnyRow]:
        """The rows of one table at a revision no newer than the one asked for before."""
        if model not in self._tables:
            present = {row.pk: row for row in model._default_manager.filter(ledger=self._ledger)}
        else:
            present = self._tables[model][1]
        waiting = self._deltas.get(tables.name_of(model), [])
        passed = []
        while waiting and waiting[-1].seq > as_of:
            passed.append(waiting.pop())
        folding.fold_back(model, self._ledger, present, passed)
        self._tables[model] = (as_of, present)
        return [present[pk] for pk in sorted(present)]


_walk: ContextVar[_Walk | None] = ContextVar("milepost_walk", default=None)


@lru_cache(maxsize=4)
def _past(ledger: int, revision: int, head: bytes) -> journal.Past:
    """The past seen from the present, which the chain's head names; a screen asks for many tables of one."""
    return journal.rows_at(ledger, revision)
