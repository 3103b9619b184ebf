"""What can be done in the workshop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from milepost.base.operation import Refusal, Write, operation
from tests.workshop.models import Hours, Job, Site, Step, Worker


@operation("workshop.open", needs="program.create")
def open_program(write: Write, *, name: str) -> int:
    """Open a program; its ledger."""
    ledger = write.open_ledger(slug=name, name=name)
    write.add(Worker, name=f"Foreman of {name}")
    return int(ledger.pk)


@operation("workshop.add", needs="plan.edit")
def add(write: Write, *, table: str, **fields: Any) -> int:
    """Add a row to a table."""
    return write.add(TABLES[table], **fields).number


@operation("workshop.add_many", needs="plan.edit")
def add_many(write: Write, *, table: str, items: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows to a table, as an import does."""
    return [row.number for row in write.add_many(TABLES[table], items)]


@operation("workshop.hire", needs="people.edit")
def hire(write: Write, *, name: str) -> int:
    """Add somebody to the organisation."""
    return write.add(Worker, name=name).number


@operation("workshop.edit", needs="plan.edit")
def edit(write: Write, *, number: int, **fields: Any) -> None:
    """Change fields of a job."""
    write.change(write.lock(Job, number), **fields)


@operation("workshop.edit_many", needs="plan.edit")
def edit_many(write: Write, *, edits: Sequence[Mapping[str, Any]]) -> int:
    """Change fields of several jobs at once."""
    return write.change_many([(write.lock(Job, one["number"]), one["fields"]) for one in edits])


@operation("workshop.remove", needs="plan.edit")
def remove(write: Write, *, table: str, number: int) -> None:
    """Remove a row and what stands on it."""
    write.remove([write.lock(TABLES[table], number)])


@operation("workshop.dismiss", needs="people.edit")
def dismiss(write: Write, *, number: int) -> None:
    """Remove somebody from the organisation."""
    write.remove([write.lock(Worker, number)])


@operation("workshop.lengthen", needs="plan.edit")
def lengthen(write: Write, *, number: int, by: int) -> None:
    """Make a job longer than it is: a change that depends on what is there."""
    job = write.lock(Job, number)
    write.change(job, length=job.length + by)


@operation("workshop.split", needs="plan.edit")
def split(write: Write, *, number: int) -> int:
    """Divide a job in two halves, one after the other."""
    job = write.lock(Job, number)
    half = job.length // 2
    second = write.add(Job, site=job.site_id & 0xFFFFFFFF, name=f"{job.name} (2)", length=job.length - half)
    write.change(job, length=half)
    write.nested(join, before=number, after=second.number)
    return second.number


@operation("workshop.join", needs="plan.edit")
def join(write: Write, *, before: int, after: int) -> int:
    """Let one job come after another."""
    first, second = write.lock(Job, before), write.lock(Job, after)
    if first == second:
        raise Refusal("A job cannot come after itself.")
    return write.add(Step, before=first, after=second).number


@operation("workshop.bring_in", needs="plan.edit", unrecorded=("jobs", "steps"))
def bring_in(
    write: Write, *, site: str, jobs: Sequence[Mapping[str, Any]], steps: Sequence[tuple[int, int]] = ()
) -> list[int]:
    """Bring in many jobs; steps name them by their place in the list."""
    home = write.add(Site, name=site)
    rows = write.add_many(Job, [{"site": home, **fields} for fields in jobs])
    write.add_many(Step, [{"before": rows[a], "after": rows[b]} for a, b in steps])
    return [row.number for row in rows]


TABLES = {"hours": Hours, "site": Site, "job": Job, "step": Step}
