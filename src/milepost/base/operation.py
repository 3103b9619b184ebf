"""The one way to change anything: `@operation`.

Calling an operation opens the transaction, locks the ledger, checks the right on the stored rows it touches,
and on leaving appends one journal entry and moves the ledger's revision by one. An operation that changed
nothing leaves no entry. What an operations module needs to speak is named here.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import update_wrapper
from hashlib import sha256
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import transaction

from milepost.base import clock, journal, seals, storage
from milepost.base.identity import ORGANISATION, Actor, number_of
from milepost.base.models import Ledger, Reply
from milepost.base.refusal import (
    Conflict,
    EditConflict,
    KeyReused,
    NotAllowed,
    NotFound,
    NotStorable,
    Refusal,
)
from milepost.base.unset import UNSET, Unset
from milepost.base.write import Write

__all__ = [
    "DECIDED_INSIDE",
    "OPERATIONS",
    "UNSET",
    "Acting",
    "Conflict",
    "EditConflict",
    "NotAllowed",
    "NotFound",
    "NotStorable",
    "Operation",
    "OperationSpec",
    "Refusal",
    "Unset",
    "Write",
    "Written",
    "operation",
    "spec_of",
]

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who calls an operation on which ledger.

    `seen` is the revision the caller's page was read at (None: no page, no conflict), `reason` the person's
    own words, `idempotency_key` makes the same request a second time answer as the first.
    """

    actor: Actor
    ledger: int
    seen: int | None = None
    reason: str = ""
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Written(Generic[T_co]):
    """What an operation gave back, the ledger's revision after it, and its entry (None: nothing changed)."""

    value: T_co
    revision: int
    entry: int | None


@dataclass(frozen=True, slots=True)
class OperationSpec:
    """An operation as doors offer it: its name, the right it needs, its docstring."""

    name: str
    needs: str
    doc: str
    unrecorded: frozenset[str]
    body: Callable[..., Any]
    instead_of_undo: str = ""


OPERATIONS: dict[str, OperationSpec] = {}
"""Every operation by name ("schedule.edit_task")."""


class Operation(Generic[P, T]):
    """A function that changes things, called with an `Acting` and keyword parameters."""

    def __init__(self, spec: OperationSpec, body: Callable[Concatenate[Write, P], T]) -> None:
        self.spec = spec
        self.needs = spec.needs
        self.body = body
        update_wrapper(self, body)

    def __call__(self, acting: Acting, *args: P.args, **parameters: P.kwargs) -> Written[T]:
        """Run it in one transaction.

        Raises: Refusal; EditConflict when somebody else changed the same fields since `acting.seen`;
        CannotWrite while the database takes nothing.
        """
        with storage.writing(), transaction.atomic():
            ledger = _locked(acting)
            write = Write(ledger, acting.actor, _instant(ledger), acting.seen, self.spec.needs)
            # Only now: whoever may not know of a program is not told its state either.
            _refuse_closed(ledger)
            before = _reply(acting, self.spec, parameters)
            if before is not None:
                return Written(json.loads(before.value), before.revision, before.entry)
            value = self._run(write, *args, **parameters)
            return self._recorded(acting, write, ledger, parameters, value)

    def _run(self, write: Write, *args: P.args, **parameters: P.kwargs) -> T:
        try:
            value = self.body(write, *args, **parameters)
        except Refusal:
            # What looks wrong to the body may be so only because somebody else was quicker: say that first.
            write.refuse_conflicts()
            raise
        write.refuse_conflicts()
        write.prove_references()
        return value

    def _recorded(
        self, acting: Acting, write: Write, ledger: Ledger, parameters: Mapping[str, Any], value: T
    ) -> Written[T]:
        deltas = write.deltas()
        entry: int | None = None
        if deltas:
            told = {n: v for n, v in parameters.items() if n not in self.spec.unrecorded and v is not UNSET}
            said = journal.Said(self.spec.name, plain(told), acting.reason, write.undoes)
            entry = number_of(journal.append(ledger, acting.actor, write.at, said, deltas).pk)
        if acting.idempotency_key is not None:
            _remember(acting, self.spec, parameters, value, ledger.revision, entry)
        return Written(value, ledger.revision, entry)


KEPT_FOR = timedelta(days=7)
"""How long the answer to an idempotency key is remembered."""
DECIDED_INSIDE = ""
"""`needs` of an operation whose right depends on what it is asked; its body calls `write.hold`."""


