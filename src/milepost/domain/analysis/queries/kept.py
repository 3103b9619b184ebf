"""Programs worked out and kept in this process, made current when somebody asks.

Nobody tells this module that something changed. Whoever asks has the ledgers' revisions read (one query);
if a kept program is behind, the rows the journal names since are read again and the plan is worked out
anew. A kept program is recognised by the hash at the head of its ledger's chain as well as by its revision,
so a ledger restored to another past, or a transaction that came to nothing, is never mistaken for it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TypeVar, cast

import numpy as np

from milepost.base import journal
from milepost.base.identity import ORGANISATION, SYSTEM, key, number_of
from milepost.base.models import Entry, Ledger
from milepost.base.refusal import NotFound
from milepost.base.shapes import Delta
from milepost.domain.analysis import rules
from milepost.domain.analysis.snapshot import facts as stated
from milepost.domain.analysis.snapshot import plans
from milepost.domain.analysis.snapshot.facts import Facts
from milepost.domain.resources.queries import bookings as resource_queries
from milepost.domain.resources.rows import AssignmentRow
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.queries import outline as outline_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.queries import trials
from milepost.domain.schedule.rows import BaselineRow, BaselineTaskRow, LinkRow, TaskEdit, Units
from milepost.engine.analysis import Analysis, analyse_network
from milepost.engine.calendars import Calendars, WorkingTime
from milepost.engine.network import Network, compile_network
from milepost.engine.schedule import Ints

MOST_TASKS = 60_000
"""Tasks kept in one process over all programs; a program of 10,000 takes about 40 MB."""
STATES = 6
"""States of one program kept, newest first, so that a reply can say what changed since a page was read."""
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


class Kept:
    """A program's facts at one revision with all that follows from them."""

    def __init__(self, facts: Facts, head: bytes, analysis: Analysis, calendars: Calendars) -> None:
        self.facts = facts
        self.head = head
        self.analysis = analysis
        self.calendars = calendars
        self.as_of: int | None = None
        self._promised: dict[int, dict[int, BaselineTaskRow]] = {}

    @cached_property
    def order(self) -> list[int]:
        """Every task number in outline order, which is the order of the schedule's arrays."""
        return [task.id for task in self.analysis.plan.tasks]

    @cached_property
    def position(self) -> dict[int, int]:
        """Where each task stands in the schedule's arrays."""
        return self.analysis.schedule.position

    @cached_property
    def project_of(self) -> Ints:
        """The project of each task, in the order of the schedule's arrays."""
        return np.array([task.project for task in self.analysis.plan.tasks], dtype=np.int64)

    @cached_property
    def codes(self) -> dict[int, str]:
        """The outline number of every task."""
        return outline_queries.codes(self.facts.tasks.values(), list(self.facts.projects))

    @cached_property
    def units(self) -> dict[int, Units]:
        """What "3d" means in each project."""
        return {number: outline_queries.units_of(row) for number, row in self.facts.projects.items()}

    @cached_property
    def links_into(self) -> dict[int, list[LinkRow]]:
        """The links into each task that has any."""
        found: dict[int, list[LinkRow]] = {}
        for link in self.facts.links.values():
            found.setdefault(link.successor, []).append(link)
        return found

    @cached_property
    def drivers(self) -> dict[int, list[int]]:
        """The tasks that hold each task where it is, by link."""
        schedule = self.analysis.schedule
        found: dict[int, list[int]] = {}
        for place in np.flatnonzero(schedule.is_driving).tolist():
            link = schedule.plan.links[place]
            found.setdefault(link.successor, []).append(link.predecessor)
        return found

    @cached_property
    def bookings_of(self) -> dict[int, list[AssignmentRow]]:
        """The bookings of each task that has any."""
        found: dict[int, list[AssignmentRow]] = {}
        for booking in self.facts.assignments.values():
            found.setdefault(booking.task, []).append(booking)
        return found

    @cached_property
    def resource_names(self) -> dict[int, str]:
        """Resource names by number."""
        return {number: row.name for number, row in self.facts.resources.items()}

    @cached_property
    def slots(self) -> dict[int, BaselineRow]:
        """The newest baseline of each slot."""
        return baseline_queries.slots(SYSTEM, program=self.program, as_of=self.as_of)

    @property
    def program(self) -> int:
        """The program's ledger."""
        return self.facts.program.ledger

    @property
    def newest_slot(self) -> int | None:
        """The slot of the baseline set last; None without any."""
        return max(self.slots, key=lambda slot: (self.slots[slot].taken_at, slot), default=None)

    def promised(self, slot: int | None) -> dict[int, BaselineTaskRow]:
        """What a slot promises, by task; nothing for None."""
        if slot is None:
            return {}
        if slot not in self._promised:
            self._promised[slot] = baseline_queries.promised(
                SYSTEM, program=self.program, slot=slot, as_of=self.as_of
            )
        return self._promised[slot]

    def working_time(self, project: int | None = None) -> WorkingTime:
        """Working time by a project's calendar, or by the program's usual one."""
        own = None if project is None else self.facts.projects[project].calendar
        usual = self.analysis.plan.calendars[0].id
        return self.calendars.working_time(usual if own is None else own)

    def keep_outline_of(self, earlier: Kept) -> None:
        """Take over the outline numbers of an earlier state whose tasks stand where they stand now."""
        same_projects = list(earlier.facts.projects) == list(self.facts.projects)
        same_places = plans.places(earlier.facts) == plans.places(self.facts)
        if "codes" in earlier.__dict__ and same_projects and same_places:
            self.__dict__["codes"] = earlier.codes

    def keep_baselines_of(self, earlier: Kept) -> None:
        """Take over what an earlier state has read of baselines, where none was set since."""
        if "slots" in earlier.__dict__:
            self.__dict__["slots"] = earlier.slots
        self._promised = earlier._promised


