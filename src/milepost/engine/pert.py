"""PERT: a quick look at uncertainty, by hand-sized formulas.

It follows one path and adds its variances, so where paths join it is too hopeful (merge bias): a
simulation is the answer, this is the glance before it. `Outlook.is_optimistic` is there to say so.
Source: Malcolm et al., "Application of a Technique for Research and Development Program Evaluation" (1959).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import erf, sqrt

from milepost.engine.analysis import analyse
from milepost.engine.instants import Ticks
from milepost.engine.paths import longest_path
from milepost.engine.plan import Plan, ThreePoint


@dataclass(frozen=True, slots=True)
class Outlook:
    """What PERT says about a plan: per task and along the longest path.

    Ticks and squared ticks; `probability` that the path is done within the target, None without one.
    """

    expected: Mapping[int, float]
    variance: Mapping[int, float]
    path: tuple[int, ...]
    mean: float
    path_variance: float
    z: float | None
    probability: float | None
    is_optimistic: bool = True

    @property
    def deviation(self) -> float:
        """Standard deviation of the path, in ticks."""
        return sqrt(self.path_variance)


def expected(estimate: ThreePoint) -> float:
    """The mean PERT gives an estimate: the likely value counts four times."""
    return (estimate.low + 4 * estimate.likely + estimate.high) / 6


def variance(estimate: ThreePoint) -> float:
    """The variance PERT gives an estimate: low and high lie six deviations apart."""
    return ((estimate.high - estimate.low) / 6) ** 2


def outlook(plan: Plan, estimates: Mapping[int, ThreePoint], target: Ticks | None = None) -> Outlook:
    """PERT's mean and deviation of the longest path, and the chance to be done within `target` ticks.

    Tasks without an estimate keep their duration and vary not at all.
    """
    means = {task.id: expected(estimates[task.id]) for task in plan.tasks if task.id in estimates}
    spread = {task: variance(estimate) for task, estimate in estimates.items()}
    tasks = tuple(
        replace(task, duration=round(means.get(task.id, task.duration)), remaining=None)
        for task in plan.tasks
    )
    path = longest_path(analyse(replace(plan, tasks=tasks)).schedule)
    durations = {task.id: task.duration for task in plan.tasks}
    mean = sum(means.get(task, durations[task]) for task in path)
    total = sum(spread.get(task, 0.0) for task in path)
    z = None if target is None or total == 0 else (target - mean) / sqrt(total)
    chance = None if z is None else (1 + erf(z / sqrt(2))) / 2
    return Outlook(means, spread, path, mean, total, z, chance)
