"""Why a date moved: its change, split by what people did and in which project.

Changes are put into groups (durations, logic, …, per project). Each group's share is its Shapley value:
the move it causes, averaged over every order in which the groups could have been applied. So the shares
add up to the whole move exactly, and no group gains by being looked at first. Tasks on no way to the date
are left out beforehand: they cannot move it, and without them few groups are left.
Source: Shapley, "A Value for n-Person Games" (1953).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

import numpy as np

from milepost.engine.analysis import analyse
from milepost.engine.instants import Instant, Ticks
from milepost.engine.kernels.layout import NEVER
from milepost.engine.mixing import Cause, Difference, Group, by_project, differences, mixed, sharing
from milepost.engine.plan import Plan
from milepost.engine.reach import deciding, only
from milepost.engine.schedule import Schedule

MOST_PLANS = 512
"""Plans worked out at most: every subset of nine groups."""
FEW_PLANS = 64
"""So few plans are worked out without looking first which groups matter."""
PROBED_ORDERS, LEAST_ORDERS = 8, 2

Measure = Callable[[Instant], Ticks]
"""Where an instant lies on a scale: elapsed time as it is, or working time by some calendar."""


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a move that one cause in one project brought about, in ticks of the measure, exactly.

    `project` is None for causes that belong to no single project, such as a shared calendar. `changes` are
    what the group is made of.
    """

    cause: Cause
    project: int | None
    ticks: Fraction
    changes: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a date moved: from where, to where, and the shares, the largest first.

    The shares sum to `moved` exactly; later is positive. `groups` counts the groups of changes on the way
    to the date, `silent` those among them left out because they moved it in none of the orders tried first,
    `plans` the plans worked out. `is_sampled` says that there were too many groups to try every order; the
    sum is exact then too, the single shares are estimates.
    """

    before: Instant
    after: Instant
    moved: Ticks
    shares: tuple[Share, ...]
    groups: int
    silent: int
    plans: int
    is_sampled: bool


def why_it_moved(
    before: Plan,
    after: Plan,
    task: int | None = None,
    *,
    measure: Measure | None = None,
    most_plans: int = MOST_PLANS,
) -> Explanation | None:
    """Why a task (None: the program) finishes at another time in the later plan; None if it is undated.

    Moves are measured in elapsed time, or as `measure` says.
    """
    tasks = None if task is None else deciding((before, after), task)
    return _Comparison(only(before, tasks), only(after, tasks), task, measure or _elapsed).explained(
        most_plans
    )


class _Comparison:
    """Two plans, and the plans between them as far as they were worked out."""

    def __init__(self, before: Plan, after: Plan, task: int | None, measure: Measure) -> None:
        self.before, self.measure = by_project(before), measure
        self.after = sharing(self.before, by_project(after))
        self.reader = _finish_of(task)
        self.changes = differences(self.before, self.after)
        self.groups = sorted(self.changes, key=str)
        self.found: dict[frozenset[Group], Ticks] = {}

    def explained(self, most_plans: int) -> Explanation | None:
        first, last = (self.reader(analyse(plan).schedule) for plan in (self.before, self.after))
        if first is None or last is None:
            return None
        self.found[frozenset()] = self.measure(first)
        self.found[frozenset(self.groups)] = self.measure(last)
        values, silent, is_sampled = self._valued(most_plans)
        shares = [
            Share(*group, value, tuple(self.changes[group])) for group, value in values.items() if value
        ]
        shares.sort(key=lambda share: (-abs(share.ticks), str(share.cause), share.project or 0))
        return Explanation(
            before=first,
            after=last,
            moved=self.measure(last) - self.measure(first),
            shares=tuple(shares),
            groups=len(self.groups),
            silent=silent,
            plans=len(self.found),
            is_sampled=is_sampled,
        )

    def _valued(self, most_plans: int) -> tuple[Mapping[Group, Fraction], int, bool]:
        """The groups' shares, how many were left out as without effect, and whether they are estimates.

        Of many groups most move nothing. Some orders are tried first; what moved the date in none of them
        is left out, and of the rest every order counts, if they explain the whole move.
        """
        count = len(self.groups)
        if 2**count <= min(most_plans, FEW_PLANS):
            return _exact(self.groups, self.at), 0, False
        orders = _orders(count, max(min(PROBED_ORDERS, most_plans // count), LEAST_ORDERS))
        active = self._active(orders)
        every = frozenset(self.groups)
        if 2 ** len(active) <= most_plans and self.at(frozenset(active)) == self.at(every):
            return _exact(active, self.at), count - len(active), False
        orders = _orders(count, max(most_plans // count, LEAST_ORDERS))
        return _sampled(self.groups, self.at, orders), 0, True

    def _active(self, orders: Sequence[Sequence[int]]) -> list[Group]:
        """The groups that move the date in one of these orders at least."""
        found: set[Group] = set()
        for order in orders:
            chosen: frozenset[Group] = frozenset()
            for place in order:
                with_it = chosen | {self.groups[place]}
                if self.at(with_it) != self.at(chosen):
                    found.add(self.groups[place])
                chosen = with_it
        return [group for group in self.groups if group in found]

    def at(self, chosen: frozenset[Group]) -> Ticks:
        """Where the date lies with these groups of changes applied."""
        if chosen not in self.found:
            finish = self.reader(analyse(mixed(self.before, self.after, chosen)).schedule)
            self.found[chosen] = self.found[frozenset()] if finish is None else self.measure(finish)
        return self.found[chosen]


def apportioned(amounts: Sequence[Fraction], unit: Ticks) -> list[int]:
    """Amounts in whole units that sum to their rounded sum: the largest remainders are rounded up."""
    exact = [amount / unit for amount in amounts]
    floors = [amount.numerator // amount.denominator for amount in exact]
    left = round(sum(exact)) - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for at in by_remainder[:left]:
        floors[at] += 1
    return floors


def _elapsed(at: Instant) -> Ticks:
    return at


def _finish_of(task: int | None) -> Callable[[Schedule], Instant | None]:
    if task is None:
        return lambda schedule: schedule.ends

    def finish(schedule: Schedule) -> Instant | None:
        place = schedule.position.get(task)
        at = NEVER if place is None else int(schedule.finish[place])
        return None if at == NEVER else at

    return finish


def _exact(groups: Sequence[Group], at: Callable[[frozenset[Group]], Ticks]) -> Mapping[Group, Fraction]:
    """Shapley values from every subset."""
    count = len(groups)
    values = dict.fromkeys(groups, Fraction(0))
    for group in groups:
        others = [other for other in groups if other != group]
        for size in range(count):
            weight = Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
            moved = sum(
                at(frozenset(chosen) | {group}) - at(frozenset(chosen))
                for chosen in combinations(others, size)
            )
            values[group] += weight * moved
    return values


def _orders(count: int, wanted: int) -> list[list[int]]:
    """A fixed sample of orders of so many groups, each with its reverse."""
    random = np.random.default_rng(count)
    drawn: list[list[int]] = [random.permutation(count).tolist() for _ in range(max(wanted // 2, 1))]
    return [*drawn, *(one[::-1] for one in drawn)]


def _sampled(
    groups: Sequence[Group], at: Callable[[frozenset[Group]], Ticks], orders: Sequence[Sequence[int]]
) -> Mapping[Group, Fraction]:
    """Shapley values from some orders; each order sums to the whole."""
    values = dict.fromkeys(groups, Fraction(0))
    for order in orders:
        chosen: frozenset[Group] = frozenset()
        for place in order:
            with_it = chosen | {groups[place]}
            values[groups[place]] += Fraction(at(with_it) - at(chosen), len(orders))
            chosen = with_it
    return values
