"""What progress and dates reveal: missed deadlines, constraints against logic, work out of sequence."""

from collections.abc import Iterator

import numpy as np

from milepost.engine import leads
from milepost.engine.critical import Solution
from milepost.engine.instants import TICKS_PER_DAY, Instant, minutes, moment
from milepost.engine.kernels.layout import NEVER
from milepost.engine.network import Network
from milepost.engine.plan import ConstraintType, LinkType, Task
from milepost.engine.problems import Problem, ProblemCode
from milepost.engine.progress import Stage, problems_with, stage
from milepost.engine.schedule import Schedule

_DATELESS = (ConstraintType.AS_SOON_AS_POSSIBLE, ConstraintType.AS_LATE_AS_POSSIBLE)
_STARTS_LIMITED = (
    ConstraintType.START_NO_LATER_THAN,
    ConstraintType.MUST_START_ON,
    ConstraintType.MANDATORY_START,
)
_FINISHES_LIMITED = (
    ConstraintType.FINISH_NO_LATER_THAN,
    ConstraintType.MUST_FINISH_ON,
    ConstraintType.MANDATORY_FINISH,
)


def problems(network: Network, solution: Solution, schedule: Schedule) -> list[Problem]:
    """The problems in what was recorded and those that need dates to be seen, in outline order each."""
    stated = network.frame.stated
    begun = [network.plan.tasks[place] for place in np.flatnonzero(stated.stage).tolist()]
    found = problems_with(begun, network.frame.settings)
    for place in np.flatnonzero(stated.is_dated & stated.is_active).tolist():
        task = network.plan.tasks[place]
        found += _undated(task)
        if stage(task) is not Stage.COMPLETE and schedule.finish[place] != NEVER:
            found += _missed(task, int(schedule.start[place]), int(schedule.finish[place]))
    found += _against_logic(network, schedule)
    found += _out_of_sequence(network)
    found += leads.problems(network, solution)
    return found


def _undated(task: Task) -> Iterator[Problem]:
    if task.constraint not in _DATELESS and task.constraint_date is None:
        message = f"'{task.name}' has the constraint {task.constraint.replace('_', ' ')} without a date."
        yield Problem(ProblemCode.CONSTRAINT_WITHOUT_DATE, task.id, message)


def _missed(task: Task, start: Instant, finish: Instant) -> Iterator[Problem]:
    if task.deadline is not None and finish > task.deadline and finish > _day_after(task.deadline):
        message = f"'{task.name}' finishes {_shown(finish)}, after its deadline {_shown(task.deadline)}."
        yield Problem(ProblemCode.DEADLINE_MISSED, task.id, message)
    if task.constraint_date is None:
        return
    limit = _day_after(task.constraint_date)
    late_start = task.constraint in _STARTS_LIMITED and start > limit and task.actual_start is None
    late_finish = task.constraint in _FINISHES_LIMITED and finish > limit
    if late_start or late_finish:
        wanted = task.constraint.replace("_", " ")
        message = f"'{task.name}' cannot {wanted} {_shown(task.constraint_date)}: logic is later."
        yield Problem(ProblemCode.CONSTRAINT_CONFLICT, task.id, message)


def _against_logic(network: Network, schedule: Schedule) -> Iterator[Problem]:
    """Tasks that a date pulls before their predecessors let them go, with by how much."""
    worst: dict[int, tuple[int, int]] = {}
    for place in np.flatnonzero((schedule.slack < 0) & (schedule.slack != NEVER)).tolist():
        link, slack = network.plan.links[place], int(schedule.slack[place])
        if slack < worst.get(link.successor, (0, 0))[0]:
            worst[link.successor] = (slack, link.predecessor)
    position, tasks = network.frame.outline.position, network.plan.tasks
    for successor, (slack, predecessor) in worst.items():
        task = tasks[position[successor]]
        if stage(task) is Stage.NOT_STARTED and task.constraint not in _DATELESS:
            by = minutes(-slack)
            message = (
                f"'{task.name}' is held {by} minutes before '{tasks[position[predecessor]].name}' lets it go."
            )
            yield Problem(ProblemCode.CONSTRAINT_CONFLICT, successor, message, (predecessor,))


def _out_of_sequence(network: Network) -> Iterator[Problem]:
    """Pairs in which the successor started before its finish-to-start predecessor was complete."""
    arcs, tasks = network.frame.arcs, network.plan.tasks
    both = (arcs.before >= 0) & (arcs.after >= 0)
    both[both] = network.frame.stated.stage[arcs.after[both]] != Stage.NOT_STARTED
    for place in np.flatnonzero(both).tolist():
        before, after = tasks[arcs.before[place]], tasks[arcs.after[place]]
        link = network.plan.links[place]
        if link.type is not LinkType.FINISH_START or not before.is_active or after.actual_start is None:
            continue
        if before.actual_finish is None or before.actual_finish > after.actual_start:
            message = f"'{after.name}' started before '{before.name}' was finished."
            yield Problem(ProblemCode.OUT_OF_SEQUENCE, after.id, message, (before.id,))


def _day_after(at: Instant) -> Instant:
    """A date given as a day lasts until its end; any other instant is meant exactly."""
    return at if at % TICKS_PER_DAY else at + TICKS_PER_DAY


def _shown(at: Instant) -> str:
    return f"{moment(at):%Y-%m-%d %H:%M}"
