"""Work = units x time: what follows when one of the three is changed for the people on a task.

A task keeps one of the three by its type. Fixed units: people work at the pace they were booked at, so more
work takes longer. Fixed work: the work is what it is, so a change of pace changes the time, a change of time
the pace. Fixed duration: the time stands, so work and pace follow each other. Effort driven adds that the
work of a task stays the same when people join or leave it: they share it by their units.

Only what remains is balanced; what is done stays done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from milepost.engine.instants import Ticks
from milepost.engine.plan import EffortType


@dataclass(frozen=True, slots=True)
class Share:
    """What one resource does of a task: `units` 1 is full time, `left` is effort that remains, in ticks.

    `delay` is working time between the start of the task and the resource's.
    """

    resource: int
    units: float
    left: float
    done: float = 0
    delay: Ticks = 0

    @property
    def time(self) -> float:
        """How long the resource still takes, its delay included."""
        return self.delay + self.left / self.units

    @property
    def work(self) -> Ticks:
        """The whole effort, done and left."""
        return round(self.done + self.left)


@dataclass(frozen=True, slots=True)
class Balance:
    """A task's remaining time and the shares of those who work on it; units are above zero.

    `unshared` is work stated for the task before anybody was booked on it, None where there is none.
    """

    type: EffortType
    is_effort_driven: bool
    left: float
    shares: tuple[Share, ...] = ()
    unshared: float | None = None

    @property
    def work_left(self) -> float:
        """The effort that remains, of everybody together."""
        return sum(share.left for share in self.shares)

    @property
    def keeps_work(self) -> bool:
        """Whether the effort stays the same when people come and go; work that is fixed always does."""
        return self.is_effort_driven or self.type is EffortType.FIXED_WORK


def lasting(balance: Balance, left: float) -> Balance:
    """The balance of a task whose remaining time was changed: units follow fixed work, else work follows."""
    ratio = left / balance.left if balance.left else None
    if balance.type is EffortType.FIXED_WORK and left:
        shares = tuple(replace(s, units=s.units / ratio) if ratio else s for s in balance.shares)
    else:
        shares = tuple(
            replace(s, left=s.left * ratio if ratio is not None else s.units * left) for s in balance.shares
        )
    return replace(balance, left=left, shares=shares)


def working(balance: Balance, left: float) -> Balance:
    """The balance of a task whose remaining effort was changed, by all shares alike.

    Of a task nobody is on, the effort waits for those who will be.
    """
    if not balance.shares:
        return replace(balance, unshared=left)
    whole = balance.work_left
    units = sum(share.units for share in balance.shares)
    parts = (s.left / whole if whole else s.units / units for s in balance.shares)
    efforts = {s.resource: left * part for s, part in zip(balance.shares, parts, strict=True)}
    return with_efforts(balance, efforts)


def with_efforts(balance: Balance, left_by_resource: Mapping[int, float]) -> Balance:
    """The balance after the remaining effort of some was changed: their units follow a fixed duration,
    else the time follows.
    """
    shares = []
    for share in balance.shares:
        left = left_by_resource.get(share.resource, share.left)
        units = share.units
        if balance.type is EffortType.FIXED_DURATION and left != share.left:
            span = share.left / share.units or balance.left
            units = left / span if span and left else units
        shares.append(replace(share, left=left, units=units))
    return _timed(balance, shares)


def with_units(balance: Balance, units_by_resource: Mapping[int, float]) -> Balance:
    """The balance after the units of some were changed: work follows a fixed duration, else the time does."""
    shares = []
    for share in balance.shares:
        units = units_by_resource.get(share.resource, share.units)
        grows = balance.type is EffortType.FIXED_DURATION
        left = share.left * units / share.units if grows else share.left
        shares.append(replace(share, units=units, left=left))
    return _timed(balance, shares)


def with_people(balance: Balance, units_by_resource: Mapping[int, float]) -> Balance:
    """The balance with exactly these resources at these units.

    Units of those who stay change first; then people leave and join. The first people on a task take the
    effort stated for it, else as much as fits into its time. With nobody left, its time stands.
    """
    if not balance.shares:
        return _first_booked(balance, units_by_resource)
    held = {share.resource: share for share in balance.shares}
    stay = {resource: units for resource, units in units_by_resource.items() if resource in held}
    balance = with_units(balance, stay)
    if stay.keys() == held.keys() == units_by_resource.keys():
        return balance
    if not units_by_resource:
        return replace(balance, shares=())
    held = {share.resource: share for share in balance.shares}
    shares = [
        held[resource]
        if resource in held
        else Share(resource, units, 0 if balance.keeps_work else units * balance.left)
        for resource, units in units_by_resource.items()
    ]
    return _shared_out(balance, shares, balance.work_left) if balance.keeps_work else _timed(balance, shares)


def _first_booked(balance: Balance, units_by_resource: Mapping[int, float]) -> Balance:
    shares = [Share(resource, units, units * balance.left) for resource, units in units_by_resource.items()]
    if balance.unshared is None or not shares:
        return replace(balance, shares=tuple(shares))
    return replace(_shared_out(balance, shares, balance.unshared), unshared=None)


def _shared_out(balance: Balance, shares: Iterable[Share], work: float) -> Balance:
    """The balance with an effort shared out by units; a fixed duration bends the units to fit."""
    shares = list(shares)
    units = sum(share.units for share in shares)
    if balance.type is EffortType.FIXED_DURATION and balance.left and work:
        bent = work / balance.left / units
        shares = [replace(share, units=share.units * bent) for share in shares]
        units *= bent
    return _timed(balance, [replace(share, left=work * share.units / units) for share in shares])


def _timed(balance: Balance, shares: Iterable[Share]) -> Balance:
    """The balance with these shares, its time that of the slowest unless its duration is fixed."""
    shares = tuple(shares)
    if balance.type is EffortType.FIXED_DURATION or not shares:
        return replace(balance, shares=shares)
    return replace(balance, left=max(share.time for share in shares), shares=shares)
