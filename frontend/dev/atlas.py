"""A plan to try the sheet on: part of a program, and as many further tasks as asked for.

Not the product's sample and not its engine: days only, Monday to Friday, finish-to-start and the other links,
scheduled forward and backward just well enough that every drawing of the sheet has something to draw.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

MINUTES = 480
STATUS, TODAY = date(2026, 9, 18), date(2026, 9, 22)
PEOPLE = [
    "Adrian Zieliński",
    "Ama Osei",
    "Nadia Petrova",
    "Karim Haddad",
    "Chloé Martin",
    "Ren Suzuki",
    "Jana Dvořák",
    "Luis Reyes",
]
PROJECTS = ["Platform foundation", "Core ledger migration", "Customer portal"]

# name, days, predecessors by line, person, percent; a line's depth is its indentation.
OUTLINE = """
Set up landing zone|40||Osei|100
Networks and access|35|1FS|Suzuki|80
Design and build
  Ledger model and accounts|100||Martin|100
  Posting engine set-up|75|4FS-20|Zieliński|85
  Corelane posting API|83|4FS-20|Osei|50
  Balance loader|48|5FS-30|Osei|42
  Interest history converter|25|5FS|Petrova|30
  Reconciliation rules|20|8SS+10|Haddad|0
  Posting integration test|5|6FS;7FS|Zieliński|0
  Ledger build complete|0|10FS||0
Rehearse
  Trial migration 1|15|11FS;8FS|Martin|0
  Reconcile trial 1|5|13FS;9FS|Haddad|0
  Fix and retest 1|15|14FS|Osei|0
  Trial migration 2|15|15FS|Martin|0
  Volume and speed test|20|16SS+10|Suzuki|0
  Fix and retest 2|15|16FS|Osei|0
  Dress rehearsal|20|18FS;17FS|Dvořák|0
Cut over
  Cut-over runbook|100|13SS|Reyes|0
  Readiness checks|10|19FS;21FF|Dvořák|0
  Go/no-go|0|22FS||0
  Final data sync|4|23FS|Martin|0
  Go-live|0|24FS||0
