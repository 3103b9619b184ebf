"""A plan compiled to columns of numbers, once.

`compile_network` resolves everything a pass should not have to think about: calendars, summaries,
constraints, progress, lags, the order of the nodes. Dates come from `critical`, edits go through `edits`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.engine import bounds, frame, sorting
from milepost.engine.bounds import Arrivals, Row
from milepost.engine.effort import Effort, Part
from milepost.engine.expansion import Arc
from milepost.engine.frame import Frame
from milepost.engine.kernels import layout
from milepost.engine.kernels.layout import FINISH_FINISH, HOLDS, START_FINISH
from milepost.engine.plan import ConstraintType, Plan, Task, TaskKind
from milepost.engine.problems import Problem

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """A plan as one column of numbers, laid out as `kernels.layout` says.

    `node_of` gives the node of each position in `plan.tasks`, then of each hub (-1: none, for a summary
    or a level of effort); `task_of` the position of each node (-1 for a hub); `arcs` the dependencies in
    the order of the column's links.
    """

    frame: Frame
    array: Ints
    arcs: list[Arc]
    node_of: Ints
    task_of: Ints
    problems: tuple[Problem, ...]

    @property
    def plan(self) -> Plan:
        """The plan the network was compiled from."""
        return self.frame.plan

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.task_of)

    @cached_property
    def link_of(self) -> Ints:
        """The position in `plan.links` of each arc."""
        return np.array([arc.link for arc in self.arcs], dtype=np.int64)

    @cached_property
    def plain(self) -> list[int]:
        """The column as a list, for passes that run as plain Python."""
        listed: list[int] = self.array.tolist()
        return listed

    def stated(self, field: int) -> Ints:
        """One field of every node, as a view of the column."""
        size = self.nodes * layout.NODE_WIDTH
        return self.array[:size].reshape(-1, layout.NODE_WIDTH)[:, field]


def compile_network(plan: Plan) -> Network:
    """The network of a plan. Whatever cannot be right is left out and reported in `problems`."""
    base = frame.build(plan)
    sorted_ = sorting.sort(base)
    order = np.array(sorted_.order, dtype=np.int64)
    node_of = np.full(len(plan.tasks) + len(base.arcs.hubs), -1, dtype=np.int64)
    node_of[order] = np.arange(len(order))
    tos = node_of[np.array([arc.to for arc in sorted_.arcs], dtype=np.int64)]
    arcs = [sorted_.arcs[place] for place in np.argsort(tos, kind="stable").tolist()]
    return Network(
        frame=base,
        array=_laid_out(base, order, arcs, node_of),
        arcs=arcs,
        node_of=node_of,
        task_of=np.where(order < len(plan.tasks), order, -1),
        problems=(*base.problems, *sorted_.problems),
    )


def _laid_out(base: Frame, order: Ints, arcs: Sequence[Arc], node_of: Ints) -> Ints:
    """Nodes, links, the links by predecessor, and parts, one after another."""
    nodes, projects = len(order), len(base.plan.projects)
    links = _link_rows(base, arcs, node_of)
    links_at = nodes * layout.NODE_WIDTH
    out_at = links_at + links.size
    parts_at = out_at + len(links)
    findings_at = nodes * layout.FOUND_WIDTH + projects * layout.PROJECT_WIDTH
    froms, tos = links[:, layout.LINK_FROM], links[:, layout.LINK_TO]
    links[:, layout.FINDING] = findings_at + layout.FINDING_WIDTH * np.arange(len(links))
    out = links_at + layout.LINK_WIDTH * np.argsort(froms, kind="stable")
    parts = [parts_of(base, place) for place in order.tolist()]
    flat = np.array([(p.calendar, p.span) for some in parts for p in some], dtype=np.int64)
    rows = np.zeros((nodes, layout.NODE_WIDTH), dtype=np.int64)
    rows[:, : layout.STATED_FIELDS] = _node_rows(base, order, links)
    rows[:, layout.PROJECT] = nodes * layout.FOUND_WIDTH + layout.PROJECT_WIDTH * rows[:, layout.PROJECT]
    firsts = links_at + layout.LINK_WIDTH * _firsts(np.bincount(tos, minlength=nodes))
    rows[:, layout.IN_FIRST], rows[:, layout.IN_BEYOND] = firsts[:-1], firsts[1:]
    firsts = out_at + _firsts(np.bincount(froms, minlength=nodes))
    rows[:, layout.OUT_FIRST], rows[:, layout.OUT_BEYOND] = firsts[:-1], firsts[1:]
    firsts = parts_at + layout.PART_WIDTH * _firsts(np.array([len(some) for some in parts], dtype=np.int64))
    rows[:, layout.PART_FIRST], rows[:, layout.PART_BEYOND] = firsts[:-1], firsts[1:]
    return np.concatenate([rows.ravel(), links.ravel(), out, flat.ravel()]).astype(np.int64)


def _link_rows(base: Frame, arcs: Sequence[Arc], node_of: Ints) -> Ints:
    """Each arc's fields, but for the address of its findings."""
    reader = base.reader()
    rows = np.zeros((len(arcs), layout.LINK_WIDTH), dtype=np.int64)
    rows[:, layout.LINK_FROM] = node_of[np.array([arc.from_ for arc in arcs], dtype=np.int64)]
    rows[:, layout.LINK_TO] = node_of[np.array([arc.to for arc in arcs], dtype=np.int64)]
    numbers = [reader.numbers(arc) for arc in arcs]
    rows[:, layout.LINK_TYPE : layout.FINDING] = np.array(numbers, dtype=np.int64).reshape(-1, 4)
    return rows


