"""A plan that is being edited: dates at once, after each change of a task.

A change of durations, constraints, progress or the like is patched into the compiled network, and only
the nodes whose dates change are worked out again. Other changes (links, outline, calendars) compile the
plan anew; so does nothing that leaves the network as it is. Either way the result is what a full
calculation finds, to the bit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from milepost.engine import critical, diagnosis, present
from milepost.engine.analysis import Analysis
from milepost.engine.arcs import Reader
from milepost.engine.bounds import Arrivals
from milepost.engine.critical import Solution
from milepost.engine.frame import effort_for
from milepost.engine.instants import Instant
from milepost.engine.kernels import layout
from milepost.engine.kernels.compiled import Kernels
from milepost.engine.kernels.edits import BLOCK
from milepost.engine.kernels.layout import FINISH_FINISH, FIRST_OF, HOLDS, START_FINISH
from milepost.engine.network import Network, compile_network, compiled_since
from milepost.engine.plan import ConstraintType, LagUnit, Plan, Task

STRUCTURAL = (
    "project",
    "parent",
    "kind",
    "is_active",
    "is_manual",
    "calendar",
    "ignores_resource_calendars",
)
"""Fields of a task that change the network itself, not only its numbers."""
DURATIONS = ("duration", "is_elapsed")
"""Fields that change more than the task's own links where a lag is a share of a summary's longest part."""
OF_NO_NODE = frozenset(
    {"name", "duration", "percent_complete", "percent_kind", "physical_percent", "is_milestone", "priority"}
)
"""Fields of a summary or a level of effort on which no other task's dates depend."""
_SHARES = (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT)
SPREAD_SHARE = 8
"""An edit that moves more than one node in eight is left to a full pass, which reads memory in order."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did: the tasks whose early dates moved, or None where everything was worked out anew."""

    moved: tuple[int, ...] | None
    finish: Instant | None


