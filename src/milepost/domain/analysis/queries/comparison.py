"""Two states of a program side by side: task by task what is stated otherwise, and what became of the dates.

A side is a plan (now, a revision, the end of a day) or a baseline. A baseline holds dates and durations
only, so its tasks are described by the plan that stands now, and nothing else is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext, ngettext

from milepost.base import permissions
from milepost.base.identity import Actor
from milepost.base.refusal import NotAllowed
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.analysis.queries import figures, stated, states
from milepost.domain.analysis.queries.changes import finish_text
from milepost.domain.analysis.queries.current import headline_of
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.stated import Told
from milepost.domain.analysis.queries.view import View, kind_of, seen_by
from milepost.domain.analysis.rows.comparison import (
    ComparedState,
    Comparison,
    FieldDifference,
    TaskDifference,
)
from milepost.domain.analysis.rows.plans import Headline
from milepost.domain.schedule.rows import BaselineTaskRow, LinkRow
from milepost.engine.instants import Instant, Ticks


@dataclass(frozen=True, slots=True)
class _Dates:
    """When a task is (or was promised), and for how long; working ticks, None for a summary."""

    start: Instant | None
    finish: Instant | None
    duration: Ticks | None
    is_critical: bool


@dataclass
class _Side:
    """One state as the reader sees it; `promised` is what a baseline holds, None for a plan."""

    state: ComparedState
    view: View
    promised: Mapping[int, BaselineTaskRow] | None
    sees_past: bool

    @cached_property
    def tasks(self) -> list[int]:
        """The tasks of this state the reader sees, in outline order; those gone since at the end."""
        if self.promised is None:
            return self.view.tasks
        known = [task for task in self.view.tasks if task in self.promised]
        facts = self.view.kept.facts.tasks
        return known + [task for task, row in self.promised.items() if task not in facts and self._sees(row)]

    @cached_property
    def taken(self) -> View | None:
        """The plan a baseline was taken of, which has the names of what is gone since."""
        if not self.sees_past:
            return None
        return self.view.at(computed(self.view.kept.program, self.state.revision))

    @cached_property
    def seen(self) -> frozenset[int]:
        return frozenset(self.tasks)

    def dates(self, task: int) -> _Dates:
        """The dates of a task this side has."""
        if self.promised is not None:
            row = self.promised[task]
            return _Dates(row.start, row.finish, row.duration, False)
        dates = self.view.kept.analysis.schedule.row(task)
        length = None if kind_of(self.view.kept, task) == "summary" else dates.duration
        return _Dates(dates.start, dates.finish, length, dates.is_critical)

    def _sees(self, row: BaselineTaskRow) -> bool:
        return self.view.projects is None or (row.project is not None and self.view.sees_project(row.project))


def compare(
    reader: Actor, *, program: int, earlier: str, later: str = states.NOW, as_of: int | None = None
) -> Comparison:
    """Two states of a program side by side, each `now`, a revision, a day or a baseline (`baseline-2`).

    With `as_of`, `now` is that revision.

    Raises: NotFound; NotAllowed where the reader may not compare, or not with the past.
    """
    now = seen_by(reader, program, as_of)
    if not now.sees_baselines:
        raise NotAllowed("You may see this program as it stands, not what it is held against.")
    one, other = _side(reader, now, earlier), _side(reader, now, later)
    tasks = tuple(_differences(reader, one, other))
    first, last = _headline(reader, one), _headline(reader, other)
    days = _later(other.view, None, first[1], last[1])
    links = _links(one, other)
    counts = {change: sum(row.change == change for row in tasks) for change in _CHANGES}
    return Comparison(
        earlier=one.state,
        later=other.state,
        sentence=_sentence(now, last[0], last[1], days, counts, links),
        milestone=last[0].milestone,
        finish_before=first[1],
        finish_after=last[1],
        finish_days=days,
        **counts,
        links_added=links[0],
        links_removed=links[1],
        links_changed=links[2],
        tasks=tasks,
    )


_CHANGES = ("added", "removed", "changed", "moved", "turned")


def _side(reader: Actor, now: View, text: str) -> _Side:
    state = states.state(reader, now, text)
    program = now.kept.program
    sees_past = permissions.may_in_program(reader, "history.read", program)
    if state.slot is not None:
        return _Side(state, now, now.kept.promised(state.slot), sees_past)
    is_now = state.revision == now.kept.facts.revision
    return _Side(state, now if is_now else now.at(computed(program, state.revision)), None, sees_past)


def _headline(reader: Actor, side: _Side) -> tuple[Headline, Instant | None]:
    """What a state says of the headline's date, and the date."""
    found = headline_of(reader, side.view, side.state.slot)
    return found, found.milestone_finish if side.promised is None else found.baseline_finish