def _firsts(counts: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _node_rows(base: Frame, order: Ints, links: Ints) -> Ints:
    holds = (links[:, layout.ROLE] & HOLDS) > 0
    types, tos = links[:, layout.LINK_TYPE], links[:, layout.LINK_TO]
    arrives = [
        (np.bincount(tos[holds & chosen], minlength=len(order)) > 0).tolist()
        for chosen in (holds, types == FINISH_FINISH, types == START_FINISH)
    ]
    rows = list(_rows(base, order.tolist(), zip(*arrives, strict=True)))
    return np.array(rows, dtype=np.int64).reshape(-1, layout.STATED_FIELDS)


def _rows(base: Frame, order: Sequence[int], arrivals: Iterator[tuple[bool, bool, bool]]) -> Iterator[Row]:
    """Each node's numbers. Tasks about which nothing special is stated share templates: most do."""
    templates: dict[tuple[object, ...], Row] = {}
    tasks, hubs = base.plan.tasks, base.arcs.hubs
    for place, arrival in zip(order, arrivals, strict=True):
        if place >= len(tasks):
            hub = hubs[place - len(tasks)]
            setting = base.setting(hub.project)
            yield Row(kind=hub.kind, earliest=setting.project.start, project=setting.index, counts=0)
            continue
        task, effort = tasks[place], base.efforts[place]
        assert effort is not None
        if not _is_ordinary(task, effort):
            yield node_row(base, place, Arrivals(*arrival))
            continue
        key = (
            task.project,
            effort.calendar,
            effort.work_calendar,
            effort.span_calendar,
            effort.span == 0,
            arrival,
        )
        template = templates.get(key)
        if template is None:
            template = templates[key] = node_row(base, place, Arrivals(*arrival))
        yield Row(*template[:4], effort.span, *template[5:])


def node_row(base: Frame, place: int, arrivals: Arrivals) -> Row:
    """The numbers of the task at a position."""
    task, effort = base.plan.tasks[place], base.efforts[place]
    assert effort is not None
    return bounds.row(task, base.setting(task.project), effort, arrivals, base.calendars)


def _is_ordinary(task: Task, effort: Effort) -> bool:
    return (
        task.kind is TaskKind.TASK
        and task.constraint is ConstraintType.AS_SOON_AS_POSSIBLE
        and task.actual_start is None
        and task.actual_finish is None
        and task.remaining is None
        and task.deadline is None
        and task.second_constraint is None
        and task.expected_finish is None
        and not task.is_manual
        and task.is_active
        and not task.levelling_delay
        and not effort.parts
    )


def parts_of(base: Frame, place: int) -> tuple[Part, ...]:
    """The parts of the task at a position that are still to schedule; none for most tasks, and for hubs."""
    effort = base.efforts[place] if place < len(base.efforts) else None
    if effort is None or not effort.parts:
        return ()
    return bounds.parts_to_schedule(base.plan.tasks[place], effort)
