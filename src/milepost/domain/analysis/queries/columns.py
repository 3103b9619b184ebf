"""Rows of the sheet: tasks, projects and links as plain values in a fixed order of columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from milepost.domain.analysis.queries import figures
from milepost.domain.analysis.queries.cells import Cells, Json, in_minutes, known
from milepost.domain.analysis.queries.view import View, beyond_name
from milepost.domain.analysis.rows.plans import ProjectFigures
from milepost.domain.schedule.rows import BaselineTaskRow, LinkRow, TaskRow

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
    "by_vendor",
    "predecessors",
    "notes",
    "driven_by",
    "owner",
    "version",
    "custom",
    "may",
)
_NOTHING: dict[str, Json] = dict.fromkeys(TASK)


class Rows:
    """The rows one reader's sheet is made of, against one baseline slot."""

    def __init__(self, view: View, slot: int | None) -> None:
        self.view = view
        self.kept = view.kept
        self.slot = slot
        schedule = self.kept.analysis.schedule
        self._schedule = schedule

    def task_columns(self, numbers: Iterable[int]) -> Columns:
        """The columns of the project rows and of these tasks, projects first and stubs last.

        A task that may not be seen itself is a stub.
        """
        may_see, tasks = self.view.may_see, self.kept.facts.tasks
        rows = [tasks[number] for number in numbers]
        seen = rows if self.view.projects is None else [row for row in rows if may_see(row.number)]
        stubs = [] if seen is rows else [self._stub(row) for row in rows if not may_see(row.number)]
        cells = Cells(self.view, self.promised).columns(seen)
        first, last = _by_column(self._projects()), _by_column(stubs)
        columns = {name: [*first[name], *cells[name], *last[name]] for name in TASK}
        return without_empty(columns)

    def date_columns(self, numbers: Sequence[int], *, with_codes: bool) -> Columns:
        """What follows of dates for tasks that may all be seen: a row of the sheet without what is stated."""
        tasks, codes = self.kept.facts.tasks, self.kept.codes
        found = Cells(self.view, self.promised).dates([tasks[number] for number in numbers])
        if with_codes:
            found["wbs"] = [codes[number] for number in numbers]
        return without_empty(found)

    def _projects(self) -> list[tuple[Json, ...]]:
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
        drives, rows = self.kept.driving, list(links)
        return without_empty(
            {
                "number": [link.number for link in rows],
                "predecessor": [link.predecessor for link in rows],
                "successor": [link.successor for link in rows],
                "type": [link.type for link in rows],
                "lag": [_lag(link) for link in rows],
                "lag_unit": [link.lag_unit for link in rows],
                "driving": [int(link.number in drives) for link in rows],
            }
        )

    @cached_property
    def promised(self) -> dict[int, BaselineTaskRow]:
        """What the slot promises, by task."""
        return self.kept.promised(self.slot)

    @cached_property
    def promises(self) -> Columns:
        """The dates the slot promises of every task that may be seen."""
        seen = [(number, row) for number, row in self.promised.items() if self.view.may_see(number)]
        return {
            "number": [number for number, _ in seen],
            "start": [in_minutes(row.start) for _, row in seen],
            "finish": [in_minutes(row.finish) for _, row in seen],
        }

    @cached_property
    def shown_links(self) -> list[LinkRow]:
        """The links both ends of which are shown."""
        shown, every = self.view.shown, self.kept.facts.links.values()
        return [link for link in every if link.predecessor in shown and link.successor in shown]

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


def _lag(link: LinkRow) -> int | float | None:
    return link.lag if link.lag_unit.endswith("%") else in_minutes(round(link.lag))


def _by_column(rows: Sequence[tuple[Json, ...]]) -> Mapping[str, Sequence[Json]]:
    return dict(zip(TASK, zip(*rows, strict=True) if rows else [()] * len(TASK), strict=True))


def without_empty(columns: Columns) -> Columns:
    """The columns that say something: one that holds nothing but None is left out."""
    return {name: column for name, column in columns.items() if column.count(None) < len(column)}
