"""`milepost schedule FILE`: the plan worked out, and our dates against the file's."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any

import click

from milepost.base.documents.sources import Unreadable
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import Instant, instant, minutes
from milepost.engine.kernels.layout import NEVER
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
    rows = _tasks(done)
    return {
        "rules": done.planned.plan.rules.name,
        "projects": [_project(done, place, rows, further) for place in range(len(done.exchange.projects))],
        "against_file": {
            "compared": agreement.compared,
            "equal": agreement.equal,
            "different": [_difference(done.exchange, one) for one in agreement.different],
        },
        "problems": plan_problems(done),
        "seconds": done.seconds,
    }


def _project(
    done: Scheduled, place: int, rows: list[dict[str, Any]], further: list[dict[str, Any]] | None
) -> dict[str, Any]:
    project = done.exchange.projects[place]
    own = [at for at, task in enumerate(done.planned.plan.tasks) if task.project == place + 1]
    tasks = [rows[at] if further is None else rows[at] | further[at] for at in own]
    links = {} if further is None else {"links": floats.of_links(done.planned, done.analysis, place + 1)}
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


def _tasks(done: Scheduled) -> list[dict[str, Any]]:
    """Every task of the plan with its dates and floats, told column by column."""
    schedule, origins = done.analysis.schedule, done.planned.origins
    columns: dict[str, list[Any]] = {"uid": [task.uid for _, task in origins]}
    for name in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish"):
        columns[name] = _told(getattr(schedule, name).tolist(), instant_text)
    for name in ("total_float", "free_float"):
        columns[f"{name}_minutes"] = _told(getattr(schedule, name).tolist(), minutes)
    columns["is_critical"] = schedule.is_critical.tolist()
    columns["on_longest_path"] = schedule.on_longest_path.tolist()
    columns["driven_by"] = [
        [origins[driver - 1][1].uid for driver in schedule.driven_by(task.id)]
        for task in done.planned.plan.tasks
    ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _told(column: list[int], told: Callable[[int], str | int | float]) -> list[str | int | float | None]:
    """A column as people read it; many values recur, and each is put into words once."""
    words: dict[int, str | int | float | None] = {one: told(one) for one in set(column) - {NEVER}}
    return [words.get(one) for one in column]


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
        own = [task.project == place + 1 for task in done.planned.plan.tasks]
        critical = sum(compress(done.analysis.schedule.is_critical.tolist(), own))
        ends = "has no dates" if finish is None else f"finishes {instant_text(finish)}"
        yield f"{project.title or 'Untitled'}: {ends}; {critical:,} of {sum(own):,} tasks are critical."
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
