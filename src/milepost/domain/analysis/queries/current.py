"""Where programs stand: headline, projects, problems, single tasks and what drives them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from milepost.base import permissions
from milepost.base.identity import ORGANISATION, Actor, program_scope
from milepost.base.models import Ledger
from milepost.base.refusal import NotFound
from milepost.domain.analysis import history
from milepost.domain.analysis.queries import figures, trends
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.queries.view import View, kind_of, seen_by
from milepost.domain.analysis.rows.floats import Step
from milepost.domain.analysis.rows.plans import Headline, PlannedTask, PlanProblem, Result
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.schedule.queries import outline
from milepost.domain.schedule.rows import LinkRow
from milepost.engine.instants import Instant
from milepost.engine.plan import ConstraintType


def current(reader: Actor, *, program: int, as_of: int | None = None, baseline: int | None = None) -> Result:
    """A program worked out as it stands (or stood at revision `as_of`), against a baseline slot.

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    kept = view.kept
    return Result(
        program=program,
        revision=kept.facts.revision,
        organisation_revision=kept.facts.organisation_revision,
        headline=headline_of(reader, view, baseline),
        projects=[
            row for row in figures.project_figures(kept, view.slot(baseline)) if view.sees_project(row.number)
        ],
        problems=view.problems,
    )


def headlines(reader: Actor, *, portfolio: int | None = None) -> dict[int, Headline]:
    """The headline of every program the reader may see, by ledger: for the portfolio's list.

    Programs nobody changed since they were last looked at are read, the others worked out and kept.
    """
    rows = program_queries.programs(reader, portfolio=portfolio)
    revisions = {row.ledger: row.revision for row in rows}
    shared = Ledger.objects.filter(pk=ORGANISATION).values_list("revision", flat=True).first() or 0
    kept = history.newest(revisions.keys(), set(revisions.values()))
    found = {}
    for ledger, revision in revisions.items():
        if not permissions.may_in_program(reader, "plan.read", ledger):
            continue
        held = kept.get(ledger)
        is_current = held is not None and (held.revision, held.organisation_revision) == (revision, shared)
        if held is not None and is_current and _sees_all(reader, ledger):
            found[ledger] = Headline(**held.figures)
        else:
            found[ledger] = current(reader, program=ledger).headline
            trends.note(computed(ledger))
    return found


