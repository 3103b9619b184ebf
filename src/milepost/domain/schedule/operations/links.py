"""Links between tasks: one by one, along a selection, and as the text of the predecessor column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from milepost.base import permissions
from milepost.base.identity import key, number_of
from milepost.base.operation import UNSET, NotFound, Refusal, Unset, Write, operation
from milepost.domain.schedule.models import Link, Task
from milepost.domain.schedule.operations import checks, units
from milepost.domain.schedule.rules import circles, predecessors
from milepost.domain.schedule.rules.predecessors import Predecessor
from milepost.engine.instants import TICKS_PER_MINUTE


class LinkedAlready(Refusal):
    """The two tasks have such a link."""


class NoSuchLinkType(Refusal):
    """A link is FS, SS, FF or SF."""


@operation("schedule.add_link", needs="plan.edit")
def add(
    write: Write,
    *,
    predecessor: int,
    successor: int,
    type: str = "FS",  # noqa: A002
    lag: str = "",
    lag_minutes: float | None = None,
) -> int:
    """Let one task wait for another, in this project or across projects; gives the link's number.

    `lag` is text ("2d", "-1w", "50%", "3ed"), `lag_minutes` the same as working time.

    Raises: Circle, LinkToOwnSummary, LinkedAlready, NoSuchLinkType, NotAPredecessor, NotADuration.
    """
    write.find(Task, predecessor)
    write.lock(Task, successor)
    amount, unit = _lag(write, successor, lag, lag_minutes)
    entry = Predecessor(predecessor, _type(type), amount, unit)
    if write.rows(Link, predecessor=key(write.ledger, predecessor), successor=key(write.ledger, successor)):
        raise LinkedAlready("These two tasks are linked already. Change that link instead.")
    row = _added(write, [(successor, entry)])[0]
    checks.refuse_bad_logic(write, new=[(predecessor, successor)])
    return row.number


@operation("schedule.edit_link", needs="plan.edit")
def edit(
    write: Write,
    *,
    link: int,
    type: str | Unset = UNSET,  # noqa: A002
    lag: str | Unset = UNSET,
    lag_minutes: float | Unset = UNSET,
) -> None:
    """Change a link's type or lag.

    Raises: NoSuchLinkType, NotAPredecessor, NotADuration.
    """
    row = write.lock(Link, link)
    fields: dict[str, object] = {}
    if isinstance(type, str):
        fields["type"] = _type(type)
    if isinstance(lag, str) or not isinstance(lag_minutes, Unset):
        text, amount = ("" if isinstance(lag, Unset) else lag), lag_minutes
        minutes = None if isinstance(amount, Unset) else amount
        fields["lag"], fields["lag_unit"] = _lag(write, number_of(row.successor_id), text, minutes)
    write.change(row, **fields)


@operation("schedule.remove_link", needs="plan.edit")
def remove(write: Write, *, link: int) -> None:
    """Take a link away."""
    write.remove([write.lock(Link, link)])


@operation("schedule.link_tasks", needs="plan.edit")
def link(write: Write, *, tasks: Sequence[int], type: str = "FS") -> list[int]:  # noqa: A002
    """Chain tasks one after another in the order given; gives the numbers of the links made.

    Neighbours that are linked already stay so.

    Raises: Circle, LinkToOwnSummary, NoSuchLinkType.
    """
    if len(set(tasks)) < 2:
        raise Refusal("Choose at least two tasks to link.")
    _known(write, tasks)
    held = _pairs(write, tasks)
    wanted = [pair for pair in pairwise(tasks) if pair not in held and pair[0] != pair[1]]
    if not wanted:
        raise LinkedAlready("These tasks are linked already.")
    rows = _added(write, [(after, Predecessor(before, _type(type))) for before, after in wanted])
    checks.refuse_bad_logic(write, new=wanted)
    return [row.number for row in rows]


@operation("schedule.unlink_tasks", needs="plan.edit")
def unlink(write: Write, *, tasks: Sequence[int]) -> int:
    """Take away the links among tasks, or all links of a single one; gives how many went."""
    _known(write, tasks)
    keys = {key(write.ledger, task) for task in tasks}
    touching = [
        *write.rows(Link, predecessor__in=keys),
        *write.rows(Link, successor__in=keys),
    ]
    found = {
        row.pk: row
        for row in touching
        if len(keys) == 1 or (row.predecessor_id in keys and row.successor_id in keys)
    }
    if not found:
        raise Refusal("There is no link between these tasks.")
    write.remove(list(found.values()))
    return len(found)


def set_predecessors(write: Write, texts: Mapping[int, str]) -> None:
    """Make the links into each task what its predecessor text says; links it does not name go.

    Part of editing tasks. Raises: Circle, LinkToOwnSummary, NotFound, NotAPredecessor, NotADuration.
    """
    if not texts:
        return
    measures = units.by_task(write, texts)
    wanted = {task: predecessors.parse(text, measures[task]) for task, text in texts.items()}
    set_links(write, wanted)


def set_links(write: Write, wanted: Mapping[int, Sequence[Predecessor]]) -> None:
    """Make the links into each task those given, by successor, changing no more than needs be."""
    held: dict[int, dict[int, Link]] = {task: {} for task in wanted}
    for row in write.rows(Link, successor__in=[key(write.ledger, task) for task in wanted]):
        held[number_of(row.successor_id)][number_of(row.predecessor_id)] = row
    # A predecessor in a project the person may not see stays named in the text it came with.
    already = {before for rows in held.values() for before in rows}
    _known(write, {entry.task for entries in wanted.values() for entry in entries} - already)
    gone: list[Link] = []
    changed: list[tuple[Link, dict[str, object]]] = []
    fresh: list[tuple[int, Predecessor]] = []
    for task, entries in wanted.items():
        named = {entry.task: entry for entry in entries}
        gone += [row for before, row in held[task].items() if before not in named]
        for before, entry in named.items():
            row_held = held[task].get(before)
            if row_held is None:
                fresh.append((task, entry))
            else:
                fields = {"type": entry.type, "lag": entry.lag, "lag_unit": entry.lag_unit}
                changed.append((row_held, _kept_unit(row_held, fields)))
    if gone:
        write.remove(gone)
    if changed:
        write.change_many(changed)
    if fresh:
        _added(write, fresh)
        checks.refuse_bad_logic(write, new=[(entry.task, task) for task, entry in fresh])


def _kept_unit(row: Link, fields: dict[str, object]) -> dict[str, object]:
    """Without a lag its unit says nothing, so it is left as it was."""
    if not row.lag and not fields["lag"]:
        return {"type": fields["type"]}
    return fields


def _added(write: Write, entries: Sequence[tuple[int, Predecessor]]) -> list[Link]:
    for task, entry in entries:
        if entry.task == task:
            raise circles.Circle(f"Task {task} cannot wait for itself.")
    return write.add_many(
        Link,
        [
            {
                "predecessor": entry.task,
                "successor": task,
                "type": entry.type,
                "lag": entry.lag,
                "lag_unit": entry.lag_unit,
            }
            for task, entry in entries
        ],
    )


def _pairs(write: Write, tasks: Sequence[int]) -> set[circles.Edge]:
    keys = [key(write.ledger, task) for task in tasks]
    rows = write.rows(Link, predecessor__in=keys, successor__in=keys)
    return {(number_of(row.predecessor_id), number_of(row.successor_id)) for row in rows}


def _known(write: Write, tasks: Sequence[int] | set[int]) -> None:
    """Every task is there to be seen. Raises: NotFound, naming the first that is not."""
    keys = [key(write.ledger, task) for task in tasks if 0 < task < 1 << 32]
    visible = permissions.visible_to(write.actor, Task._default_manager.filter(pk__in=keys))
    stored = visible.values_list("pk", flat=True)
    missing = set(tasks) - {number_of(pk) for pk in stored}
    if missing:
        raise NotFound(f"There is no task {min(missing)} in this program.")


def _type(text: str) -> str:
    if text.upper() not in predecessors.TYPES:
        raise NoSuchLinkType(f"'{text}' is no type of link. Use FS, SS, FF or SF.")
    return text.upper()


def _lag(write: Write, successor: int, text: str, minutes: float | None) -> tuple[float, str]:
    if text:
        return predecessors.lag(text, units.by_task(write, [successor])[successor])
    if minutes is None:
        return 0.0, "d"
    return minutes * TICKS_PER_MINUTE, "d"
