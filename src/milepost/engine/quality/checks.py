"""What a check of a plan answers."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One check: how many of how many, against which limit, and who offends.

    `value` is a percentage for shares, an index for indices, a count where there is no denominator, None
    where the check cannot be made (nothing to look at). `limit` and `passes` are None for checks that
    only report. `offenders` are task ids, for checks on links the successors.
    """

    id: str
    name: str
    value: float | None
    limit: float | None = None
    passes: bool | None = None
    numerator: float | None = None
    denominator: float | None = None
    offenders: tuple[int, ...] = ()


def share(id_: str, name: str, offenders: Iterable[int], of: int, *, limit: float | None) -> Check:
    """A check that a percentage of offenders stays at or below a limit (inclusive)."""
    listed = tuple(offenders)
    value = None if of == 0 else 100 * len(listed) / of
    passes = None if limit is None or value is None else value <= limit
    return Check(id_, name, value, limit, passes, len(listed), of, listed)


def count(id_: str, name: str, offenders: Iterable[int], *, limit: float | None = 0) -> Check:
    """A check that a number of offenders stays at or below a limit."""
    listed = tuple(offenders)
    return Check(
        id_,
        name,
        len(listed),
        limit,
        None if limit is None else len(listed) <= limit,
        len(listed),
        None,
        listed,
    )