def planned_tasks(
    reader: Actor,
    *,
    program: int,
    project: int | None = None,
    tasks: Iterable[int] | None = None,
    baseline: int | None = None,
    as_of: int | None = None,
) -> list[PlannedTask]:
    """Tasks with their dates, in outline order: all that may be seen, of one project, or those named.

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    if tasks is not None:
        return [view.planned(task, baseline) for task in tasks]
    rows = view.kept.facts.tasks
    return [
        view.planned(task, baseline)
        for task in view.tasks
        if project is None or rows[task].project == project
    ]


def planned_task(
    reader: Actor, *, program: int, task: int, baseline: int | None = None, as_of: int | None = None
) -> PlannedTask:
    """One task with its dates.

    Raises: NotFound.
    """
    return seen_by(reader, program, as_of).planned(task, baseline)


def milestones(
    reader: Actor, *, program: int, baseline: int | None = None, as_of: int | None = None
) -> list[PlannedTask]:
    """The milestones of a program that may be seen, by date."""
    view = seen_by(reader, program, as_of)
    rows = [view.planned(task, baseline) for task in view.tasks if kind_of(view.kept, task) == "milestone"]
    return sorted(rows, key=lambda row: (row.finish or 0, row.number))


def problems(reader: Actor, *, program: int, as_of: int | None = None) -> list[PlanProblem]:
    """What is odd in a plan: circles, constraints that beat the logic, dates after the status date."""
    return list(seen_by(reader, program, as_of).problems)


def driving_path(
    reader: Actor, *, program: int, task: int | None = None, as_of: int | None = None
) -> list[Step]:
    """Why a task (None: the headline's) is when it is: the chain of tasks that holds it, first one first.

    Where several links hold a task equally, the chain follows the one whose predecessor finishes last.
    A stub ends the chain: what holds another project's task is that project's business. So is the
    headline's own path where it is another project's: then there is none to show.

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    kept = view.kept
    last = end_of_path(kept) if task is None else task
    if last is None or (task is None and last not in view.shown):
        return []
    if last not in view.shown:
        raise NotFound(f"There is no task {last}.")
    return _steps(view, _chain(view, last))


def _sees_all(reader: Actor, program: int) -> bool:
    """May the reader see everything a kept headline speaks of?"""
    scope = program_scope(program)
    return all(permissions.may(reader, right, scope) for right in ("plan.read", "baseline.read"))


def headline_of(reader: Actor, view: View, baseline: int | None) -> Headline:
    """The headline; its sentence names other projects' tasks only to those who may see them.

    Whoever sees nothing but his own tasks is told of them, not of the program.
    """
    if view.is_own_only:
        return figures.of_own(view.kept, view.tasks)
    found = figures.headline(view.kept, view.slot(baseline))
    if permissions.may(reader, "plan.read", program_scope(view.kept.program)):
        return found
    return figures.without_names(view.kept, found, view.may_see)


def end_of_path(kept: Kept) -> int | None:
    """The task the headline speaks of, or what ends last; None for a plan without tasks."""
    if kept.analysis.plan.milestone is not None:
        return kept.analysis.plan.milestone
    schedule = kept.analysis.schedule
    leaves = [task for task in kept.order if not schedule.is_summary[kept.position[task]]]
    return max(leaves, key=lambda task: int(schedule.finish[kept.position[task]]), default=None)


def _chain(view: View, last: int) -> list[int]:
    kept = view.kept
    chain, at = [last], last
    while view.may_see(at):
        before = [task for task in _drivers(kept, at) if task not in chain]
        if not before:
            break
        finish = kept.analysis.schedule.finish
        at = max(before, key=lambda task: (int(finish[kept.position[task]]), -task))
        chain.append(at)
    chain.reverse()
    return chain


def _drivers(kept: Kept, task: int) -> list[int]:
    """What holds a task: its own driving links, else those of the summaries it stands under."""
    at: int | None = task
    while at is not None:
        if found := kept.drivers.get(at):
            return found
        at = kept.facts.tasks[at].parent
    return []


def _steps(view: View, chain: list[int]) -> list[Step]:
    steps = []
    for task, following in zip(chain, [*chain[1:], None], strict=True):
        link = None if following is None else _link_between(view.kept, task, following)
        units = view.kept.units[view.kept.facts.tasks[task].project]
        steps.append(
            Step(
                task=view.planned(task),
                link_type="" if link is None else link.type,
                lag="" if link is None else outline.lag_text(link, units),
                because=_held_by(view, task) if task == chain[0] else "",
            )
        )
    return steps


def _link_between(kept: Kept, before: int, after: int) -> LinkRow | None:
    at: int | None = after
    while at is not None:
        for link in kept.links_into.get(at, ()):
            if link.predecessor == before:
                return link
        at = kept.facts.tasks[at].parent
    return None


def _held_by(view: View, task: int) -> str:
    """What holds a task no link holds."""
    if not view.may_see(task):
        project = view.kept.facts.tasks[task].project
        is_near = project in view.own_in
        return gettext("Somebody else's work holds it.") if is_near else gettext("Another project holds it.")
    kept = view.kept
    row = kept.facts.tasks[task]
    start = kept.analysis.schedule.row(task).start
    if row.actual_start is not None:
        return gettext("It started on %(day)s.") % {"day": figures.day_text(row.actual_start)}
    if row.is_manual:
        return gettext("Its dates are set by hand.")
    if row.constraint_date is not None and row.constraint != ConstraintType.AS_SOON_AS_POSSIBLE:
        kind = row.constraint.replace("_", " ")
        return gettext("Constraint: %(kind)s %(day)s.") % {
            "kind": kind,
            "day": figures.day_text(row.constraint_date),
        }
    if _is_held_by_status(kept, start):
        return gettext("It has not begun by the status date.")
    return gettext("It begins with its project.")


def _is_held_by_status(kept: Kept, start: Instant | None) -> bool:
    status = kept.facts.program.status
    return status is not None and start is not None and start >= status
