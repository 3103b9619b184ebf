"""`milepost schedule FILE`: the plan worked out, and our dates against the file's."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

from milepost.base.documents.sources import Unreadable
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import Instant, instant, minutes
from milepost.engine.problems import Problem
from milepost.interop.exchange.document import instant_text, problems
from milepost.interop.exchange.planning import Planned, to_plan
from milepost.interop.exchange.values import Exchange
from milepost.interop.fidelity.dates import Agreement, Difference, against_file
from milepost.surfaces.cli import output
from milepost.surfaces.cli.files import floats
from milepost.surfaces.cli.files.source import read_plan

_FLOATS = {"total_float": "total_float_minutes", "free_float": "free_float_minutes"}


@dataclass(frozen=True)
class Scheduled:
    """A file read and worked out, and how long each took in seconds."""

    exchange: Exchange
    planned: Planned
    analysis: Analysis
    seconds: dict[str, float]


@click.command()
@click.argument("file")
@click.option(
    "--rules",
    type=click.Choice(["file", "milepost", "msproject", "p6"]),
    default="file",
    show_default=True,
    help="Whose rules to schedule by; those of the tool that wrote the file unless told otherwise.",
)
@click.option("--as-of", help="Schedule as if progress were reported to this instant (YYYY-MM-DDTHH:MM).")
@click.option("--floats", "with_floats", is_flag=True, help="Every kind of float, of tasks and of links.")
@click.option("--to", "uid", help="The paths that lead to this task, the driving one first (its uid).")
@click.option("--paths", "count", type=click.IntRange(1, 100), default=5, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def schedule(
    file: str, rules: str, as_of: str | None, with_floats: bool, uid: str | None, count: int, as_json: bool
) -> None:
    """Work a plan file out and compare our dates with the file's.

    FILE is a path, or - for standard input. The format is recognised by content.
    """
    done = work_out(file, rules=rules, as_of=as_of)
    led = [] if uid is None else floats.paths_to(done.planned, done.analysis, uid, count)
    agreement = against_file(done.exchange, done.planned, done.analysis)
    document = _document(done, agreement, with_floats=with_floats) if as_json else None
    if document is not None and uid is not None:
        document["paths"] = led
    output.answer(document, as_json=as_json, lines=(*_lines(done, agreement), *_path_lines(done, led)))


def work_out(file: str, *, rules: str = "file", as_of: str | None = None) -> Scheduled:
    """Read a file and work its plan out.

    Raises: Unreadable.
    """
    status = None if as_of is None else _status(as_of)
    began = time.perf_counter()
    exchange = read_plan(file)
    read = time.perf_counter()
    planned = to_plan(exchange, rules=rules, status=status)
    analysis = analyse(planned.plan)
    seconds = {"read": round(read - began, 4), "schedule": round(time.perf_counter() - read, 4)}
    return Scheduled(exchange=exchange, planned=planned, analysis=analysis, seconds=seconds)


def plan_problems(done: Scheduled) -> list[dict[str, Any]]:
    """What is odd about the file and about the plan in it, under the file's ids."""
    return problems(done.exchange.problems) + [_problem(done.planned, one) for one in done.analysis.problems]


def _problem(planned: Planned, problem: Problem) -> dict[str, Any]:
    task = None if problem.subject is None else planned.origins[problem.subject - 1][1]
    return {
        "code": str(problem.code),
        "subject": None if task is None else task.uid,
        "message": problem.message,
        "related": [planned.origins[number - 1][1].uid for number in problem.related],
    }


def _status(text: str) -> Instant:
    try:
        return instant(datetime.fromisoformat(text))
    except ValueError as wrong:
        raise Unreadable(f"--as-of: {text!r} is not a local date and time like 2026-11-24T17:00.") from wrong


