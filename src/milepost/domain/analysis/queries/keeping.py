"""Programs worked out and kept in this process, made current when somebody asks.

Nobody tells this module that something changed. Whoever asks has the ledgers' revisions read (one query); if
a kept program is behind, the rows the journal names since are read again and its live plan is edited to
match. A kept program is recognised by the hash at the head of its ledger's chain as well as by its revision,
so a ledger restored to another past, or a transaction that came to nothing, is never mistaken for it.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock, RLock
from typing import TypeVar, cast

from milepost.base import journal
from milepost.base.identity import ORGANISATION, key, number_of
from milepost.base.models import Entry, Ledger
from milepost.base.refusal import NotFound
from milepost.base.shapes import Delta
from milepost.domain.analysis import rules
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.snapshot import facts as stated
from milepost.domain.analysis.snapshot import plans
from milepost.domain.analysis.snapshot.anew import stated_anew
from milepost.domain.analysis.snapshot.facts import Facts
from milepost.domain.analysis.snapshot.outlines import Outline, outline_of, outline_since, place_of
from milepost.domain.resources.queries import bookings as resource_queries
from milepost.domain.resources.queries import trials as booking_trials
from milepost.domain.resources.rows import BookedEdit
from milepost.domain.schedule.queries import standing, trials
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import TaskEdit
from milepost.engine import plan as engine
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.edits import LivePlan

MOST_TASKS = 40_000
"""Tasks kept in one process over all programs: 4 kB each in a large program, 8 in many small ones."""
STATES = 6
"""States of one program kept, newest first, so that a reply can say what changed since a page was read."""
LARGE = 3_000
"""Tasks from which on only two states of a program are kept."""
WORTH_ADVANCING = 500
"""More changed rows than this and the program is gathered afresh."""

_ROWS_OF_TASKS = "schedule.task"
_ROWS_OF_LINKS = "schedule.link"
_ROWS_OF_BOOKINGS = "resources.assignment"
_BASELINES = ("schedule.baseline", "schedule.baselinetask")
_WITHOUT_DATES = frozenset(
    {
        *_BASELINES,
        "programs.brief",
        "programs.scopestatement",
        "programs.edition",
        "programs.objective",
        "programs.deliverable",
        "programs.successcriterion",
        "resources.rate",
    }
)
_KNOWN = _WITHOUT_DATES | stated.SMALL_PARTS | {_ROWS_OF_TASKS, _ROWS_OF_LINKS, _ROWS_OF_BOOKINGS}


@dataclass(frozen=True, slots=True)
class _Program:
    """What is kept of one program: its states, newest first, and the live plan the newest was read from."""

    states: tuple[Kept, ...]
    live: LivePlan


@dataclass(frozen=True, slots=True)
class _Heads:
    """The revisions a view stands on, and the hash at the program's head."""

    revision: int
    head: bytes
    organisation_revision: int


AnyRow = TypeVar("AnyRow")

_kept: OrderedDict[int, _Program] = OrderedDict()
_past: OrderedDict[tuple[int, int, bytes], Kept] = OrderedDict()
_lock = Lock()
"""Held while the collections above are changed, never while anything is worked out."""
_locks: defaultdict[int, RLock] = defaultdict(RLock)
"""One for each program, held while its live plan is edited or read."""


def computed(program: int, as_of: int | None = None) -> Kept:
    """A program worked out as it stands, or as it stood at a revision; whoever asks.

    Raises: NotFound.
    """
    heads = _heads(program)
    if as_of is not None and as_of != heads.revision:
        return _computed_past(program, as_of, heads)
    held = _kept.get(program)
    if held is not None and _is_current(held.states[0], heads):
        _asked_for(program)
        return held.states[0]
    with _locks[program]:
        return _made_current(program, heads)


def _made_current(program: int, heads: _Heads) -> Kept:
    held = _kept.get(program)
    if held is not None and _is_current(held.states[0], heads):
        return held.states[0]
    # Taken out while it is being edited: if that fails, nobody meets a half-edited plan.
    _kept.pop(program, None)
    fresh = _advanced(held, heads) if held is not None and _may_advance(held.states[0], heads) else None
    fresh = fresh or _gathered(program, heads)
    while (now := _heads(program)).head != heads.head:
        fresh, heads = _read_on(fresh, now), now
    return _remember(program, fresh)


def _read_on(fresh: _Program, heads: _Heads) -> _Program:
    """A program that somebody saved while it was read.

    Some of its rows may be newer than the revision it is labelled with. Kept so, it would hide that save from
    whoever asks what changed since then, so that state is left out.
    """
    advanced = _advanced(fresh, heads) if _may_advance(fresh.states[0], heads) else None
    if advanced is None:
        return _gathered(fresh.states[0].program, heads)
    newest, _mislabelled, *earlier = advanced.states
    return replace(advanced, states=(newest, *earlier))


