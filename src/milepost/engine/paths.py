"""Which chains of tasks hold a date where it is.

Total float does not show what drives a task: along the driving path to a task in the middle of a plan it
need not be constant. So paths follow links, not floats.
Source: T. Boyle, "P6 Multiple Float Path Analysis" (2017), free-float option.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.engine.instants import Ticks
from milepost.engine.kernels.layout import NEVER
from milepost.engine.schedule import Schedule


@dataclass(frozen=True, slots=True)
class FloatPath:
    """One chain of tasks that leads to a task, first task first.

    `rank` 1 drives it. `relative_float` is how far the chain may slip before it too would drive: the
    slack of the link by which it joins the paths before it (working ticks). By total float it is that.
    """

    rank: int
    tasks: tuple[int, ...]
    relative_float: Ticks


def driving_path(schedule: Schedule, task: int) -> tuple[int, ...]:
    """The tasks that hold a task where it is, through driving links, in order of their start.

    Where several links tie, all of them are followed.
    """
    found, waiting = {task}, [task]
    while waiting:
        for before in schedule.driven_by(waiting.pop()):
            if before not in found:
                found.add(before)
                waiting.append(before)
    return tuple(sorted(found, key=lambda one: _by_date(schedule, one)))


def longest_path(schedule: Schedule) -> tuple[int, ...]:
    """The tasks on the longest path in order of their start, summaries left out."""
    tasks = [
        task.id
        for place, task in enumerate(schedule.plan.tasks)
        if schedule.on_longest_path[place] and not schedule.is_summary[place]
    ]
    return tuple(sorted(tasks, key=lambda one: _by_date(schedule, one)))


def float_paths(schedule: Schedule, task: int, count: int = 10) -> tuple[FloatPath, ...]:
    """The chain that drives a task, then the next nearest to driving it, and so on, by free float.

    Each further path enters where a link with the least slack meets the paths already found, and runs
    back along the drivers of its predecessor as far as they are new.
    """
    taken: set[int] = set()
    paths = [_chain(schedule, task, taken, rank=1, relative_float=0)]
    while len(paths) < count:
        entry = min(_entries(schedule, taken), default=None)
        if entry is None:
            break
        slack, _, _, predecessor = entry
        paths.append(_chain(schedule, predecessor, taken, rank=len(paths) + 1, relative_float=slack))
    return tuple(paths)


def total_float_paths(schedule: Schedule, task: int, count: int = 10) -> tuple[FloatPath, ...]:
    """The tasks that lead to a task, parted by their total float, the least first.

    What has the same total float stands together, in order of start, whether or not one drives the other;
    here `relative_float` is that float. Tasks without one (finished work, say) are left out.
    """
    by_float: dict[Ticks, list[int]] = {}
    for one in _leading_to(schedule, task):
        amount = int(schedule.total_float[schedule.position[one]])
        if amount != NEVER:
            by_float.setdefault(amount, []).append(one)
    return tuple(
        FloatPath(rank, tuple(sorted(by_float[amount], key=lambda one: _by_date(schedule, one))), amount)
        for rank, amount in enumerate(sorted(by_float)[:count], 1)
    )


def _leading_to(schedule: Schedule, task: int) -> set[int]:
    """Every task from which links lead to this one, and this one."""
    found, waiting = {task}, [task]
    while waiting:
        for _, link in schedule.links_to(waiting.pop()):
            if link.predecessor not in found:
                found.add(link.predecessor)
                waiting.append(link.predecessor)
    return found


def _chain(schedule: Schedule, task: int, taken: set[int], *, rank: int, relative_float: Ticks) -> FloatPath:
    """The drivers of a task that no path has yet, and the task itself; they are taken now."""
    tasks = [task]
    taken.add(task)
    waiting = [task]
    while waiting:
        for before in schedule.driven_by(waiting.pop()):
            if before not in taken:
                taken.add(before)
                tasks.append(before)
                waiting.append(before)
    return FloatPath(rank, tuple(sorted(tasks, key=lambda one: _by_date(schedule, one))), relative_float)


def _entries(schedule: Schedule, taken: set[int]) -> Iterator[tuple[Ticks, int, int, int]]:
    """Links from outside into the paths taken: slack, then predecessor's place, link, predecessor."""
    for task in taken:
        for place, link in schedule.links_to(task):
            slack = int(schedule.slack[place])
            if link.predecessor not in taken and slack != NEVER:
                yield slack, schedule.position[link.predecessor], place, link.predecessor


def _by_date(schedule: Schedule, task: int) -> tuple[int, int, int]:
    place = schedule.position[task]
    return int(schedule.start[place]), int(schedule.finish[place]), place