def _document(done: Scheduled, agreement: Agreement, *, with_floats: bool) -> dict[str, Any]:
    further = floats.of_tasks(done.analysis) if with_floats else None
    return {
        "rules": done.planned.plan.rules.name,
        "projects": [_project(done, place, further) for place in range(len(done.exchange.projects))],
        "against_file": {
            "compared": agreement.compared,
            "equal": agreement.equal,
            "different": [_difference(done.exchange, one) for one in agreement.different],
        },
        "problems": plan_problems(done),
        "seconds": done.seconds,
    }


def _project(done: Scheduled, place: int, further: list[dict[str, Any]] | None) -> dict[str, Any]:
    project = done.exchange.projects[place]
    rows = [task for task in done.planned.plan.tasks if task.project == place + 1]
    tasks = [_task(done, task.id) for task in rows]
    links: dict[str, Any] = {}
    if further is not None:
        tasks = [said | further[task.id - 1] for said, task in zip(tasks, rows, strict=True)]
        links["links"] = floats.of_links(done.planned, done.analysis, place + 1)
    starts = [task["start"] for task in tasks if task["start"] is not None]
    finish = done.analysis.finish_by_project.get(place + 1)
    return {
        "uid": project.uid,
        "title": project.title,
        "start": min(starts, default=None),
        "finish": None if finish is None else instant_text(finish),
        "tasks": tasks,
        **links,
    }


def _task(done: Scheduled, number: int) -> dict[str, Any]:
    schedule = done.analysis.schedule
    row = schedule.row(number)
    origins = done.planned.origins
    said: dict[str, Any] = {"uid": origins[number - 1][1].uid}
    for name in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish"):
        at = getattr(row, name)
        said[name] = None if at is None else instant_text(at)
    said["total_float_minutes"] = None if row.total_float is None else minutes(row.total_float)
    said["free_float_minutes"] = None if row.free_float is None else minutes(row.free_float)
    said["is_critical"] = row.is_critical
    said["on_longest_path"] = row.on_longest_path
    said["driven_by"] = [origins[driver - 1][1].uid for driver in schedule.driven_by(number)]
    return said


def _difference(exchange: Exchange, one: Difference) -> dict[str, Any]:
    is_float = one.field in _FLOATS

    def told(value: int | None) -> str | int | float | None:
        if value is None:
            return None
        return minutes(value) if is_float else instant_text(value)

    return {
        "project": exchange.projects[one.project].uid,
        "uid": one.task.uid,
        "field": _FLOATS.get(one.field, one.field),
        "file": told(one.file),
        "computed": told(one.computed),
        "because": one.because.value,
    }


def _lines(done: Scheduled, agreement: Agreement) -> Iterator[str]:
    for place, project in enumerate(done.exchange.projects):
        finish = done.analysis.finish_by_project.get(place + 1)
        rows = [
            done.analysis.schedule.row(task.id)
            for task in done.planned.plan.tasks
            if task.project == place + 1
        ]
        critical = sum(1 for row in rows if row.is_critical)
        ends = "has no dates" if finish is None else f"finishes {instant_text(finish)}"
        yield f"{project.title or 'Untitled'}: {ends}; {critical:,} of {len(rows):,} tasks are critical."
    yield f"By the rules of {done.planned.plan.rules.name}."
    share = f"{agreement.equal:,} of {agreement.compared:,} dates and floats are the file's"
    yield f"{share}." if not agreement.different else f"{share}; the rest differ because of:"
    for because, count in Counter(one.because.value for one in agreement.different).most_common():
        yield f"  {because}: {count:,}"
    for problem in plan_problems(done)[:20]:
        yield f"  {problem['code']}: {problem['message']}"


def _path_lines(done: Scheduled, led: list[dict[str, Any]]) -> Iterator[str]:
    names = {task.uid: task.name for _, task in done.planned.origins}
    for path in led:
        days = path["relative_float_minutes"] / 480
        how = "drives it" if path["rank"] == 1 else f"is {days:g} days from driving"
        yield f"Path {path['rank']} {how}: {' > '.join(names[uid] for uid in path['tasks'])}"