def state_at(program: int, revision: int) -> Kept | None:
    """The program as kept at an earlier revision; None if that state is no longer kept."""
    held = _kept.get(program)
    states = held.states if held is not None else ()
    found = next((state for state in states if state.facts.revision == revision), None)
    return found if found is not None and _is_of_this_chain(found, program) else None


def trial(kept: Kept, edits: Sequence[BookedEdit]) -> Kept:
    """A program as it would be after edits that are not saved.

    Raises: what saving the edits would raise.
    """
    facts = kept.facts
    said = [cast(BookedEdit, completed(kept, one)) for one in edits]
    tasks, links = trials.edited(facts.tasks, facts.links, said, kept.units)
    booked = booking_trials.booked(facts.tasks, tasks, facts.resources, facts.assignments, said)
    tasks, links = trials.edited(tasks, links, booked.edits, kept.units)
    facts = replace(
        facts, tasks=tasks, links=links, resources=booked.resources, assignments=booked.assignments
    )
    outline = outline_since(kept.outline, kept.facts, facts)
    tried = Kept(facts, kept.head, outline, _tried(kept, facts, outline))
    tried.keep_baselines_of(kept)
    tried.keep_unchanged_of(kept)
    return tried


def _tried(kept: Kept, facts: Facts, outline: Outline) -> Analysis:
    """The analysis of facts that differ from a kept state by a trial, which leaves no trace."""
    held = _kept.get(kept.program)
    changed = _changed_tasks(kept.facts, facts)
    if held is None or held.states[0] is not kept or changed is None:
        return analyse(plans.advanced_plan(kept.facts, kept.analysis.plan, facts, outline))
    with _locks[kept.program]:
        before = [held.live.task(task.id) for task in changed]
        held.live.edit(changed)
        try:
            return held.live.analysis()
        finally:
            held.live.edit(before)


def _changed_tasks(before: Facts, now: Facts) -> list[engine.Task] | None:
    """The tasks stated anew, where nothing else is and none moved in the outline; else None."""
    same = before.links == now.links and before.assignments == now.assignments
    if not same or before.tasks.keys() != now.tasks.keys():
        return None
    rows = stated_anew(before.tasks, now.tasks)
    if any(place_of(before.tasks[row.number]) != place_of(row) for row in rows):
        return None
    return [plans.task_of(row) for row in rows]


def completed(kept: Kept, edit: TaskEdit) -> TaskEdit:
    """An edit with the dates it leaves open, as the plan has them."""
    row = kept.facts.tasks.get(edit["task"])
    if row is None or not rules.leaves_dates_open(edit):
        return edit
    dates = kept.analysis.schedule.row(row.number)
    return cast(TaskEdit, rules.completed(edit, row, dates.start, dates.finish))


def forget() -> None:
    """Drop everything kept; it is worked out again when somebody asks."""
    with _lock:
        for program in _kept:
            standing.forget(program)
        _kept.clear()
        _past.clear()


def _heads(program: int) -> _Heads:
    found = {
        pk: (revision, bytes(head))
        for pk, revision, head in Ledger.objects.filter(pk__in=(program, ORGANISATION)).values_list(
            "pk", "revision", "head"
        )
    }
    if program not in found:
        raise NotFound("There is no such program.")
    revision, head = found[program]
    return _Heads(revision, head, found.get(ORGANISATION, (0, b""))[0])


def _is_current(state: Kept, heads: _Heads) -> bool:
    return state.head == heads.head and state.facts.organisation_revision == heads.organisation_revision


def _may_advance(state: Kept, heads: _Heads) -> bool:
    """Is the kept state an earlier one of the same chain, under the same organisation?"""
    return (
        state.facts.organisation_revision == heads.organisation_revision
        and state.facts.revision <= heads.revision
        and _is_of_this_chain(state, state.program)
    )


def _is_of_this_chain(state: Kept, program: int) -> bool:
    found = Entry.objects.filter(pk=key(program, state.facts.revision)).values_list("hash", flat=True).first()
    return found is not None and bytes(found) == state.head


def _gathered(program: int, heads: _Heads) -> _Program:
    facts = stated.gather(program)
    outline = outline_of(facts)
    live = LivePlan(plans.plan_of(facts, outline))
    return _Program((_with_slots(Kept(facts, heads.head, outline, live.analysis())),), live)


def _with_slots(state: Kept) -> Kept:
    """The state with its baselines' names read: read later, they would be those of a later state."""
    _ = state.slots
    return state


