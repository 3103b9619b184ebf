"""Bringing waiting files in: all that hold a plan, as one entry, once, however often it is asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from milepost.base.documents.sources import Unreadable
from milepost.base.identity import ORGANISATION, Actor
from milepost.base.operation import Acting
from milepost.base.refusal import Refusal
from milepost.domain.programs.queries import programs as program_queries
from milepost.interop.load import bring
from milepost.interop.load.bring import PlanFile
from milepost.interop.load.waiting import reading, shelf
from milepost.interop.load.waiting.shelf import Shelf


class NothingToBringIn(Refusal):
    """None of the waiting files holds a plan."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came of it: the program, its new projects, the entry, and why any file stayed out."""

    program: str
    projects: list[int]
    entry: int | None
    revision: int
    files: int
    left_out: list[str]


def bring_in(acting: Acting, kept: Shelf, *, into: str = "", name: str = "") -> BroughtIn:
    """Bring every file that holds a plan into the program `into`, or into a new one of that `name`.

    Asked again for the same files, it answers as before and brings nothing in twice.

    Raises: NothingToBringIn, NotAllowed, NotFound.
    """
    # A request repeated while the first still runs waits for it, and is answered like it.
    with shelf.held(kept) as now:
        return BroughtIn(**now.answer) if now.answer else _bring_in(acting, now, into, name.strip())


def _bring_in(acting: Acting, kept: Shelf, into: str, name: str) -> BroughtIn:
    files, left_out = readable(acting.actor, kept)
    if not files:
        raise NothingToBringIn(" ".join(left_out))
    # What answers a repeated request is kept with the files, not under the caller's key.
    acting = replace(acting, idempotency_key=None)
    if into:
        ledger = program_queries.named(acting.actor, slug=into)
        written = bring.into_program(replace(acting, ledger=ledger), *files)
    else:
        if not name:
            raise Refusal(_("Give the new program a name, or choose one there is."))
        into, written = bring.into_new_program(replace(acting, ledger=ORGANISATION), *files, name=name)
    answer = BroughtIn(into, list(written.value), written.entry, written.revision, len(files), left_out)
    shelf.done(kept, asdict(answer))
    reading.forget(kept)
    return answer


def readable(actor: Actor, kept: Shelf) -> tuple[list[PlanFile], list[str]]:
    """The files that hold a plan, and why the others are left out."""
    files, refused = [], []
    for place, name in enumerate(kept.names):
        try:
            found = reading.read(actor, kept, place)
        except Unreadable as unreadable:
            refused.append(f"{name}: {unreadable}")
            continue
        if found.is_empty:
            refused.append(_("%(name)s holds no task and is left out.") % {"name": name})
        else:
            files.append(PlanFile(name, found.exchange, found.planned, kept.path(place)))
    return files, refused
