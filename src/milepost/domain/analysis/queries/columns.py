"""Rows of the sheet: tasks, projects and links as plain values in a fixed order of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from milepost.base.identity import SYSTEM
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.analysis.queries import figures
from milepost.domain.analysis.queries.view import View, beyond_name, kind_of
from milepost.domain.analysis.rows import ProjectFigures
from milepost.domain.schedule.queries import outline
from milepost.domain.schedule.rows import BaselineTaskRow, LinkRow, TaskRow
from milepost.engine.instants import TICKS_PER_MINUTE
from milepost.engine.kernels.layout import NEVER
from milepost.engine.schedule import Ints

Json: TypeAlias = Any
Columns: TypeAlias = dict[str, list[Json]]

TASK = (
    "number",
    "parent",
    "project",
    "rank",
    "wbs",
    "name",
    "kind",
    "duration",
    "duration_unit",
    "start",
    "finish",
    "late_finish",
    "baseline_start",
    "baseline_finish",
    "slip_days",
    "total_float",
    "free_float",
    "critical",
    "on_path",
    "percent",
    "actual_start",
    "actual_finish",
    "remaining",
    "constraint",
    "constraint_date",
    "deadline",
    "calendar",
    "is_manual",
    "is_active",
    "people",
    "predecessors",
    "notes",
    "driven_by",
    "owner",
    "version",
    "custom",
)
LINK = ("number", "predecessor", "successor", "type", "lag", "lag_unit", "driving")
_NOTHING: dict[str, Json] = dict.fromkeys(TASK)


class Rows:
    """The rows one reader's sheet is made of, against one baseline slot."""

    def __init__(self, view: View, slot: int | None) -> None:
        self.view = view
        self.kept = view.kept
        self.slot = slot
        schedule = self.kept.analysis.schedule
        self._schedule = schedule

    def tasks(self, numbers: Iterable[int]) -> list[tuple[Json, ...]]:
        """A row for each of these tasks; a stub where that is all that may be seen."""
        may_see, tasks = self.view.may_see, self.kept.facts.tasks
        return [self._task(tasks[n]) if may_see(n) else self._stub(tasks[n]) for n in numbers]

    def projects(self) -> list[tuple[Json, ...]]:
        """A row for each project that may be seen, and for each of which single tasks are shown."""
        rows = self.kept.facts.tasks
        whole = [number for number in self.kept.facts.projects if self.view.sees_project(number)]
        shown = (*self.view.tasks, *self.view.stubs)
        beyond = dict.fromkeys(rows[task].project for task in shown if rows[task].project not in whole)
        return [
            *(
                self._project(figure)
                for figure in figures.project_figures(self.kept, self.slot)
                if figure.number in whole
            ),
            *(self._project_beyond(number) for number in beyond),
        ]

    def links(self, links: Iterable[LinkRow]) -> Columns:
        """The columns of these links."""
        drives = self.driving
        rows = [
            (
                link.number,
                link.predecessor,
                link.successor,
                link.type,
                link.lag if link.lag_unit.endswith("%") else in_minutes(round(link.lag)),
                link.lag_unit,
                int(drives[link.number]),
            )
            for link in links
        ]
        return transposed(LINK, rows)

    @cached_property
    def promised(self) -> dict[int, BaselineTaskRow]:
        """What the slot promises, by task."""
        return self.kept.promised(self.slot)

    @cached_property
    def driving(self) -> dict[int, bool]:
        """Whether each link holds its successor where it is."""
        schedule = self.kept.analysis.schedule
        return dict(zip((link.id for link in schedule.plan.links), schedule.is_driving.tolist(), strict=True))

    @cached_property
    def shown_links(self) -> list[LinkRow]:
        """The links both ends of which are shown."""
        shown, every = self.view.shown, self.kept.facts.links.values()
        return [link for link in every if link.predecessor in shown and link.successor in shown]

    @cached_property
    def _calendar_names(self) -> dict[int, str]:
        return {row.number: row.name for row in self.kept.facts.own_calendars.calendars}

    @cached_property
    def _owner_names(self) -> dict[int, str]:
        owners = {row.owner for row in self.kept.facts.tasks.values() if row.owner is not None}
        where = {"program": self.kept.program, "as_of": self.kept.as_of}
        return people_queries.names(SYSTEM, people=owners, **where) if owners else {}

    def _task(self, row: TaskRow) -> tuple[Json, ...]:
        kept, place, schedule = self.kept, self.kept.position[row.number], self._schedule
        promise = self.promised.get(row.number)
        finish = known(schedule.finish, place)
        slip = figures.slip_days(kept, row.project, promise.finish, finish) if promise else None
        shown = self.view.shown
        return (
            row.number,
            -row.project if (parent := self.view.parent(row.number)) is None else parent,
            row.project,
            row.rank,
            kept.codes[row.number],
            row.name,
            kind_of(kept, row.number),
            in_minutes(known(schedule.duration, place)),
            row.duration_unit,
            in_minutes(known(schedule.start, place)),
            in_minutes(finish),
            in_minutes(known(schedule.late_finish, place)),
            in_minutes(promise.start) if promise else None,
            in_minutes(promise.finish) if promise else None,
            slip,
            in_minutes(known(schedule.total_float, place)),
            in_minutes(known(schedule.free_float, place)),
            int(schedule.is_critical[place]),
            int(schedule.on_longest_path[place]),
            round(float(schedule.percent_complete[place]), 1),
            in_minutes(row.actual_start),
            in_minutes(row.actual_finish),
            in_minutes(row.remaining),
            row.constraint,
            in_minutes(row.constraint_date),
            in_minutes(row.deadline),
            self._calendar_names.get(row.calendar or 0, ""),
            int(row.is_manual),
            int(row.is_active),
            self.view.people(row.number),
            outline.predecessor_text(kept.links_into.get(row.number, ()), kept.units[row.project]),
            int(bool(row.notes)),
            [task for task in kept.drivers.get(row.number, ()) if task in shown],
            self._owner(row),
            row.version,
            row.custom or None,
        )

    def _owner(self, row: TaskRow) -> str:
        if row.owner is None or not (self.view.sees_project(row.project) or row.owner == self.view.person):
            return ""
        return self._owner_names.get(row.owner, "")

    def _stub(self, row: TaskRow) -> tuple[Json, ...]:
        """Of another project's task: its dates, and nothing that says what it is."""
        place = self.kept.position[row.number]
        start, finish = known(self._schedule.start, place), known(self._schedule.finish, place)
        return tuple(
            {
                **_NOTHING,
                "number": row.number,
                "parent": -row.project,
                "project": row.project,
                "rank": row.number,
                "wbs": "",
                "name": self.view.stub_name(row.project),
                "kind": "milestone" if start == finish else "task",
                "start": in_minutes(start),
                "finish": in_minutes(finish),
                "is_active": 1,
            }.values()
        )

    def _project(self, figure: ProjectFigures) -> tuple[Json, ...]:
        project = self.kept.facts.projects[figure.number]
        place = list(self.kept.facts.projects).index(figure.number) + 1
        per_day = project.minutes_per_day
        length = None
        if figure.start is not None and figure.finish is not None:
            length = in_minutes(self.kept.working_time(figure.number).between(figure.start, figure.finish))
        return tuple(
            {
                **_NOTHING,
                "number": -figure.number,
                "project": figure.number,
                "rank": project.rank,
                "wbs": str(place),
                "name": figure.name,
                "kind": "project",
                "duration": length,
                "duration_unit": "d",
                "start": in_minutes(figure.start),
                "finish": in_minutes(figure.finish),
                "baseline_finish": in_minutes(figure.baseline_finish),
                "slip_days": figure.slip_days,
                "total_float": None if figure.float_days is None else round(figure.float_days * per_day),
                "critical": int(figure.critical > 0),
                "on_path": int(figure.on_path),
                "percent": figure.percent_complete,
                "is_active": 1,
                "version": project.version,
            }.values()
        )

    def _project_beyond(self, number: int) -> tuple[Json, ...]:
        """A project the reader does not see whole, as the place where single tasks of it stand."""
        is_known = number in self.view.own_in
        named = {
            "number": -number,
            "project": number,
            "rank": 1 << 40,
            "wbs": "",
            "name": self.kept.facts.projects[number].name if is_known else beyond_name(),
            "kind": "project",
            "is_active": 1,
        }
        return tuple({**_NOTHING, **named}.values())


def transposed(names: Sequence[str], rows: Sequence[Sequence[Json]]) -> Columns:
    """Rows as columns; one that holds nothing but None is left out."""
    columns = zip(names, zip(*rows, strict=True), strict=True) if rows else ()
    return {name: list(column) for name, column in columns if any(value is not None for value in column)}


def known(column: Ints, place: int) -> int | None:
    """One value of a schedule's column; None for what does not exist."""
    value = int(column[place])
    return None if value == NEVER else value


def in_minutes(at: int | None) -> int | float | None:
    """Ticks as minutes, whole where they are."""
    if at is None:
        return None
    whole, rest = divmod(at, TICKS_PER_MINUTE)
    return at / TICKS_PER_MINUTE if rest else whole
