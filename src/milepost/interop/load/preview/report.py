"""The report on a plan file before it is brought in: what it holds, what becomes of it, whose dates agree.

Derived and never stored: the web, REST, the command line and assistants all show this one value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from milepost.engine.instants import Instant, Ticks


@dataclass(frozen=True, slots=True)
class CriticalTask:
    """A task on the longest path of a previewed project."""

    uid: str
    name: str
    start: Instant | None
    finish: Instant | None
    total_float: Ticks | None


@dataclass(frozen=True, slots=True)
class ProjectPreview:
    """One project of a file: how much it holds, when it ends by our reckoning and by the file's.

    `rates` counts those that name a cost, `started` the tasks with an actual start, `status` is the day
    progress is reported to.
    """

    title: str
    tasks: int
    summaries: int
    milestones: int
    links: int
    resources: int
    assignments: int
    calendars: int
    baselines: tuple[int, ...]
    rates: int
    task_costs: int
    started: int
    status: Instant | None
    start: Instant | None
    finish: Instant | None
    file_finish: Instant | None
    critical: Sequence[CriticalTask]


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd in the file or in the plan it holds; it is brought in all the same.

    `found_in` says which of the two, `task` is a task's name, empty for the whole.
    """

    code: str
    found_in: Literal["file", "plan"]
    task: str
    message: str


@dataclass(frozen=True, slots=True)
class Accounted:
    """What becomes of one field of the file: `kept` (the plan uses it), `carried` (written back on export)
    or `dropped`, how many values it has, and why where it is dropped."""

    field: str
    fate: Literal["kept", "carried", "dropped"]
    count: int
    because: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason some dates differ: its code, what it means, how many dates of how many tasks carry it.

    `page` is where it is explained.
    """

    code: str
    sentence: str
    dates: int
    tasks: int
    page: str


@dataclass(frozen=True, slots=True)
class DateDifference:
    """A date of ours that is not the file's, or a float, with the reason's code.

    Of a date `file` and `computed` are filled, of a float `file_float` and `computed_float`; a computed
    value of None is one we do not give.
    """

    project: str
    uid: str
    task: str
    field: str
    file: Instant | None
    computed: Instant | None
    file_float: Ticks | None
    computed_float: Ticks | None
    because: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring and how far it agrees with the file. Nothing has been saved.

    `headline` says the agreement in a sentence. `kept` and `carried` count field values, `fields` accounts
    for every one. Of `compared` dates and floats `equal` agree; `reasons` are the most frequent first.
    `seconds` is how long reading and working out took.
    """

    format: str
    version: str | None
    tool: str
    headline: str
    projects: Sequence[ProjectPreview]
    oddities: Sequence[Oddity]
    kept: int
    carried: int
    fields: Sequence[Accounted]
    compared: int
    equal: int
    reasons: Sequence[Reason]
    differences: Sequence[DateDifference]
    start: Instant | None
    finish: Instant | None
    file_finish: Instant | None
    seconds: float

    @property
    def tasks(self) -> int:
        """How many rows the plan has, summaries included."""
        return sum(project.tasks + project.summaries for project in self.projects)

    @property
    def moved(self) -> int:
        """How many tasks start or finish at another time than in the file."""
        ends = ("start", "finish")
        return len({(one.project, one.uid) for one in self.differences if one.field in ends})

    @property
    def dropped(self) -> list[Accounted]:
        """The fields that are not taken over."""
        return [one for one in self.fields if one.fate == "dropped"]
