"""A plan compiled to arrays, once.

`compile_network` resolves everything a pass should not have to think about: calendars, summaries,
constraints, progress, lags, the order of the nodes. Dates come from `critical`, edits go through `edits`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from milepost.engine import bounds, frame, sorting
from milepost.engine.bounds import Arrivals, Row
from milepost.engine.effort import Effort, Part
from milepost.engine.expansion import Arc
from milepost.engine.frame import Frame
from milepost.engine.kernels.net import FINISH_FINISH, HOLDS, START_FINISH, Net
from milepost.engine.plan import ConstraintType, Plan, Task, TaskKind
from milepost.engine.problems import Problem

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """A plan as arrays.

    `node_of` gives the node of each position in `plan.tasks`, then of each hub (-1: none, for a summary
    or a level of effort); `task_of` the position of each node (-1 for a hub); `link_of` the position in
    `plan.links` of each arc.
    """

    frame: Frame
    net: Net
    arcs: list[Arc]
    node_of: Ints
    task_of: Ints
    link_of: Ints
    problems: tuple[Problem, ...]

    @property
    def plan(self) -> Plan:
        """The plan the network was compiled from."""
        return self.frame.plan

    @cached_property
    def plain(self) -> Net:
        """The arrays as lists, for passes that run as plain Python."""
        columns: Any = self.net
        return Net(*(column.tolist() for column in columns))


def compile_network(plan: Plan) -> Network:
    """The network of a plan. Whatever cannot be right is left out and reported in `problems`."""
    base = frame.build(plan)
    sorted_ = sorting.sort(base)
    order = np.array(sorted_.order, dtype=np.int64)
    node_of = np.full(len(plan.tasks) + len(base.arcs.hubs), -1, dtype=np.int64)
    node_of[order] = np.arange(len(order))
    tos = node_of[np.array([arc.to for arc in sorted_.arcs], dtype=np.int64)]
    arcs = [sorted_.arcs[place] for place in np.argsort(tos, kind="stable")]
    links = _link_columns(base, arcs, node_of, len(order))
    columns: dict[str, Any] = {**_node_columns(base, order, links), **links}
    return Network(
        frame=base,
        net=Net(**columns),
        arcs=arcs,
        node_of=node_of,
        task_of=np.where(order < len(plan.tasks), order, -1),
        link_of=np.array([arc.link for arc in arcs], dtype=np.int64),
        problems=(*base.problems, *sorted_.problems),
    )


def _link_columns(base: Frame, arcs: Sequence[Arc], node_of: Ints, nodes: int) -> dict[str, Ints]:
    reader = base.reader()
    numbers = np.array([reader.numbers(arc) for arc in arcs], dtype=np.int64).reshape(-1, 4)
    froms = node_of[np.array([arc.from_ for arc in arcs], dtype=np.int64)]
    tos = node_of[np.array([arc.to for arc in arcs], dtype=np.int64)]
    return {
        "in_first": _firsts(tos, nodes),
        "link_from": froms,
        "link_to": tos,
        "link_type": numbers[:, 0].copy(),
        "link_lag": numbers[:, 1].copy(),
        "link_calendar": numbers[:, 2].copy(),
        "link_role": numbers[:, 3].copy(),
        "out_first": _firsts(froms, nodes),
        "out_link": np.argsort(froms, kind="stable"),
    }


def _firsts(keys: Ints, count: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=count))]).astype(np.int64)


def _node_columns(base: Frame, order: Ints, links: dict[str, Ints]) -> dict[str, Ints]:
    holds = (links["link_role"] & HOLDS) > 0
    counts = [
        np.bincount(links["link_to"][holds & chosen], minlength=len(order))
        for chosen in (
            holds,
            links["link_type"] == FINISH_FINISH,
            links["link_type"] == START_FINISH,
        )
    ]
    arrivals = zip(*(count.astype(bool).tolist() for count in counts), strict=True)
    rows = list(_rows(base, order.tolist(), arrivals))
    table = np.array(rows, dtype=np.int64).reshape(-1, len(Row._fields))
    columns = {name: table[:, at].copy() for at, name in enumerate(Row._fields)}
    return {**columns, **_part_columns(base, order.tolist())}


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


def _part_columns(base: Frame, order: Sequence[int]) -> dict[str, Ints]:
    parts = [parts_of(base, place) for place in order]
    flat = [part for some in parts for part in some]
    return {
        "part_first": np.concatenate([[0], np.cumsum([len(some) for some in parts])]).astype(np.int64),
        "part_calendar": np.array([part.calendar for part in flat], dtype=np.int64),
        "part_span": np.array([part.span for part in flat], dtype=np.int64),
    }
