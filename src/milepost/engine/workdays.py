"""Which shifts each day of a calendar has, with its bases, work weeks and exceptions resolved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from milepost.engine import recurrence
from milepost.engine.plan import Calendar, Day, Shift
from milepost.engine.problems import Problem, ProblemCode

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""Exceptions outside these days are left out and reported: no plan reaches there, a typing error does."""

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class WorkDays:
    """A calendar without indirection: seven days that repeat, and the days (since 1970) that differ."""

    week: tuple[Day, ...]
    special: Mapping[int, Day] = field(default_factory=dict)

    def shifts(self, day: int) -> Day:
        """The shifts of a day, counted from 1970-01-01."""
        # 1970-01-01 was a Thursday, weekday 3.
        return self.special.get(day, self.week[(day + 3) % 7])

    def works(self) -> bool:
        """Whether the repeating week has any work, without which no task could ever end."""
        return any(self.week)


def resolve(calendars: Sequence[Calendar]) -> tuple[dict[int, WorkDays], list[Problem]]:
    """Every calendar by its id with bases followed, and what was odd about them."""
    by_id = {calendar.id: calendar for calendar in calendars}
    problems: list[Problem] = []
    resolved = {calendar.id: _resolve(_line(calendar, by_id, problems), problems) for calendar in calendars}
    return resolved, problems


def both(one: WorkDays, other: WorkDays) -> WorkDays:
    """The days on which both calendars work, and only the hours they share."""
    special = {day: shared(one.shifts(day), other.shifts(day)) for day in {*one.special, *other.special}}
    return WorkDays(tuple(shared(a, b) for a, b in zip(one.week, other.week, strict=True)), special)


def shared(one: Day, other: Day) -> Day:
    """The hours two days have in common."""
    overlaps = (Shift(max(a.starts, b.starts), min(a.ends, b.ends)) for a in one for b in other)
    return tuple(sorted(shift for shift in overlaps if shift.starts < shift.ends))


def tidy(day: Iterable[Shift]) -> Day:
    """Shifts in order, empty ones dropped and overlapping or touching ones joined."""
    joined: list[Shift] = []
    for shift in sorted(shift for shift in day if shift.starts < shift.ends):
        if joined and shift.starts <= joined[-1].ends:
            joined[-1] = Shift(joined[-1].starts, max(joined[-1].ends, shift.ends))
        else:
            joined.append(shift)
    return tuple(joined)


def _line(calendar: Calendar, by_id: Mapping[int, Calendar], problems: list[Problem]) -> list[Calendar]:
    """The calendar's bases from the farthest to itself, stopping where they turn in a circle."""
    line = [calendar]
    while (base := line[-1].base) is not None:
        if base not in by_id:
            message = f"Calendar '{line[-1].name}' is based on calendar {base}, which does not exist."
            problems.append(Problem(ProblemCode.UNKNOWN_CALENDAR, None, message))
            break
        if any(base == known.id for known in line):
            message = f"Calendar '{calendar.name}' is based on itself by way of '{line[-1].name}'."
            problems.append(Problem(ProblemCode.CIRCULAR_CALENDAR, None, message))
            break
        line.append(by_id[base])
    return line[::-1]


def _resolve(line: Sequence[Calendar], problems: list[Problem]) -> WorkDays:
    week: list[Day] = [()] * 7
    by_work_week: dict[int, Day] = {}
    exceptions: dict[int, Day] = {}
    for calendar in line:
        own = [None if day is None else tidy(day) for day in calendar.week]
        week = [base if day is None else day for base, day in zip(week, own, strict=True)]
        # A day the calendar states itself wins over its base's work weeks, but not over exceptions.
        by_work_week = {day: shifts for day, shifts in by_work_week.items() if own[(day + 3) % 7] is None}
        by_work_week.update(_work_week_days(calendar))
        exceptions.update(_exception_days(calendar, problems))
    return WorkDays(tuple(week), {**by_work_week, **exceptions})


def _work_week_days(calendar: Calendar) -> dict[int, Day]:
    days = {}
    for work_week in calendar.work_weeks:
        week = [None if day is None else tidy(day) for day in work_week.week]
        first, last = max(work_week.first_day, FIRST_DAY), min(work_week.last_day, LAST_DAY)
        for step in range((last - first).days + 1):
            day = first + timedelta(step)
            shifts = week[day.weekday()]
            if shifts is not None:
                days[day.toordinal() - _EPOCH] = shifts
    return days


def _exception_days(calendar: Calendar, problems: list[Problem]) -> dict[int, Day]:
    days = {}
    for exception in calendar.exceptions:
        if exception.last_day < FIRST_DAY or exception.first_day > LAST_DAY:
            message = f"Calendar '{calendar.name}' has an exception on {exception.first_day}, left out."
            problems.append(Problem(ProblemCode.OUT_OF_RANGE, None, message))
            continue
        shifts = tidy(exception.shifts)
        for day in recurrence.days(exception):
            if FIRST_DAY <= day <= LAST_DAY:
                days[day.toordinal() - _EPOCH] = shifts
    return days