def _computed_past(program: int, as_of: int, heads: _Heads) -> Kept:
    wanted = (program, as_of, heads.head)
    held = _past.get(wanted)
    if held is None:
        facts = stated.gather(program, as_of)
        outline = outline_of(facts)
        held = Kept(facts, heads.head, outline, analyse(plans.plan_of(facts, outline)))
        held.as_of = as_of
    with _lock:
        _past[wanted] = held
        _past.move_to_end(wanted)
        while len(_past) > STATES:
            _past.popitem(last=False)
    return held


def _advanced(held: _Program, heads: _Heads) -> _Program | None:
    """A program brought to the present by what the journal names since; None where gathering is simpler."""
    state = held.states[0]
    deltas = journal.changes_since(state.program, state.facts.revision)
    tables = {delta.table for delta in deltas}
    if len(deltas) > WORTH_ADVANCING or not tables <= _KNOWN:
        return None
    facts = _with_changed_rows(state.facts, deltas, heads)
    outline = outline_since(state.outline, state.facts, facts)
    if tables <= _WITHOUT_DATES:
        fresh = Kept(facts, heads.head, outline, state.analysis)
    else:
        fresh = Kept(facts, heads.head, outline, _edited(held.live, state, facts, outline, tables))
    if tables.isdisjoint(_BASELINES):
        fresh.keep_baselines_of(state)
    fresh.keep_unchanged_of(state)
    return _Program((_with_slots(fresh), *held.states)[: _states_worth(fresh)], held.live)


def _edited(live: LivePlan, state: Kept, facts: Facts, outline: Outline, tables: Collection[str]) -> Analysis:
    """The live plan brought to these facts: tasks are edited in place, anything else compiles it anew."""
    only_tasks = set(tables) <= _WITHOUT_DATES | {_ROWS_OF_TASKS}
    changed = _changed_tasks(state.facts, facts) if only_tasks else None
    if changed is None:
        live.replace_plan(plans.advanced_plan(state.facts, state.analysis.plan, facts, outline))
    else:
        live.edit(changed)
    return live.analysis()


def _states_worth(state: Kept) -> int:
    """How many states of a program to keep: fewer of a large one, whose states weigh most."""
    return STATES if len(state.order) <= LARGE else 2


def _with_changed_rows(facts: Facts, deltas: Iterable[Delta], heads: _Heads) -> Facts:
    touched: dict[str, set[int]] = {}
    for delta in deltas:
        touched.setdefault(delta.table, set()).add(number_of(delta.row))
    program = facts.program.ledger
    changed = replace(stated.refreshed(facts, touched.keys()), revision=heads.revision)
    if numbers := touched.get(_ROWS_OF_TASKS):
        rows = {row.number: row for row in task_queries.some_tasks(program, numbers)}
        changed = replace(changed, tasks=_merged(facts.tasks, numbers, rows))
    if numbers := touched.get(_ROWS_OF_LINKS):
        links = {row.number: row for row in task_queries.some_links(program, numbers)}
        changed = replace(changed, links=_merged(facts.links, numbers, links))
    if numbers := touched.get(_ROWS_OF_BOOKINGS):
        booked = {row.number: row for row in resource_queries.some_assignments(program, numbers)}
        changed = replace(changed, assignments=_merged(facts.assignments, numbers, booked))
    return changed


def _merged(held: Mapping[int, AnyRow], touched: set[int], now: Mapping[int, AnyRow]) -> dict[int, AnyRow]:
    """Rows with those touched replaced by what they are now; the ones that are gone left out."""
    merged = {**held, **now}
    for number in touched - now.keys():
        merged.pop(number, None)
    if now.keys() <= held.keys():
        return merged
    # What undo put back has its old number, and so its old place.
    return dict(sorted(merged.items()))


def _asked_for(program: int) -> None:
    """What was asked for last is dropped last."""
    with _lock:
        if program in _kept:
            _kept.move_to_end(program)


def _remember(program: int, fresh: _Program) -> Kept:
    with _lock:
        _kept[program] = fresh
        _kept.move_to_end(program)
        while len(_kept) > 1 and sum(len(held.states[0].order) for held in _kept.values()) > MOST_TASKS:
            standing.forget(_kept.popitem(last=False)[0])
        state = fresh.states[0]
        standing.leave(program, _standing(state))
    return state


def _standing(state: Kept) -> standing.Standing:
    """What operations need to know of the whole program, for them not to read it again."""
    facts = state.facts
    return standing.Standing(
        head=state.head,
        tasks=facts.tasks,
        links=facts.links,
        into=state.links_into,
        families=state.outline.families,
    )
