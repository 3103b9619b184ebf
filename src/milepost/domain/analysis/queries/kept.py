"""A program worked out: its facts at one revision with all that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from milepost.base.identity import SYSTEM
from milepost.domain.analysis.snapshot.anew import stated_anew
from milepost.domain.analysis.snapshot.facts import Facts
from milepost.domain.analysis.snapshot.outlines import Outline
from milepost.domain.resources.rows import AssignmentRow
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.queries import outline as outline_queries
from milepost.domain.schedule.rows import BaselineRow, BaselineTaskRow, LinkRow, Units
from milepost.engine.analysis import Analysis
from milepost.engine.calendars import Calendars, WorkingTime
from milepost.engine.schedule import Ints

Known = TypeVar("Known")
Found = TypeVar("Found")


class Kept:
    """A program's facts at one revision with all that follows from them."""

    def __init__(self, facts: Facts, head: bytes, outline: Outline, analysis: Analysis) -> None:
        self.facts = facts
        self.head = head
        self.outline = outline
        self.analysis = analysis
        self.as_of: int | None = None
        self._promised: dict[int, dict[int, BaselineTaskRow]] = {}
        self._found: dict[Hashable, Any] = {}

    def once(self, wanted: Hashable, work: Callable[[], Found]) -> Found:
        """What follows from this very state, worked out when first asked for and kept with it."""
        if wanted not in self._found:
            self._found[wanted] = work()
        found: Found = self._found[wanted]
        return found

    @property
    def order(self) -> list[int]:
        """Every task number in outline order, which is the order of the schedule's arrays."""
        return self.outline.order

    @cached_property
    def position(self) -> dict[int, int]:
        """Where each task stands in the schedule's arrays."""
        return self.analysis.schedule.position

    @cached_property
    def project_of(self) -> Ints:
        """The project of each task, in the order of the schedule's arrays."""
        return np.array([task.project for task in self.analysis.plan.tasks], dtype=np.int64)

    @cached_property
    def everybody(self) -> frozenset[int]:
        """Every task number."""
        return frozenset(self.order)

    @property
    def codes(self) -> dict[int, str]:
        """The outline number of every task."""
        return self.outline.codes

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
    def driving(self) -> frozenset[int]:
        """The links that hold their successor where it is."""
        numbers = np.fromiter(self.facts.links, dtype=np.int64, count=len(self.facts.links))
        return frozenset(numbers[self.analysis.schedule.is_driving].tolist())

    @cached_property
    def drivers(self) -> dict[int, list[int]]:
        """The tasks that hold each task where it is, by link."""
        found: dict[int, list[int]] = {}
        drives = self.analysis.schedule.is_driving.tolist()
        for link, is_driving in zip(self.facts.links.values(), drives, strict=True):
            if is_driving:
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
        return self.once(("working time", project), lambda: self._working_time(project))

    def _working_time(self, project: int | None) -> WorkingTime:
        own = None if project is None else self.facts.projects[project].calendar
        usual = self.analysis.plan.calendars[0].id
        return self._calendars.working_time(usual if own is None else own)

    @property
    def _calendars(self) -> Calendars:
        return self.analysis.network.frame.calendars

    def keep_unchanged_of(self, earlier: Kept) -> None:
        """Take over what an earlier state has worked out and what was stated since leaves as it was."""
        was, now = earlier.facts, self.facts
        if self.outline is earlier.outline:
            self._take("project_of", earlier)
            self._take("everybody", earlier)
        self._take("units", earlier, if_same=was.projects is now.projects)
        self._take("bookings_of", earlier, if_same=was.assignments is now.assignments)
        self._take("resource_names", earlier, if_same=was.resources is now.resources)
        self._keep_links_of(earlier)

    def _take(self, name: str, earlier: Kept, *, if_same: bool = True) -> None:
        if if_same and name in earlier.__dict__:
            self.__dict__[name] = earlier.__dict__[name]

    def _keep_links_of(self, earlier: Kept) -> None:
        """Take over what is known of links by task, looking again where one into the task was stated anew."""
        anew = {row.successor for row in self.links_since(earlier)}
        if "links_into" in earlier.__dict__:
            self.__dict__["links_into"] = self._into_since(earlier, anew)
        if "predecessor_texts" in earlier.__dict__ and self.units == earlier.units:
            written = {task: self._predecessor_text(task) for task in anew if task in self.links_into}
            self.__dict__["predecessor_texts"] = _with(earlier.predecessor_texts, anew, written)
        if "drivers" in earlier.__dict__:
            anew |= {self._successor(link, earlier) for link in self.driving ^ earlier.driving}
            self.__dict__["drivers"] = _with(earlier.drivers, anew, self._drivers_of(anew))

    def links_since(self, earlier: Kept) -> list[LinkRow]:
        """The links stated anew since an earlier state, as they are; those changed or gone, as they were."""
        was, now = earlier.facts.links, self.facts.links
        return stated_anew(was, now) + stated_anew(now, was)

    def _into_since(self, earlier: Kept, anew: set[int]) -> dict[int, list[LinkRow]]:
        if not anew:
            return earlier.links_into
        found: dict[int, list[LinkRow]] = {}
        for link in self.facts.links.values():
            if link.successor in anew:
                found.setdefault(link.successor, []).append(link)
        return _with(earlier.links_into, anew, found)

    def _successor(self, link: int, earlier: Kept) -> int:
        return (self.facts.links.get(link) or earlier.facts.links[link]).successor

    def _drivers_of(self, tasks: set[int]) -> dict[int, list[int]]:
        held = {
            task: [row for row in self.links_into.get(task, ()) if row.number in self.driving]
            for task in tasks
        }
        return {task: [row.predecessor for row in rows] for task, rows in held.items() if rows}

    def keep_baselines_of(self, earlier: Kept) -> None:
        """Take over what an earlier state has read of baselines, where none was set since."""
        if "slots" in earlier.__dict__:
            self.__dict__["slots"] = earlier.slots
        self._promised = earlier._promised


def _with(held: dict[int, Known], tasks: Iterable[int], now: dict[int, Known]) -> dict[int, Known]:
    """What is known of every task, with what is known now of some: nothing of those it leaves out."""
    found = dict(held)
    for task in tasks:
        found.pop(task, None)
    return found | now