def _differences(reader: Actor, one: _Side, other: _Side) -> Iterator[TaskDifference]:
    """Every task that differs, in outline order."""
    before, after = _told(reader, one, other)
    for task in _in_order(one, other):
        if task not in one.seen or task not in other.seen:
            yield _come_or_gone(one, other, task)
        elif found := _compared(before, after, one, other, task):
            yield found


def _told(reader: Actor, one: _Side, other: _Side) -> tuple[Told, Told]:
    """Both states with the names of who owns the tasks that are somebody else's now."""
    old, new = one.view.kept.facts.tasks, other.view.kept.facts.tasks
    owners = {
        owner
        for task in old.keys() & new.keys()
        if old[task].owner != new[task].owner
        for owner in (old[task].owner, new[task].owner)
        if owner is not None
    }
    names = people_queries.names(reader, people=owners)
    return Told(one.view, names), Told(other.view, names)


def _in_order(one: _Side, other: _Side) -> list[int]:
    """The tasks of both states: those of the later in its order, the others behind whom they stood behind."""
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for task in one.tasks:
        if task in other.seen:
            last = task
        else:
            behind.setdefault(last, []).append(task)
    ordered = behind.pop(None, [])
    for task in other.tasks:
        ordered.append(task)
        ordered += behind.get(task, ())
    return ordered


def _compared(before: Told, after: Told, one: _Side, other: _Side, task: int) -> TaskDifference | None:
    """A task both states have; None where nothing differs. A summary whose dates follow is left out."""
    was, now = one.dates(task), other.dates(task)
    has_plans = one.promised is None and other.promised is None
    said = list(stated.differences(before, after, task)) if has_plans else []
    is_summary = kind_of(other.view.kept, task) == "summary"
    if not said and is_summary:
        return None
    dates = list(_dates(before, after, was, now, task, has_plans=has_plans))
    if not said and not dates:
        return None
    return _row(other.view, task, _change((*said, *dates)), was, now, (*said, *dates))


def _change(fields: Sequence[FieldDifference]) -> str:
    """What became of a task both states have."""
    if any(each.kind != "dates" for each in fields):
        return "changed"
    return "moved" if any(each.field in ("start", "finish") for each in fields) else "turned"


def _dates(
    before: Told, after: Told, was: _Dates, now: _Dates, task: int, *, has_plans: bool
) -> Iterator[FieldDifference]:
    """What follows otherwise: start, finish, whether it is critical. Against a baseline its duration too."""
    if not has_plans and was.duration != now.duration and None not in (was.duration, now.duration):
        row = after.view.kept.facts.tasks[task]
        old, new = before.length(row, was.duration), after.length(row, now.duration)
        yield FieldDifference("duration", "duration", old, new)
    for field, old_at, new_at in (("start", was.start, now.start), ("finish", was.finish, now.finish)):
        if old_at != new_at:
            yield FieldDifference(field, "dates", stated.instant_text(old_at), stated.instant_text(new_at))
    if has_plans and was.is_critical != now.is_critical:
        yield FieldDifference("critical", "dates", _yes(was.is_critical), _yes(now.is_critical))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _come_or_gone(one: _Side, other: _Side, task: int) -> TaskDifference:
    """A task only one of the states has."""
    is_new = task in other.seen
    side, change = (other, "added") if is_new else (one, "removed")
    was, now = (None, other.dates(task)) if is_new else (one.dates(task), None)
    if task in side.view.kept.facts.tasks:
        return _row(side.view, task, change, was, now, ())
    if side.taken is not None and side.taken.may_see(task):
        return _row(side.taken, task, change, was, now, ())
    return _nameless(side, task, change, was, now)


