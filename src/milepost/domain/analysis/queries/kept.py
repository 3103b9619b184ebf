"""A program worked out: its facts at one revision with all that follows from them."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from milepost.base.identity import SYSTEM
from milepost.domain.analysis.snapshot import plans
from milepost.domain.analysis.snapshot.facts import Facts
from milepost.domain.resources.rows import AssignmentRow
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.queries import outline as outline_queries
from milepost.domain.schedule.rows import BaselineRow, BaselineTaskRow, LinkRow, Units
from milepost.engine.analysis import Analysis
from milepost.engine.calendars import Calendars, WorkingTime
from milepost.engine.schedule import Ints


class Kept:
    """A program's facts at one revision with all that follows from them."""

    def __init__(self, facts: Facts, head: bytes, analysis: Analysis) -> None:
        self.facts = facts
        self.head = head
        self.analysis = analysis
        self.as_of: int | None = None
        self._promised: dict[int, dict[int, BaselineTaskRow]] = {}

    @cached_property
    def order(self) -> list[int]:
        """Every task number in outline order, which is the order of the schedule's arrays."""
        return [task.id for task in self.analysis.plan.tasks]

    @cached_property
    def position(self) -> dict[int, int]:
        """Where each task stands in the schedule's arrays."""
        return self.analysis.schedule.position

    @cached_property
    def project_of(self) -> Ints:
        """The project of each task, in the order of the schedule's arrays."""
        return np.array([task.project for task in self.analysis.plan.tasks], dtype=np.int64)

    @cached_property
    def codes(self) -> dict[int, str]:
        """The outline number of every task."""
        return outline_queries.codes(self.facts.tasks.values(), list(self.facts.projects))

    @cached_property
    def units(self) -> dict[int, Units]:
        """What "3d" means in each project."""
        return {number: outline_queries.units_of(row) for number, row in self.facts.projects.items()}

    @cached_property
    def links_into(self) -> dict[int, list[LinkRow]]:
        """The links into each task that has any."""
        found: dict[int, list[LinkRow]] = {}
        for link in self.facts.links.values():
            found.setdefault(link.successor, []).append(link)
        return found

    @cached_property
    def predecessor_texts(self) -> dict[int, str]:
        """The predecessor column of each task that has any."""
        return {task: self._predecessor_text(task) for task in self.links_into}

    def _predecessor_text(self, task: int) -> str:
        units = self.units[self.facts.tasks[task].project]
        return outline_queries.predecessor_text(self.links_into[task], units)

    @cached_property
    def drivers(self) -> dict[int, list[int]]:
        """The tasks that hold each task where it is, by link."""
        schedule = self.analysis.schedule
        found: dict[int, list[int]] = {}
        for place in np.flatnonzero(schedule.is_driving).tolist():
            link = schedule.plan.links[place]
            found.setdefault(link.successor, []).append(link.predecessor)
        return found

    @cached_property
    def bookings_of(self) -> dict[int, list[AssignmentRow]]:
        """The bookings of each task that has any."""
        found: dict[int, list[AssignmentRow]] = {}
        for booking in self.facts.assignments.values():
            found.setdefault(booking.task, []).append(booking)
        return found

    @cached_property
    def resource_names(self) -> dict[int, str]:
        """Resource names by number."""
        return {number: row.name for number, row in self.facts.resources.items()}

    @cached_property
    def slots(self) -> dict[int, BaselineRow]:
        """The newest baseline of each slot."""
        return baseline_queries.slots(SYSTEM, program=self.program, as_of=self.as_of)

    @property
    def program(self) -> int:
        """The program's ledger."""
        return self.facts.program.ledger

    @property
    def newest_slot(self) -> int | None:
        """The slot of the baseline set last; None without any."""
        return max(self.slots, key=lambda slot: (self.slots[slot].taken_at, slot), default=None)

    def promised(self, slot: int | None) -> dict[int, BaselineTaskRow]:
        """What a slot promises, by task; nothing for None."""
        if slot is None:
            return {}
        if slot not in self._promised:
            self._promised[slot] = baseline_queries.promised(
                SYSTEM, program=self.program, slot=slot, as_of=self.as_of
            )
        return self._promised[slot]

    def working_time(self, project: int | None = None) -> WorkingTime:
        """Working time by a project's calendar, or by the program's usual one."""
        own = None if project is None else self.facts.projects[project].calendar
        usual = self.analysis.plan.calendars[0].id
        return self._calendars.working_time(usual if own is None else own)

    @property
    def _calendars(self) -> Calendars:
        return self.analysis.network.frame.calendars

    def keep_unchanged_of(self, earlier: Kept) -> None:
        """Take over what an earlier state has worked out and what was stated since leaves as it was."""
        was, now = earlier.facts, self.facts
        if plans.same_outline(was, now):
            self._take("codes", earlier)
            self._take("order", earlier)
            self._take("project_of", earlier)
            self._take("units", earlier, if_same=was.projects is now.projects)
        self._take("links_into", earlier, if_same=was.links is now.links)
        self._take("bookings_of", earlier, if_same=was.assignments is now.assignments)
        self._take("resource_names", earlier, if_same=was.resources is now.resources)
        if "predecessor_texts" in earlier.__dict__ and self.units == earlier.units:
            self.__dict__["predecessor_texts"] = self._texts_brought_forward(earlier)

    def _take(self, name: str, earlier: Kept, *, if_same: bool = True) -> None:
        if if_same and name in earlier.__dict__:
            self.__dict__[name] = earlier.__dict__[name]

    def _texts_brought_forward(self, earlier: Kept) -> dict[int, str]:
        """The predecessor column, written anew where a link into the task was stated anew."""
        was, now = earlier.facts.links, self.facts.links
        if was is now:
            return earlier.predecessor_texts
        texts = dict(earlier.predecessor_texts)
        fresh = [row for number, row in now.items() if was.get(number) is not row]
        gone = [row for number, row in was.items() if now.get(number) is not row]
        for task in {row.successor for row in (*fresh, *gone)}:
            texts.pop(task, None)
            if task in self.links_into:
                texts[task] = self._predecessor_text(task)
        return texts

    def keep_baselines_of(self, earlier: Kept) -> None:
        """Take over what an earlier state has read of baselines, where none was set since."""
        if "slots" in earlier.__dict__:
            self.__dict__["slots"] = earlier.slots
        self._promised = earlier._promised
