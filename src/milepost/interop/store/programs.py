"""A program as an exchange.

Rows keep the ids of the file they came from where they have one of their own; what Milepost only carries for
a format goes back into it. Dates are those of the plan as it stands, and what the reader may not see is not
there: projects out of reach, rates, costs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from milepost.base import foreign as foreign_fields
from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProjectRow
from milepost.domain.resources.rows import AssignmentRow, RateRow, ResourceRow
from milepost.domain.schedule.rows import ForeignRow
from milepost.engine import plan as engine
from milepost.engine.rules import MILEPOST
from milepost.interop.exchange import values
from milepost.interop.store.gathering import Gathered, own_number, uids_of

_NOTHING = ForeignRow(0, {}, ())


def exchange_of(
    reader: Actor, *, program: int, project: int | None = None, as_of: int | None = None
) -> values.Exchange:
    """A program (or one of its projects) as the reader may see it, ready to be written to a file.

    Raises: NotFound.
    """
    gathered = Gathered(reader, program, as_of)
    chosen = [row for row in gathered.projects if project in (None, row.number)]
    if not chosen:
        raise NotFound("There is no such project to export.")
    formats = {str(row.extras.get("format", "milepost")) for row in chosen}
    tools = {str(row.extras.get("tool", "milepost")) for row in chosen}
    return values.Exchange(
        format=formats.pop() if len(formats) == 1 else "milepost",
        tool=tools.pop() if len(tools) == 1 else "milepost",
        projects=tuple(_Exported(gathered, row).project() for row in chosen),
    )


class _Exported:
    """One project of a program becoming one of an exchange."""

    def __init__(self, gathered: Gathered, row: ProjectRow) -> None:
        self.gathered = gathered
        self.row = row
        self.planned = [task for task in gathered.planned if task.project == row.number]
        self.uids = uids_of((task.number, gathered.tasks[task.number].external_uid) for task in self.planned)

    def project(self) -> values.Project:
        gathered, row = self.gathered, self.row
        booked = [booking for booking in gathered.assignments if booking.task in self.uids]
        used = {booking.resource for booking in booked}
        finishes = [task.finish for task in self.planned if task.finish is not None]
        return values.Project(
            uid=own_number(row.external_uid) or row.number,
            title=row.name,
            start=row.start,
            finish=max(finishes, default=None),
            finish_by=row.finish_by,
            from_finish=row.is_from_finish,
            status=row.status if row.status is not None else gathered.program.status,
            currency=gathered.program.currency,
            minutes_per_day=row.minutes_per_day,
            minutes_per_week=row.minutes_per_week,
            days_per_month=row.days_per_month,
            default_start=_time(row.extras.get("default_start")),
            default_finish=_time(row.extras.get("default_finish")),
            calendar=self._calendar(),
            rules=program_queries.plan_rules(row) or MILEPOST,
            calendars=tuple(self._calendars()),
            tasks=tuple(self._task(task) for task in self.planned),
            resources=tuple(self._resource(gathered.resources[n]) for n in gathered.resources if n in used),
            assignments=tuple(self._assignment(booking) for booking in booked),
            custom_labels=gathered.custom_labels,
            carried=self._carried(row.carried),
        )

    def _calendars(self) -> Iterable[values.Calendar]:
        """The program's calendars, and of the organisation's those the project goes by."""
        every = {one.uid: one for one in self.gathered.calendars}
        needed = [*self.gathered.calendar_uids.values(), self._calendar()]
        for uid in needed:
            parent = every[uid].parent
            if parent is not None and parent not in needed:
                needed.append(parent)
        return [one for uid, one in every.items() if uid in needed]

    def _calendar(self) -> values.Uid:
        """The calendar that holds where a task has none."""
        own = self.row.calendar
        return self.gathered.usual_calendar if own is None else self.gathered.calendar_uids[own]

    def _task(self, dates: PlannedTask) -> values.Task:
        row = self.gathered.tasks[dates.number]
        foreign = self.gathered.foreign_tasks.get(row.number, _NOTHING)
        extras = cast(Mapping[str, Any], foreign.extras)
        second = row.second_constraint
        return values.Task(
            uid=self.uids[row.number],
            id=extras.get("id"),
            name=row.name,
            wbs=extras.get("wbs") or dates.wbs,
            code=row.code or None,
            guid=extras.get("guid"),
            outline_level=dates.depth,
            parent=None if row.parent is None else self.uids[row.parent],
            kind=engine.TaskKind(row.kind),
            is_summary=dates.kind == "summary",
            is_milestone=row.is_milestone,
            is_active=row.is_active,
            is_manual=row.is_manual,
            is_recurring=bool(extras.get("is_recurring")),
            is_external=bool(extras.get("is_external")),
            is_estimated=row.is_estimated,
            calendar=None if row.calendar is None else self.gathered.calendar_uids[row.calendar],
            ignores_resource_calendars=row.ignores_resource_calendar,
            duration=dates.duration if dates.kind == "summary" else row.duration,
            duration_unit=row.duration_unit.removeprefix("e"),
            is_elapsed=row.is_elapsed,
            effort_type=engine.EffortType(row.effort_type),
            is_effort_driven=row.is_effort_driven,
            constraint=engine.ConstraintType(row.constraint),
            constraint_date=row.constraint_date,
            second_constraint=engine.ConstraintType(second) if second else None,
            second_constraint_date=row.second_constraint_date,
            deadline=row.deadline,
            expected_finish=row.expected_finish,
            priority=row.priority,
            manual_start=row.manual_start,
            manual_finish=row.manual_finish,
            manual_duration=extras.get("manual_duration"),
            levelling_delay=row.levelling_delay,
            segments=tuple((starts, ends) for starts, ends in extras.get("segments", ())),
            percent_complete=dates.percent_complete,
            percent_work_complete=row.percent_work,
            percent_physical=row.percent_physical,
            percent_kind=engine.PercentKind(row.percent_kind),
            actual_start=row.actual_start,
            actual_finish=row.actual_finish,
            actual_duration=extras.get("actual_duration"),
            remaining=row.remaining,
            suspended_at=row.suspended_at,
            resumes_at=row.resumes_at,
            start=dates.start,
            finish=dates.finish,
            early_start=dates.early_start,
            early_finish=dates.early_finish,
            late_start=dates.late_start,
            late_finish=dates.late_finish,
            total_float=dates.total_float,
            free_float=dates.free_float,
            is_critical=dates.is_critical,
            predecessors=tuple(self._links(row.number)),
            baselines=dict(self._baselines(row.number)),
            work=row.work_minutes,
            actual_work=row.actual_work_minutes,
            remaining_work=row.remaining_work_minutes,
            cost=row.cost,
            actual_cost=row.actual_cost,
            remaining_cost=row.remaining_cost,
            fixed_cost=row.fixed_cost,
            notes=row.notes or None,
            custom=cast(values.Custom, row.custom),
            carried=self._carried(foreign.carried),
        )

    def _carried(self, pairs: Sequence[Sequence[str]]) -> values.Carried:
        """What the file only carried, without money for readers who may not see it."""
        shown = pairs if self.gathered.sees_money else foreign_fields.without_money(pairs)
        return tuple((name, text) for name, text in shown)

    def _links(self, task: int) -> Iterable[values.Link]:
        for link in self.gathered.links_into.get(task, ()):
            before = self.gathered.tasks[link.predecessor]
            is_own = before.project == self.row.number
            foreign = self.gathered.foreign_links.get(link.number, _NOTHING)
            yield values.Link(
                predecessor=self.uids[before.number]
                if is_own
                else own_number(before.external_uid) or before.number,
                type=engine.LinkType(link.type),
                lag=link.lag,
                lag_unit=_lag_unit(link.lag_unit),
                unit=link.lag_unit,
                project=None if is_own else self._name_of(before.project),
                carried=self._carried(foreign.carried),
            )

    def _name_of(self, project: int) -> str:
        return next((row.name for row in self.gathered.projects if row.number == project), str(project))

    def _baselines(self, task: int) -> Iterable[tuple[int, values.Baseline]]:
        for slot, promised in self.gathered.promised.items():
            row = promised.get(task)
            if row is not None:
                yield (
                    slot,
                    values.Baseline(
                        start=row.start,
                        finish=row.finish,
                        duration=row.duration,
                        work=row.work_minutes,
                        cost=row.cost,
                    ),
                )

    def _resource(self, row: ResourceRow) -> values.Resource:
        extras = cast(Mapping[str, Any], row.extras)
        return values.Resource(
            uid=self.gathered.resource_uids[row.number],
            id=extras.get("id"),
            name=row.name,
            code=extras.get("code"),
            guid=extras.get("guid"),
            initials=row.initials or None,
            email=row.email or None,
            group=row.group or None,
            kind=engine.ResourceKind(row.kind),
            unit_of_measure=row.unit_of_measure or None,
            max_units=row.max_units,
            calendar=None if row.calendar is None else self.gathered.calendar_uids[row.calendar],
            rates=tuple(_rate(rate) for rate in self.gathered.rates if rate.resource == row.number),
            availability=tuple(values.Availability(**period) for period in extras.get("availability", ())),
            work=extras.get("work"),
            is_generic=row.is_generic,
            notes=row.notes or None,
            custom=extras.get("custom", {}),
            carried=self._carried(row.carried),
        )

    def _assignment(self, row: AssignmentRow) -> values.Assignment:
        foreign = self.gathered.foreign_bookings.get(row.number, _NOTHING)
        extras = cast(Mapping[str, Any], foreign.extras)
        return values.Assignment(
            uid=extras.get("uid", row.number),
            task=self.uids[row.task],
            resource=None if row.resource is None else self.gathered.resource_uids[row.resource],
            units=row.units,
            work=row.work_minutes,
            actual_work=row.actual_work_minutes,
            remaining_work=row.remaining_work_minutes,
            start=row.start,
            finish=row.finish,
            actual_start=extras.get("actual_start"),
            actual_finish=extras.get("actual_finish"),
            delay=row.delay,
            levelling_delay=extras.get("levelling_delay", 0),
            percent_work_complete=extras.get("percent_work_complete"),
            cost=row.cost,
            actual_cost=row.actual_cost,
            remaining_cost=row.remaining_cost,
            contour=extras.get("contour"),
            notes=extras.get("notes"),
            custom=extras.get("custom", {}),
            carried=self._carried(foreign.carried),
        )


def _lag_unit(unit: str) -> engine.LagUnit:
    if unit.endswith("%"):
        return engine.LagUnit.ELAPSED_PERCENT if unit.startswith("e") else engine.LagUnit.PERCENT
    return engine.LagUnit.ELAPSED if unit.startswith("e") else engine.LagUnit.WORKING


def _rate(row: RateRow) -> values.Rate:
    return values.Rate(
        cost_per_hour=row.cost_per_hour,
        overtime_per_hour=row.overtime_per_hour,
        cost_per_use=row.cost_per_use,
        starts=row.starts,
        ends=row.ends_before,
        table=row.table,
    )


def _time(text: object) -> dt.time | None:
    return dt.time.fromisoformat(text) if isinstance(text, str) else None
