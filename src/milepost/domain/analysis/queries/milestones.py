"""Milestone trend analysis: what was planned for each milestone, week by week."""

from __future__ import annotations

import datetime as dt

from milepost.base import permissions
from milepost.base.identity import Actor
from milepost.domain.analysis import history
from milepost.domain.analysis.queries.trends import MOST_POINTS, weekly
from milepost.domain.analysis.queries.view import View, kind_of, seen_by
from milepost.domain.analysis.rows.trends import MilestoneReport, MilestoneTrend
from milepost.engine.instants import Instant, moment
from milepost.engine.trend import trend


def milestone_trends(
    reader: Actor, *, program: int, weeks: int = MOST_POINTS, as_of: int | None = None
) -> list[MilestoneTrend]:
    """What was planned for each milestone at the end of each week in which something changed, by its date.

    A milestone's reports end with the first after it was reached. Whoever may not read the past is told of
    none.

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    if not permissions.may_in_program(reader, "history.read", program):
        return []
    said = weekly(program, weeks, as_of)
    kept = view.kept
    found = [_trend(view, task, said) for task in view.tasks if kind_of(kept, task) == "milestone"]
    return sorted((one for one in found if one is not None), key=lambda one: (one.finish or 0, one.number))


def _trend(view: View, task: int, said: list[tuple[dt.date, history.Held]]) -> MilestoneTrend | None:
    row = view.kept.facts.tasks[task]
    reports = _reports(task, said, row.actual_finish)
    if not reports:
        return None
    promise = view.kept.promised(view.slot(None)).get(task)
    baseline = None if promise is None else promise.finish
    first = reports[0].finish if baseline is None else baseline
    found = trend([one.day for one in reports], [_day(one.finish) for one in reports], _day(first))
    is_done = row.actual_finish is not None
    paces = found.convergence
    return MilestoneTrend(
        number=task,
        name=row.name,
        project=row.project,
        is_headline=view.kept.analysis.plan.milestone == task,
        is_done=is_done,
        baseline_finish=baseline,
        finish=view.kept.analysis.schedule.row(task).finish,
        slip=found.slip,
        direction=str(found.direction),
        convergence=None if is_done or not paces else sum(paces) / len(paces),
        projected=None if is_done or not paces else found.projected,
        reports=tuple(reports),
    )


def _reports(
    task: int, said: list[tuple[dt.date, history.Held]], reached: Instant | None
) -> list[MilestoneReport]:
    reports = []
    for day, held in said:
        finish = held.milestones.get(task)
        if finish is not None:
            reports.append(MilestoneReport(day, held.revision, finish))
            if reached is not None and day >= _day(reached):
                break
    return reports


def _day(at: Instant) -> dt.date:
    return moment(at).date()
