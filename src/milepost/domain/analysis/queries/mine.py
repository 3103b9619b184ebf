"""What waits for one person, in every program."""

from __future__ import annotations

from milepost.base import permissions
from milepost.base.identity import Actor
from milepost.domain.analysis.queries.view import View, seen_by
from milepost.domain.analysis.rows.plans import OwnTask
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.resources.queries import bookings
from milepost.domain.schedule.queries import tasks as task_queries


def own_tasks(reader: Actor) -> list[OwnTask]:
    """The tasks the reader is booked on or owns and that are not done, in programs he may see, by start."""
    if reader.person is None:
        return []
    booked = bookings.booked_tasks(reader.person)
    for ledger, owned in task_queries.owned_tasks(reader.person).items():
        booked.setdefault(ledger, []).extend(owned)
    rows = [
        row
        for program in program_queries.programs(reader)
        if program.ledger in booked and permissions.may_in_program(reader, "plan.read", program.ledger)
        for row in _open_tasks(seen_by(reader, program.ledger), booked[program.ledger])
    ]
    return sorted(rows, key=lambda row: (row.task.start or 0, row.slug, row.task.number))


def _open_tasks(view: View, numbers: list[int]) -> list[OwnTask]:
    kept = view.kept
    found = []
    for number in dict.fromkeys(numbers):
        if not view.may_see(number) or kept.analysis.schedule.is_summary[kept.position[number]]:
            continue
        row, planned = kept.facts.tasks[number], view.planned(number)
        if planned.percent_complete >= 100 or not row.is_active:
            continue
        found.append(
            OwnTask(
                program=kept.program,
                slug=kept.facts.program.slug,
                program_name=kept.facts.program.name,
                project_name=kept.facts.projects[row.project].name,
                task=planned,
                remaining=task_queries.remaining_of(row),
                notes=row.notes,
            )
        )
    return found