class LivePlan:
    """A plan with its dates, kept current through edits."""

    def __init__(self, plan: Plan, kernels: Kernels | None = None) -> None:
        self._kernels = kernels
        self._compile(plan, compile_network(plan))

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return replace(self._network.plan, tasks=tuple(self._tasks))

    def task(self, id_: int) -> Task:
        """One task as it stands."""
        return self._tasks[self._place[id_]]

    def analysis(self) -> Analysis:
        """Everything about the plan as it stands."""
        critical.trace_path(self._solution)
        self._put_restated()
        frame = replace(self._network.frame, plan=self.plan)
        network = replace(self._network, frame=frame)
        solution = replace(self._solution, network=network)
        schedule = present.schedule(solution)
        problems = (*network.problems, *diagnosis.problems(network, solution, schedule))
        return Analysis(frame.plan, schedule, problems, network)

    def replace_plan(self, plan: Plan) -> Edit:
        """Take another plan in the place of this one; what both have in common is not compiled again."""
        self._compile(plan, self._network_since(plan))
        return Edit(None, self._finish())

    def edit(self, tasks: Iterable[Task], *, floats: bool = True) -> Edit:
        """Replace tasks by their id, and bring dates up to date.

        Without `floats`, late dates and floats are left as they were, for a preview while dragging; the
        next edit with them brings them up to date.
        """
        changed = [(self._place[task.id], task) for task in tasks]
        if any(not self._is_patchable(place, task) for place, task in changed):
            after = list(self._tasks)
            for place, task in changed:
                after[place] = task
            return self.replace_plan(replace(self.plan, tasks=tuple(after)))
        touched: set[int] = set()
        for place, task in changed:
            touched |= self._patch(place, task)
        self._pending |= touched
        moved = self._spread(sorted(touched))
        if floats:
            self._bring_floats_up_to_date()
        named = None if moved is None else tuple(self._named(moved))
        return Edit(named, self._finish())

    def _network_since(self, plan: Plan) -> Network:
        if self._is_from_finish:
            # What such a project starts at was written over what its tasks state.
            return compile_network(plan)
        self._put_restated()
        # Plain kernels patch a list of the numbers, not the array.
        array = np.asarray(self._solution.net, dtype=np.int64)
        return compiled_since(replace(self._network, array=array), self._tasks, plan)

    def _compile(self, plan: Plan, network: Network) -> None:
        # Just compiled, so it is nobody else's: it is patched in place.
        self._network = network
        self._solution: Solution = critical.solve(self._network, self._kernels)
        self._tasks: list[Task] = list(plan.tasks)
        self._place = network.frame.outline.position
        self._reader = Reader(self._tasks, plan.links, network.frame.efforts, network.frame.setting)
        nodes = network.nodes
        kernels = self._solution.kernels
        self._waiting, self._blocks = kernels.columns(nodes, nodes // BLOCK + 1)
        self._moved, self._late_moved = kernels.columns(nodes // SPREAD_SHARE + 2, nodes // SPREAD_SHARE + 2)
        self._pending: set[int] = set()
        self._restated: set[int] = set()
        self._floats_stale = False
        frame = network.frame
        self._lags_follow_longest = any(
            plan.links[arc.link].lag_unit in _SHARES
            for arc in network.arcs.taken(network.arcs.from_ >= len(plan.tasks))
        )
        # What a project planned back from its finish starts at follows from all of its tasks.
        self._is_from_finish = any(setting.project.from_finish for setting in frame.settings.values())
        self._needs_full_passes = bool(
            network.stated(layout.IS_LATE).any() or (network.stated(layout.KIND) == FIRST_OF).any()
        )

    def _put_restated(self) -> None:
        for place in self._restated:
            self._network.frame.stated.put(place, self._tasks[place])
        self._restated.clear()

    def _is_patchable(self, place: int, task: Task) -> bool:
        """Whether the change of a task leaves the shape of the network as it is."""
        old, network = self._tasks[place], self._network
        if self._is_from_finish or (network.problems and old.name != task.name):
            # Problems found in the plan's shape speak of tasks by name.
            return False
        effort = network.frame.efforts[place]
        if effort is None:
            return _changed_fields(old, task) <= OF_NO_NODE and place not in network.arcs.lags_from
        fixed = STRUCTURAL + DURATIONS if self._lags_follow_longest else STRUCTURAL
        if any(getattr(old, name) != getattr(task, name) for name in fixed):
            return False
        after = effort_for(network.frame, task)
        return not effort.parts and not after.parts and not _is_late(old) and not _is_late(task)

    def _patch(self, place: int, task: Task) -> set[int]:
        """Write a task's new numbers into the network; the nodes to be worked out again."""
        self._tasks[place] = task
        self._restated.add(place)
        node = int(self._network.node_of[place])
        if node < 0:
            return set()
        self._network.frame.efforts.put(place, effort_for(self._network.frame, task))
        net, row = self._solution.net, node * layout.NODE_WIDTH
        arriving = range(net[row + layout.IN_FIRST], net[row + layout.IN_BEYOND], layout.LINK_WIDTH)
        leaving = [net[at] for at in range(net[row + layout.OUT_FIRST], net[row + layout.OUT_BEYOND])]
        touched = {node}
        for link in arriving:
            self._patch_link(link)
        for link in leaving:
            if self._patch_link(link):
                touched.add(int(net[link + layout.LINK_TO]))
        for one in touched:
            self._patch_node(one)
        return touched

    def _patch_link(self, link: int) -> bool:
        """Write a link's numbers; whether they changed."""
        net = self._solution.net
        place = (int(link) - self._network.nodes * layout.NODE_WIDTH) // layout.LINK_WIDTH
        numbers = self._reader.numbers(self._network.arcs.arc(place))
        fields = range(int(link) + layout.LINK_TYPE, int(link) + layout.FINDING)
        if all(net[at] == value for at, value in zip(fields, numbers, strict=True)):
            return False
        for at, value in zip(fields, numbers, strict=True):
            net[at] = value
        return True

    def _patch_node(self, node: int) -> None:
        place = int(self._network.task_of[node])
        if place < 0:
            return
        stated = self._network.frame.row(place, self._tasks[place], self._arrivals(node))
        net, row = self._solution.net, node * layout.NODE_WIDTH
        for field, value in enumerate(stated):
            if field != layout.PROJECT:
                net[row + field] = value

    def _arrivals(self, node: int) -> Arrivals:
        net, row = self._solution.net, node * layout.NODE_WIDTH
        links = range(net[row + layout.IN_FIRST], net[row + layout.IN_BEYOND], layout.LINK_WIDTH)
        types = {int(net[link + layout.LINK_TYPE]) for link in links if net[link + layout.ROLE] & HOLDS}
        return Arrivals(bool(types), FINISH_FINISH in types, START_FINISH in types)

    def _spread(self, nodes: Sequence[int]) -> int | None:
        """Bring early dates up to date; how many entries `_moved` has, None after a full pass."""
        solution, kernels = self._solution, self._solution.kernels
        count = -1
        if not self._needs_full_passes:
            for node in nodes:
                self._mark(node)
            args = (
                solution.calendars,
                solution.net,
                solution.found,
                self._waiting,
                self._blocks,
                self._moved,
            )
            count = kernels.spread_forward(*args)
        if count < 0:
            self._clear()
            critical.forward(solution)
            self._floats_stale = True
            return None
        if self._moved[0]:
            kernels.latest_finishes(solution.net, solution.found, self._network.nodes)
        self._pending.update(int(node) for node in self._moved[1:count])
        return int(count)

    def _bring_floats_up_to_date(self) -> None:
        if self._floats_stale or not self._spread_late(sorted(self._pending)):
            critical.finish_passes(self._solution)
            self._floats_stale = False
        self._pending.clear()

    def _spread_late(self, nodes: Sequence[int]) -> bool:
        """Bring late dates and floats up to date where the project's finish has not moved."""
        solution, kernels = self._solution, self._solution.kernels
        before = self._targets()
        critical.set_targets(solution)
        if before != self._targets() or len(nodes) >= len(self._moved):
            return False
        for node in nodes:
            self._mark(node)
            self._mark_before(node)
        columns = (solution.calendars, solution.net, solution.found, self._waiting, self._blocks)
        count = kernels.spread_backward(*columns, self._late_moved)
        if count < 0:
            self._clear()
            return False
        kernels.mark_measured(solution.net, self._waiting, self._blocks, self._late_moved, count)
        for node in nodes:
            self._mark(node)
            self._mark_before(node)
        kernels.measure_waiting(*columns)
        return True

    def _targets(self) -> list[int]:
        first = self._solution.project_at(0)
        rows = self._solution.found[first : first + layout.PROJECT_WIDTH * len(self._network.plan.projects)]
        return [int(value) for at, value in enumerate(rows) if at % layout.PROJECT_WIDTH]

    def _mark(self, node: int) -> None:
        if not self._waiting[node]:
            self._waiting[node] = 1
            self._blocks[node // BLOCK] += 1

    def _mark_before(self, node: int) -> None:
        net, row = self._solution.net, node * layout.NODE_WIDTH
        for link in range(net[row + layout.IN_FIRST], net[row + layout.IN_BEYOND], layout.LINK_WIDTH):
            self._mark(int(net[link + layout.LINK_FROM]))

    def _clear(self) -> None:
        """Nobody waits any more."""
        kernels, nodes = self._solution.kernels, self._network.nodes
        self._waiting, self._blocks = kernels.columns(nodes, nodes // BLOCK + 1)

    def _named(self, count: int) -> Iterable[int]:
        for node in self._moved[1:count]:
            place = int(self._network.task_of[int(node)])
            if place >= 0:
                yield self._tasks[place].id

    def _finish(self) -> Instant | None:
        solution = self._solution
        finishes = [
            int(solution.found[solution.project_at(index) + layout.PROJECT_FINISH])
            for index in range(len(self._network.plan.projects))
        ]
        latest: Any = np.max(np.array(finishes, dtype=np.int64))
        return None if latest == layout.NEVER else int(latest)


def _changed_fields(old: Task, new: Task) -> set[str]:
    return {field.name for field in fields(Task) if getattr(old, field.name) != getattr(new, field.name)}


def _is_late(task: Task) -> bool:
    return task.constraint is ConstraintType.AS_LATE_AS_POSSIBLE
