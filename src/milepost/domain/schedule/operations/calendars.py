"""Calendars, their exceptions and work weeks: of a program, or of the organisation for all programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.schedule.models import Calendar, CalendarException, Task, WorkWeek
from milepost.domain.schedule.rules import calendars as rules


class CalendarInUse(Refusal):
    """Tasks or calendars still go by this calendar."""


class CircularCalendar(Refusal):
    """A calendar cannot follow one that follows it."""


@operation("schedule.add_calendar", needs="calendar.edit")
def add(
    write: Write,
    *,
    name: str,
    week: Sequence[rules.Times | None] | None = None,
    follows: int | None = None,
    follows_organisation: int | None = None,
) -> int:
    """Add a calendar; gives its number. Called on the organisation's ledger it is there for all programs.

    `week` is seven days from Monday, each a list of `["08:00", "12:00"]`; a day that is None is taken from
    the calendar it follows. Without a week it is Monday to Friday, 8 to 12 and 13 to 17, or all as followed.

    Raises: NotAWorkingTime.
    """
    followed = _followed(write, follows, follows_organisation)
    usual = rules.OFFICE_WEEK if followed is None else [None] * 7
    days = usual if week is None else rules.week(week)
    return write.add(Calendar, name=name, follows=followed, week=days).number


@operation("schedule.edit_calendar", needs="calendar.edit")
def edit(
    write: Write,
    *,
    calendar: int,
    name: str | Unset = UNSET,
    week: Sequence[rules.Times | None] | Unset = UNSET,
    follows: int | Unset | None = UNSET,
    follows_organisation: int | Unset | None = UNSET,
) -> None:
    """Change a calendar's name, week or the calendar it follows.

    Raises: NotAWorkingTime, CircularCalendar.
    """
    row = write.lock(Calendar, calendar)
    followed: Calendar | Unset | None = UNSET
    if not (isinstance(follows, Unset) and isinstance(follows_organisation, Unset)):
        followed = _followed(
            write,
            None if isinstance(follows, Unset) else follows,
            None if isinstance(follows_organisation, Unset) else follows_organisation,
        )
        _refuse_circle(write, row, followed)
    write.change(
        row, name=name, week=UNSET if isinstance(week, Unset) else rules.week(week), follows=followed
    )


@operation("schedule.remove_calendar", needs="calendar.edit")
def remove(write: Write, *, calendar: int) -> None:
    """Remove a calendar nothing goes by, with its exceptions.

    Raises: CalendarInUse, StillInUse.
    """
    row = write.lock(Calendar, calendar)
    tasks = Task._default_manager.filter(calendar=row.pk).count()
    followers = Calendar._default_manager.filter(follows=row.pk).count()
    if tasks or followers:
        users = [f"{tasks} tasks"] * bool(tasks) + [f"{followers} calendars"] * bool(followers)
        raise CalendarInUse(
            f"'{row.name}' is used by {' and '.join(users)}. Give them another calendar first."
        )
    details = [*write.rows(CalendarException, calendar=row.pk), *write.rows(WorkWeek, calendar=row.pk)]
    if details:
        write.remove(details)
    # Whatever else refers to it, a project for instance, stands in its way rather than going along.
    write.remove([row], alone=True)


@operation("schedule.add_exception", needs="calendar.edit")
def add_exception(
    write: Write,
    *,
    calendar: int,
    starts_on: dt.date,
    ends_before: dt.date | None = None,
    name: str = "",
    times: rules.Times = (),
    pattern: Mapping[str, object] | None = None,
) -> int:
    """Say on which days a calendar differs: nobody works, or these times; gives the exception's number.

    Without `ends_before` it is one day. With a `pattern` the days it names from the first to the last:
    `{"pattern": "yearly_by_day", "day": 25, "month": 12}`.

    Raises: NotAWorkingTime, NotAPattern.
    """
    row = write.add(
        CalendarException,
        calendar=write.lock(Calendar, calendar),
        name=name,
        starts_on=starts_on,
        ends_before=rules.ends(starts_on, ends_before),
        times=rules.shifts(times),
        pattern=rules.pattern(pattern),
    )
    return row.number


@operation("schedule.edit_exception", needs="calendar.edit")
def edit_exception(
    write: Write,
    *,
    exception: int,
    starts_on: dt.date | Unset = UNSET,
    ends_before: dt.date | Unset = UNSET,
    name: str | Unset = UNSET,
    times: rules.Times | Unset = UNSET,
    pattern: Mapping[str, object] | Unset | None = UNSET,
) -> None:
    """Change the days, the name, the times or the recurrence of an exception.

    Raises: NotAWorkingTime, NotAPattern.
    """
    row = write.lock(CalendarException, exception)
    first = row.starts_on if isinstance(starts_on, Unset) else starts_on
    last = row.ends_before if isinstance(ends_before, Unset) else ends_before
    write.change(
        row,
        starts_on=first,
        ends_before=rules.ends(first, last),
        name=name,
        times=UNSET if isinstance(times, Unset) else rules.shifts(times),
        pattern=UNSET if isinstance(pattern, Unset) else rules.pattern(pattern),
    )


@operation("schedule.remove_exception", needs="calendar.edit")
def remove_exception(write: Write, *, exception: int) -> None:
    """Take an exception away; its days are ordinary again."""
    write.remove([write.lock(CalendarException, exception)])


@operation("schedule.add_work_week", needs="calendar.edit")
def add_work_week(
    write: Write,
    *,
    calendar: int,
    starts_on: dt.date,
    ends_before: dt.date,
    week: Sequence[rules.Times | None],
    name: str = "",
) -> int:
    """Give a calendar another week for a range of dates; gives the work week's number.

    Raises: NotAWorkingTime.
    """
    row = write.add(
        WorkWeek,
        calendar=write.lock(Calendar, calendar),
        name=name,
        starts_on=starts_on,
        ends_before=rules.ends(starts_on, ends_before),
        week=rules.week(week),
    )
    return row.number


@operation("schedule.remove_work_week", needs="calendar.edit")
def remove_work_week(write: Write, *, work_week: int) -> None:
    """Take a work week away; the calendar's usual week holds again."""
    write.remove([write.lock(WorkWeek, work_week)])


def _followed(write: Write, follows: int | None, follows_organisation: int | None) -> Calendar | None:
    if follows is not None and follows_organisation is not None:
        raise Refusal("A calendar follows one other, of the program or of the organisation.")
    if follows_organisation is not None:
        return write.find_shared(Calendar, follows_organisation)
    return None if follows is None else write.find(Calendar, follows)


def _refuse_circle(write: Write, row: Calendar, followed: Calendar | None) -> None:
    above = {other.pk: other.follows_id for other in write.rows(Calendar)}
    at = None if followed is None else followed.pk
    while at is not None:
        if at == row.pk:
            raise CircularCalendar(f"'{row.name}' would follow itself.")
        at = above.get(at)