def spec_of(name: str) -> OperationSpec:
    """An operation by its name, or one it had before. Raises: NotFound."""
    spec = OPERATIONS.get(name) or OPERATIONS.get(_present_names.get(name, ""))
    if spec is None:
        raise NotFound(f"There is no operation '{name}' any more.")
    return spec


_present_names: dict[str, str] = {}


def operation(
    name: str,
    *,
    needs: str,
    unrecorded: Collection[str] = (),
    formerly: Collection[str] = (),
    instead_of_undo: str = "",
) -> Callable[[Callable[Concatenate[Write, P], T]], Operation[P, T]]:
    """Make a function `(write, *, ...)` an operation.

    `needs` is the right it takes; `unrecorded` names parameters too bulky for the journal (an import's
    content); `formerly` the names it had, so that old entries can still be undone. `instead_of_undo` is a
    sentence for what must not be undone (who may come in): what to do to the same end.
    """

    def wrap(body: Callable[Concatenate[Write, P], T]) -> Operation[P, T]:
        if name in OPERATIONS and OPERATIONS[name].body.__module__ != body.__module__:
            raise ValueError(f"there are two operations called {name}")
        spec = OperationSpec(
            name=name,
            needs=needs,
            doc=inspect.getdoc(body) or "",
            unrecorded=frozenset(unrecorded),
            body=body,
            instead_of_undo=instead_of_undo,
        )
        OPERATIONS[name] = spec
        _present_names.update(dict.fromkeys(formerly, name))
        return Operation(spec, body)

    return wrap


def plain(value: Any) -> Any:
    """A parameter or result as JSON can carry it.

    Raises: TypeError for what it cannot carry: such a parameter belongs in `unrecorded`.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(n): plain(v) for n, v in value.items() if v is not UNSET}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(v) for f in fields(value) if (v := getattr(value, f.name)) is not UNSET}
    raise TypeError(f"{type(value).__name__} cannot be recorded in the journal")


def _locked(acting: Acting) -> Ledger:
    """The ledger, locked until the transaction ends. Raises: NotFound."""
    found = Ledger.objects.select_for_update(no_key=True).filter(pk=acting.ledger)
    ledger = next(iter(found), None)
    if ledger is None and acting.ledger == ORGANISATION:
        ledger = Ledger.objects.create(
            pk=ORGANISATION, kind=Ledger.Kind.ORGANISATION, slug="organisation", name="Organisation"
        )
    if ledger is None:
        raise NotFound("There is no such program.")
    return ledger


def _refuse_closed(ledger: Ledger) -> None:
    if ledger.kind == Ledger.Kind.PAST:
        raise Refusal("This is a view of the past; it cannot be changed.")
    if ledger.closed_at is not None:
        raise Refusal(f"'{ledger.name}' was closed on {ledger.closed_at:%d %b %Y}; it cannot be changed.")


def _instant(ledger: Ledger) -> Any:
    """Now, but never before the ledger's last entry: a clock set back must not reorder history."""
    now = clock.now()
    return now if ledger.head_at is None else max(now, ledger.head_at)


def forget_replies() -> int:
    """Forget the answers to requests nobody will repeat any more, those older than a week; how many."""
    return Reply.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()[0]


def _fingerprint(spec: OperationSpec, parameters: Mapping[str, Any]) -> str:
    told = {n: v for n, v in parameters.items() if n not in spec.unrecorded and v is not UNSET}
    # An import's content is values whose repr says all of them.
    bulky = sorted((n, repr(v)) for n, v in parameters.items() if n in spec.unrecorded)
    return sha256(seals.dumps([spec.name, plain(told), bulky]).encode()).hexdigest()


def _reply(acting: Acting, spec: OperationSpec, parameters: Mapping[str, Any]) -> Reply | None:
    """The answer this key was given before, if any. Raises: KeyReused."""
    if acting.idempotency_key is None:
        return None
    found = Reply.objects.filter(
        ledger=acting.ledger, session=acting.actor.session, key=acting.idempotency_key
    ).first()
    if found is not None and found.request != _fingerprint(spec, parameters):
        raise KeyReused("This idempotency key was used for another request. Use a new key.")
    return found


def _remember(
    acting: Acting,
    spec: OperationSpec,
    parameters: Mapping[str, Any],
    value: Any,
    revision: int,
    entry: int | None,
) -> None:
    Reply.objects.create(
        ledger_id=acting.ledger,
        session=acting.actor.session,
        key=acting.idempotency_key or "",
        request=_fingerprint(spec, parameters),
        value=seals.dumps(plain(value)),
        revision=revision,
        entry=entry,
        at=clock.now(),
    )
