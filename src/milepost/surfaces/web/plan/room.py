"""How far a task may slip: every kind of float with its formula, and the paths that lead to the task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.queries import current as analysis
from milepost.domain.analysis.queries import slack
from milepost.domain.analysis.rows.floats import FloatPath, TaskFloats
from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.engine.instants import Instant, Ticks
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import Choice

By = Literal["free", "total"]

_COUNTS = (3, 5, 10, 25)
_TASKS_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of float: what it is called, how much of it there is, how that is worked out and from what."""

    name: str
    value: str
    formula: str
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A task on a path."""

    number: int
    name: str
    day: str
    is_critical: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A chain that leads to the task. `before` counts the tasks in front of those listed."""

    title: str
    room: str
    stops: tuple[Stop, ...]
    before: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The floats of a task and the paths to it, with what else may be asked: how many, and by which float."""

    kinds: tuple[Kind, ...]
    paths: tuple[Path, ...]
    about: str
    orders: tuple[Choice, ...]
    counts: tuple[Choice, ...]


def room(about: About, row: PlannedTask, asked: Mapping[str, str]) -> Room:
    """The floats of a task, and the `?paths=5&by=free` nearest paths to it."""
    where: dict[str, Any] = {"program": about.ledger, "task": row.number, "as_of": about.revision}
    by: By = "total" if asked.get("by") == "total" else "free"
    count = next((one for one in _COUNTS if str(one) == asked.get("paths")), _COUNTS[0])
    floats = slack.task_floats(about.reader, **where)
    headline = analysis.current(about.reader, program=about.ledger, as_of=about.revision).headline
    found = slack.float_paths(about.reader, count=count, by=by, **where)
    return Room(
        kinds=tuple(_kinds(about, row, floats, headline.milestone_name)),
        paths=tuple(_paths(about, row, found, by)),
        about=_what(by),
        orders=(
            Choice(_("By free float"), _url(about, row, count, "free"), by == "free"),
            Choice(_("By total float"), _url(about, row, count, "total"), by == "total"),
        ),
        counts=tuple(Choice(str(one), _url(about, row, one, by), one == count) for one in _COUNTS),
    )


def tab_url(about: About, task: int, tab: str, **other: object) -> str:
    """The address of a tab of a task's panel."""
    asked = {"project": about.project, "as_of": about.as_of.text, "task": task, "tab": tab, **other}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('web:plan', args=[about.slug])}?{query}"


def _url(about: About, row: PlannedTask, count: int, by: By) -> str:
    return tab_url(about, row.number, "float", paths=count, by=by)


def _kinds(about: About, row: PlannedTask, floats: TaskFloats, milestone: str) -> Iterator[Kind]:
    """The kinds of float there are, in the order people ask for them."""
    known = [
        Kind(
            _("Total"),
            _days(floats.total_float),
            _(
                "Latest start minus earliest start, or latest finish minus earliest finish, whichever is "
                "less. So far it may slip before the finish moves, or an imposed date is missed."
            ),
            tuple(_dates(about, row)),
        ),
        Kind(
            _("Free"),
            _days(floats.free_float),
            _("The least room of the links that leave it. So far it may slip before another task moves."),
        ),
        Kind(
            _("Interfering"),
            _days(floats.interfering_float),
            _("Total minus free. This much of its float others lose when it is used."),
        ),
        Kind(
            _("Independent"),
            _days(floats.independent_float),
            _(
                "Earliest start of what follows, minus latest finish of what comes before, minus its own "
                "duration; never below zero. This much it has even when all others use theirs."
            ),
        ),
        *_to_finishes(floats, milestone),
    ]
    return (kind for kind in known if kind.value)


def _to_finishes(floats: TaskFloats, milestone: str) -> Iterator[Kind]:
    """How far it may slip before a finish moves, whichever finish the plan counts total float to."""
    yield Kind(
        _("To its project’s finish"),
        _days(floats.to_project_finish),
        _("Total float, were late dates counted back from the last finish of its own project."),
    )
    yield Kind(
        _("To the program’s finish"),
        _days(floats.to_program_finish),
        _("Total float, were late dates counted back from the last finish of the program."),
    )
    if milestone:
        yield Kind(
            _("To %(name)s") % {"name": milestone},
            _days(floats.to_milestone),
            _("How far it may slip before this milestone moves, whatever else finishes later."),
        )


def _dates(about: About, row: PlannedTask) -> Iterator[tuple[str, str]]:
    yield _("Earliest"), _span(about, row.early_start, row.early_finish)
    yield _("Latest"), _span(about, row.late_start, row.late_finish)


def _span(about: About, start: Instant | None, finish: Instant | None) -> str:
    days = [
        present.near_day(of(at), about.today)
        for of, at in ((present.day_of, start), (present.finish_day, finish))
        if at is not None
    ]
    return _("%(first)s to %(last)s") % {"first": days[0], "last": days[1]} if len(days) == 2 else "–"


def _paths(about: About, row: PlannedTask, found: Sequence[FloatPath], by: By) -> Iterator[Path]:
    shown = [path.tasks[-_TASKS_AT_MOST:] for path in found]
    numbers = [task for path in shown for task in path]
    rows = analysis.planned_tasks(about.reader, program=about.ledger, tasks=numbers, as_of=about.revision)
    by_number = {task.number: task for task in rows}
    for path, listed in zip(found, shown, strict=True):
        yield Path(
            title=_title(path, by),
            room=_days(path.relative_float),
            stops=tuple(_stop(about, by_number[task], row.number) for task in listed),
            before=len(path.tasks) - len(listed),
            is_open=path.rank == 1,
        )


def _stop(about: About, task: PlannedTask, here: int) -> Stop:
    day = "" if task.finish is None else present.near_day(present.finish_day(task.finish), about.today)
    return Stop(task.number, task.name, day, task.is_critical, task.number == here)


def _title(path: FloatPath, by: By) -> str:
    said = {"rank": path.rank, "n": len(path.tasks)}
    if by == "free" and path.rank == 1:
        return ngettext("1: drives it, %(n)s task", "1: drives it, %(n)s tasks", len(path.tasks)) % said
    return ngettext("%(rank)s: %(n)s task", "%(rank)s: %(n)s tasks", len(path.tasks)) % said


def _what(by: By) -> str:
    if by == "free":
        return _(
            "The chain that drives it, then the chain next to driving, and so on. The days are the room of "
            "the link by which a chain joins those before it."
        )
    return _("All that leads to it, parted by total float, the least first. This need not show what drives.")


def _days(ticks: Ticks | None) -> str:
    return "" if ticks is None else f"{present.number(present.worked(ticks))} d"