def _nameless(side: _Side, task: int, change: str, was: _Dates | None, now: _Dates | None) -> TaskDifference:
    """A task a baseline promises, gone from the plan, for somebody who may not see the plan as it was."""
    assert side.promised is not None
    project, dates = side.promised[task].project or 0, side.dates(task)
    return TaskDifference(
        number=task,
        wbs="",
        name=gettext("A task that is gone"),
        under="",
        project=project,
        project_name=_project_name(side.view, project),
        kind="milestone" if dates.start == dates.finish else "task",
        change=change,
        fields=(),
        start_before=None if was is None else was.start,
        start_after=None if now is None else now.start,
        finish_before=None if was is None else was.finish,
        finish_after=None if now is None else now.finish,
        days=None,
        was_critical=False,
        is_critical=False,
    )


def _row(
    view: View,
    task: int,
    change: str,
    was: _Dates | None,
    now: _Dates | None,
    fields: Sequence[FieldDifference],
) -> TaskDifference:
    row, parent = view.kept.facts.tasks[task], view.parent(task)
    finishes = (None if one is None else one.finish for one in (was, now))
    return TaskDifference(
        number=task,
        wbs=view.kept.codes[task],
        name=row.name,
        under="" if parent is None else view.name(parent),
        project=row.project,
        project_name=_project_name(view, row.project),
        kind=kind_of(view.kept, task),
        change=change,
        fields=tuple(fields),
        start_before=None if was is None else was.start,
        start_after=None if now is None else now.start,
        finish_before=None if was is None else was.finish,
        finish_after=None if now is None else now.finish,
        days=_later(view, row.project, *finishes),
        was_critical=was is not None and was.is_critical,
        is_critical=now is not None and now.is_critical,
    )


def _project_name(view: View, project: int) -> str:
    held = view.kept.facts.projects.get(project)
    return "" if held is None else held.name


def _later(view: View, project: int | None, before: Instant | None, after: Instant | None) -> float | None:
    return figures.slip_days(view.kept, project, before, after)


def _links(one: _Side, other: _Side) -> tuple[int, int, int]:
    """How many links came, went and changed, of those the reader sees both ends of."""
    if one.promised is not None or other.promised is not None:
        return 0, 0, 0
    old, new = _links_seen(one.view), _links_seen(other.view)
    changed = sum(_said(old[number]) != _said(new[number]) for number in old.keys() & new.keys())
    return len(new.keys() - old.keys()), len(old.keys() - new.keys()), changed


def _links_seen(view: View) -> dict[int, LinkRow]:
    links = view.kept.facts.links
    if view.projects is None:
        return dict(links)
    return {number: row for number, row in links.items() if {row.predecessor, row.successor} <= view.shown}


def _said(link: LinkRow) -> tuple[object, ...]:
    return link.predecessor, link.successor, link.type, link.lag, link.lag_unit


def _sentence(
    now: View,
    headline: Headline,
    finish: Instant | None,
    days: float | None,
    counts: Mapping[str, int],
    links: Iterable[int],
) -> str:
    """The finish first, then how many tasks and links came, went and changed."""
    is_own = headline.milestone is not None and now.may_see(headline.milestone)
    name = headline.milestone_name if is_own else now.kept.facts.program.name
    parts = [*_told_tasks(counts), *_told_links(*links)]
    return finish_text(name, finish, days) + (f": {', '.join(parts)}." if parts else ".")


def _told_tasks(counts: Mapping[str, int]) -> Iterator[str]:
    """ "3 tasks added", "1 removed": the noun once."""
    words = {
        "added": gettext("added"),
        "removed": gettext("removed"),
        "changed": gettext("changed"),
        "moved": gettext("moved"),
        "turned": gettext("turned critical or ceased to be"),
    }
    shown = [(n, words[change]) for change, n in counts.items() if n]
    for place, (n, word) in enumerate(shown):
        if place:
            yield f"{n} {word}"
        else:
            yield ngettext("%(n)s task %(what)s", "%(n)s tasks %(what)s", n) % {"n": n, "what": word}


def _told_links(added: int, removed: int, changed: int) -> Iterator[str]:
    if added:
        yield ngettext("%(n)s link added", "%(n)s links added", added) % {"n": added}
    if removed:
        yield ngettext("%(n)s link removed", "%(n)s links removed", removed) % {"n": removed}
    if changed:
        yield ngettext("%(n)s link changed", "%(n)s links changed", changed) % {"n": changed}