@dataclass(frozen=True, slots=True)
class _Program:
    """What is kept of one program: its states, newest first, and the network of the newest."""

    states: tuple[Kept, ...]
    network: Network


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


def computed(program: int, as_of: int | None = None) -> Kept:
    """A program worked out as it stands, or as it stood at a revision; whoever asks.

    Raises: NotFound.
    """
    heads = _heads(program)
    if as_of is not None and as_of != heads.revision:
        return _computed_past(program, as_of, heads)
    held = _kept.get(program)
    if held is not None and _is_current(held.states[0], heads):
        return held.states[0]
    fresh = _advanced(held, heads) if held is not None and _may_advance(held.states[0], heads) else None
    return _remember(program, fresh or _gathered(program, heads))


def state_at(program: int, revision: int) -> Kept | None:
    """The program as kept at an earlier revision; None if that state is no longer kept."""
    held = _kept.get(program)
    states = held.states if held is not None else ()
    found = next((state for state in states if state.facts.revision == revision), None)
    return found if found is not None and _is_of_this_chain(found, program) else None


def trial(kept: Kept, edits: Sequence[TaskEdit]) -> Kept:
    """A program as it would be after edits that are not saved.

    Raises: what saving the edits would raise.
    """
    said = [completed(kept, one) for one in edits]
    tasks, links = trials.edited(kept.facts.tasks, kept.facts.links, said, kept.units)
    facts = replace(kept.facts, tasks=tasks, links=links)
    network = compile_network(plans.advanced_plan(kept.facts, kept.analysis.plan, facts))
    tried = Kept(facts, kept.head, analyse_network(network), network.frame.calendars)
    tried.keep_baselines_of(kept)
    tried.keep_outline_of(kept)
    return tried


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
    network = compile_network(plans.plan_of(facts))
    # The head was read before the rows, so the state may be newer than its label, never older.
    return _Program((_with_slots(_worked_out(facts, heads, network)),), network)


def _worked_out(facts: Facts, heads: _Heads, network: Network) -> Kept:
    return Kept(facts, heads.head, analyse_network(network), network.frame.calendars)


def _with_slots(state: Kept) -> Kept:
    """The state with its baselines' names read: read later, they would be those of a later state."""
    _ = state.slots
    return state


def _computed_past(program: int, as_of: int, heads: _Heads) -> Kept:
    wanted = (program, as_of, heads.head)
    held = _past.get(wanted)
    if held is None:
        facts = stated.gather(program, as_of)
        held = _worked_out(facts, heads, compile_network(plans.plan_of(facts)))
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
    if tables <= _WITHOUT_DATES:
        network, fresh = held.network, Kept(facts, heads.head, state.analysis, state.calendars)
    else:
        network = compile_network(plans.advanced_plan(state.facts, state.analysis.plan, facts))
        fresh = _worked_out(facts, heads, network)
    if tables.isdisjoint(_BASELINES):
        fresh.keep_baselines_of(state)
    fresh.keep_outline_of(state)
    return _Program((_with_slots(fresh), *held.states)[:STATES], network)


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


def _remember(program: int, fresh: _Program) -> Kept:
    with _lock:
        _kept[program] = fresh
        _kept.move_to_end(program)
        while len(_kept) > 1 and sum(len(held.states[0].order) for held in _kept.values()) > MOST_TASKS:
            _kept.popitem(last=False)
    return fresh.states[0]