Portal design|60||Petrova|100
Portal build|120|26FS|Reyes|20
Portal launch|0|27FS;25FS||0
"""


@dataclass
class Task:
    number: int
    name: str
    parent: int
    project: int
    days: int = 0
    links: list[tuple[int, str, int]] = field(default_factory=list)
    people: str = ""
    percent: float = 0
    rank: float = 0
    version: int = 1
    not_before: int = 0
    constraint: str = "as_soon_as_possible"
    deadline: int | None = None
    baseline: tuple[int, int] | None = None
    start: int = 0
    finish: int = 0
    late: int = 0
    driven_by: list[int] = field(default_factory=list)


class Plan:
    """Tasks by number; `start`, `finish` and `late` are working days since `FIRST`, finish exclusive."""

    FIRST = date(2026, 2, 2)

    def __init__(self, size: int) -> None:
        self.revision = 1
        self.tasks: dict[int, Task] = {}
        self._read(OUTLINE.strip().splitlines())
        self._grow(size - len(self.tasks))
        self.schedule()
        for task in self.tasks.values():
            early = task.start - min(8, task.number % 9)
            task.baseline = (
                max(0, early),
                max(0, early) + max(0, task.finish - task.start - task.number % 4),
            )
        if 21 in self.tasks:
            self.tasks[21].deadline = self.tasks[21].finish + 4

    def _read(self, lines: list[str]) -> None:
        parents = {0: -2}
        for number, line in enumerate(lines, start=1):
            level = (len(line) - len(line.lstrip())) // 2
            name, *rest = line.strip().split("|")
            project = 1 if number < 3 else 3 if number > 25 else 2
            parent = parents[level] if level else -project
            task = Task(number, name, parent, project, rank=number)
            parents[level + 1] = number
            if rest:
                task.days, task.percent = int(rest[0]), float(rest[3])
                task.people = next((person for person in PEOPLE if rest[2] and person.endswith(rest[2])), "")
                task.links = [link for text in rest[1].split(";") if (link := read_link(text))]
            self.tasks[number] = task

    def _grow(self, count: int) -> None:
        """Work packages of ten tasks in a chain, every third package waiting for one of another."""
        number = summary = max(self.tasks)
        for at in range(count):
            number += 1
            if at % 11 == 0:
                summary = number
                self.tasks[number] = Task(number, f"Work package {at // 11 + 1}", -3, 3, rank=number)
                continue
            links = [(number - 1, "FS", 0)] if at % 11 > 1 else [(number - 25, "SS", 5)] if at > 40 else []
            days = 2 + number * 7 % 9
            self.tasks[number] = Task(
                number,
                f"Step {at % 11} of package {at // 11 + 1}",
                summary,
                3,
                days,
                links,
                PEOPLE[number % 8],
                rank=number,
            )

    def summaries(self) -> set[int]:
        return {task.parent for task in self.tasks.values()}

    def schedule(self) -> None:
        summaries = self.summaries()
        order = self._order(summaries)
        for number in order:
            self._forward(self.tasks[number])
        self.last = max((task.finish for task in self.tasks.values()), default=0)
        for task in self.tasks.values():
            task.late = self.last
        for number in reversed(order):
            task = self.tasks[number]
            for before, kind, lag in task.links:
                other = self.tasks[before]
                bound = (
                    task.late - task.days - lag
                    if kind == "FS"
                    else task.late - task.days - lag + other.days
                    if kind == "SS"
                    else task.late - lag
                )
                other.late = min(other.late, bound)
        for number in sorted(summaries, key=self._depth, reverse=True):
            self._sum_up(number)

    def _forward(self, task: Task) -> None:
        task.start, task.driven_by = task.not_before, []
        for before, kind, lag in task.links:
            other = self.tasks[before]
            bound = {
                "FS": other.finish + lag,
                "SS": other.start + lag,
                "FF": other.finish + lag - task.days,
                "SF": other.start + lag - task.days,
            }[kind]
            if bound > task.start:
                task.start, task.driven_by = bound, [before]
            elif bound == task.start and bound > 0:
                task.driven_by.append(before)
        task.finish = task.start + task.days

    def _sum_up(self, number: int) -> None:
        inside = [task for task in self.tasks.values() if task.parent == number]
        if number in self.tasks and inside:
            summary = self.tasks[number]
            summary.start, summary.finish = (
                min(task.start for task in inside),
                max(task.finish for task in inside),
            )
            summary.days, summary.late = summary.finish - summary.start, max(task.late for task in inside)

    def _order(self, summaries: set[int]) -> list[int]:
        """Predecessors first; a link that closes a circle is left out."""
        done: dict[int, None] = {}
        for number in sorted(self.tasks):
            stack = [number]
            while stack:
                waiting = [
                    before
                    for before, _, _ in self.tasks[stack[-1]].links
                    if before in self.tasks and before not in done and before not in stack
                ]
                if waiting:
                    stack.append(waiting[0])
                else:
                    done[stack.pop()] = None
        return [number for number in done if number not in summaries]

    def _depth(self, number: int) -> int:
        return 0 if number < 0 else 1 + self._depth(self.tasks[number].parent)


def read_link(text: str) -> tuple[int, str, int] | None:
    digits = "".join(char for char in text if char.isdigit() or char in "+-")
    if not text:
        return None
    kind = next((one for one in ("FS", "SS", "FF", "SF") if one in text), "FS")
    number, _, lag = text.replace("d", "").partition(kind) if kind in text else (digits, "", "")
    return int(number), kind, int(lag or 0)


def workday(days: int) -> date:
    weeks, rest = divmod(days, 5)
    return Plan.FIRST + timedelta(weeks=weeks, days=rest)


def workdays(day: date) -> int:
    weeks, rest = divmod((day - Plan.FIRST).days, 7)
    return weeks * 5 + min(rest, 5)


def minute(day: date, hour: int = 0) -> int:
    return (day - date(1970, 1, 1)).days * 1440 + hour * 60


def start_minute(days: int) -> int:
    return minute(workday(days), 8)


def finish_minute(days: int) -> int:
    return minute(workday(max(0, days - 1)), 17)
