"""After a merge's conflicts are decided: what stands on something not there goes, what is needed stays."""

from __future__ import annotations

from milepost.base import tables
from milepost.base.identity import key, number_of
from milepost.base.net import At, Net


def settle(ledger: int, mine: dict[At, Net], insisted: set[At]) -> None:
    """Make the scenario's remaining changes fit the parent as it is, in place.

    Rows in `insisted` are removed whatever refers to them.
    """
    _drop_groundless(ledger, mine)
    _keep_needed(ledger, mine, insisted)


def revive(parent: int, child: int, mine: dict[At, Net], missed: set[At]) -> set[At]:
    """Let rows the parent removed come back as the scenario has them, with what they in turn refer to.

    They join `mine` as new rows; the rows revived.
    """
    revived: set[At] = set()
    wanted = set(missed)
    while wanted:
        at = wanted.pop()
        table, number = at
        rows = tables.tables()[table]._default_manager
        row = rows.filter(pk=key(child, number)).first()
        if at in revived or row is None or rows.filter(pk=key(parent, number)).exists():
            continue
        revived.add(at)
        image = tables.image(row)
        mine[at] = Net(None, image)
        wanted |= {
            (target, image[field])
            for field, target in tables.inner_references(table)
            if isinstance(image.get(field), int) and _is_old(mine, (target, image[field]))
        }
    return revived


def _is_old(mine: dict[At, Net], at: At) -> bool:
    """Was the row there when the scenario was forked?"""
    return at not in mine or mine[at].then is not None


def _drop_groundless(ledger: int, mine: dict[At, Net]) -> None:
    """New rows that refer to nothing go; changed references to nothing are left as they were."""
    there = _present(ledger) | {at for at, change in mine.items() if change.then is None}
    is_settled = False
    while not is_settled:
        is_settled = True
        for at, change in list(mine.items()):
            stray = _stray_references(at, change, there)
            if not stray:
                continue
            if change.then is None:
                del mine[at]
                there.discard(at)
                is_settled = False
            else:
                now = {name: value for name, value in (change.now or {}).items() if name not in stray}
                mine[at] = Net({name: change.then[name] for name in now}, now)


def _stray_references(at: At, change: Net, there: set[At]) -> set[str]:
    return {
        field
        for field, target in tables.inner_references(at[0])
        if change.now and isinstance(change.now.get(field), int) and (target, change.now[field]) not in there
    }


def _keep_needed(ledger: int, mine: dict[At, Net], insisted: set[At]) -> None:
    """Rows to be removed stay where something that stays refers to them, unless the scenario insists."""
    doomed = {at for at, change in mine.items() if change.now is None}
    while needed := _needed(ledger, mine, doomed) - insisted:
        doomed -= needed
        for at in needed:
            del mine[at]


def _needed(ledger: int, mine: dict[At, Net], doomed: set[At]) -> set[At]:
    found = {
        (target, change.now[field])
        for at, change in mine.items()
        if change.now
        for field, target in tables.inner_references(at[0])
        if (target, change.now.get(field)) in doomed
    }
    for table, model in tables.tables().items():
        for field, target in tables.inner_references(table):
            keys = [key(ledger, number) for name, number in doomed if name == target]
            for part in tables.batched(keys, tables.CHUNK):
                pairs = model._default_manager.filter(**{f"{field}__in": part}).values_list(
                    "pk", f"{field}_id"
                )
                found |= {
                    (target, number_of(held))
                    for pk, held in pairs
                    if (table, number_of(pk)) not in doomed and not _moves(mine, table, number_of(pk), field)
                }
    return found


def _moves(mine: dict[At, Net], table: str, number: int, field: str) -> bool:
    """Does the scenario point this reference elsewhere?"""
    change = mine.get((table, number))
    return change is not None and change.then is not None and bool(change.now) and field in (change.now or {})


def _present(ledger: int) -> set[At]:
    return {
        (table, number_of(pk))
        for table, model in tables.tables().items()
        for pk in model._default_manager.filter(ledger=ledger).values_list("pk", flat=True)
    }
