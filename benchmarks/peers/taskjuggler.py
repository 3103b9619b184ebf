"""TaskJuggler, given those of our plans that it can express.

It knows one working week for tasks without people, links to the start of a task only, and no leads, so the
plans it is given keep to that (`plans.plain`). It is a program of its own, in Debian's package `tj3`: its
processor time is that of the whole run less that of a run on a plan of one task.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from milepost.engine.instants import TICKS_PER_HOUR, Instant, instant, moment
from milepost.engine.plan import Link, LinkType, Plan, Task

HEAD = """project bench "benchmark" {start:%Y-%m-%d-%H:%M} +30y {{
  timezone "UTC"
  timingresolution 60min
  workinghours mon - fri 8:00 - 12:00, 13:00 - 17:00
  workinghours sat, sun off
}}
"""
REPORT = 'taskreport dates "dates" { formats csv columns id, start, end timeformat "%Y-%m-%dT%H:%M" }\n'


def program() -> str | None:
    """Where TaskJuggler is installed; None without it."""
    return shutil.which("tj3")


def seconds_and_finishes(plan: Plan, folder: Path) -> tuple[float, list[Instant]]:
    """Processor seconds TaskJuggler takes for a plan, and the finish it finds for every task."""
    smallest = Plan(plan.projects, plan.calendars, plan.tasks[:1], (), rules=plan.rules)
    idle = _run(smallest, folder)
    seconds = _run(plan, folder) - idle
    with (folder / "dates.csv").open(encoding="utf-8") as lines:
        found = {row["Id"]: row["End"] for row in csv.DictReader(lines, delimiter=";")}
    return seconds, [instant(datetime.fromisoformat(found[f"t{task.id}"])) for task in plan.tasks]


def _run(plan: Plan, folder: Path) -> float:
    (folder / "plan.tjp").write_text(text_of(plan), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(program()), "--silent", "plan.tjp"]
    subprocess.run(command, cwd=folder, env={**os.environ, "TZ": "UTC"}, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def text_of(plan: Plan) -> str:
    """A plan in TaskJuggler's language."""
    links: dict[int, list[Link]] = {}
    for link in plan.links:
        links.setdefault(link.successor, []).append(link)
    lines = [HEAD.format(start=moment(plan.projects[0].start))]
    for holiday in plan.calendars[0].exceptions:
        # The end of a leave is not part of it.
        after = holiday.last_day + timedelta(1)
        lines.append(f'leaves holiday "off" {holiday.first_day} - {after}\n')
    lines += [_task(task, links.get(task.id, ())) for task in plan.tasks]
    return "".join([*lines, REPORT])


def _task(task: Task, into: list[Link] | tuple[()]) -> str:
    depends = ", ".join(_link(link) for link in into)
    return (
        f'task t{task.id} "{task.name}" {{ length {task.duration // TICKS_PER_HOUR}h'
        + (f" depends {depends}" if depends else "")
        + " }\n"
    )


def _link(link: Link) -> str:
    edge = "onstart" if link.type is LinkType.START_START else "onend"
    gap = f" gaplength {round(link.lag) // TICKS_PER_HOUR}h" if link.lag else ""
    return f"!t{link.predecessor} {{ {edge}{gap} }}"
