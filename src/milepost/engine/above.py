"""What a summary imposes on its parts: a summary may start no earlier, or finish no later, than a date.

MS Project knows these two constraints for summaries. Neither ever pulls a part before its predecessors let
it go: the first holds every part back, the second limits how late they may be.
"""

from collections.abc import Iterable
from typing import NamedTuple

from milepost.engine.bounds import Row
from milepost.engine.calendars import Calendars
from milepost.engine.instants import Instant
from milepost.engine.kernels.layout import COMPLETE, FOREVER, MOVES, NEVER
from milepost.engine.plan import ConstraintType, Task
from milepost.engine.settings import end_of_day


class Above(NamedTuple):
    """When a task may start, and by when it must finish, for the summaries it is part of."""

    earliest: Instant = NEVER
    latest_finish: Instant = FOREVER


NOTHING = Above()


def above(summaries: Iterable[Task]) -> Above:
    """What these summaries impose together."""
    earliest, latest = NEVER, FOREVER
    for summary in summaries:
        if summary.constraint_date is None:
            continue
        if summary.constraint is ConstraintType.START_NO_EARLIER_THAN:
            earliest = max(earliest, summary.constraint_date)
        elif summary.constraint is ConstraintType.FINISH_NO_LATER_THAN:
            latest = min(latest, summary.constraint_date)
    return Above(earliest, latest)


def within(row: Row, imposed: Above, calendars: Calendars) -> Row:
    """A part's numbers within what is imposed on it. What has happened is past all imposing."""
    if imposed == NOTHING or row.kind == COMPLETE:
        return row
    if row.kind == MOVES and not row.has_started:
        row = row._replace(earliest=max(row.earliest, imposed.earliest))
    if imposed.latest_finish == FOREVER:
        return row
    latest = end_of_day(calendars, row.work_calendar, imposed.latest_finish)
    return row._replace(latest_finish=min(row.latest_finish, latest))
