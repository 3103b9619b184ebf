"""A task of the plan in words, for the side panel: first the consequence, then the facts, then why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.rows.floats import LinkFloat, Step
from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.domain.schedule.rows import TaskRow
from milepost.engine.instants import Instant, moment
from milepost.surfaces.web.shell import present

TABS = ("drivers", "float", "details", "people", "history")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of facts: what, and what it is, perhaps with a tone."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A task on the chain that holds this one."""

    number: int
    name: str
    day: str
    evidence: str
    is_critical: bool
    is_here: bool


def consequence(row: PlannedTask) -> str:
    """What a delay of this task means."""
    if row.is_stub:
        return _("It belongs to a project you have no role on; only its dates are shown.")
    if row.actual_finish is not None:
        return _("Finished on %(day)s.") % {"day": present.day(present.finish_day(row.actual_finish))}
    if row.total_float is None:
        return ""
    days = present.worked(row.total_float)
    if days < 0:
        return _("It is %(days)s late for what comes after it.") % {"days": present.days(days)}
    if days == 0:
        return _("One day lost here moves the finish by one day.")
    return _("It may slip %(days)s before the finish moves.") % {"days": present.days(days)}


def facts(row: PlannedTask, today: dt.date) -> list[Fact]:
    """Dates against the baseline, duration, progress, floats."""
    found = [
        Fact(_("Plan"), _span(row.start, row.finish, today), _duration(row)),
        Fact(_("Baseline"), _span(row.baseline_start, row.baseline_finish, today), *_slipped(row)),
        Fact(_("Done"), f"{present.number(row.percent_complete, places=0)} %"),
        Fact(_("Deadline"), _day(row.deadline, today)),
        Fact(_("Who"), row.people),
    ]
    return [fact for fact in found if fact.value]


def floats(row: PlannedTask) -> list[Fact]:
    """Total and free float, and the part of total float that others lose by its use, in working days."""
    shared = None
    if row.total_float is not None and row.free_float is not None:
        shared = row.total_float - row.free_float
    kinds = ((_("Total"), row.total_float), (_("Free"), row.free_float), (_("Interfering"), shared))
    return [
        Fact(label, f"{present.number(present.worked(ticks))} d")
        for label, ticks in kinds
        if ticks is not None
    ]


def driven(row: PlannedTask, link: LinkFloat, today: dt.date) -> Link:
    """A task that waits for the one opened: held by it, or with so much room between them."""
    if link.is_driving:
        evidence = _("held by it")
    elif link.float is None:
        evidence = ""
    else:
        evidence = _("%(days)s d of room") % {"days": present.number(present.worked(link.float))}
    return Link(
        number=row.number,
        name=row.name,
        day=_day(row.start, today),
        evidence=evidence,
        is_critical=row.is_critical and link.is_driving,
        is_here=False,
    )


def details(
    row: TaskRow, names: Mapping[int, str], calendars: Mapping[int, str], today: dt.date
) -> list[Fact]:
    """Everything stated about a task that is not empty."""
    constraint = row.constraint.replace("_", " ") if row.constraint != "as_soon_as_possible" else ""
    found = [
        Fact(_("Number"), f"T-{row.number}"),
        Fact(_("Code"), row.code),
        Fact(_("Constraint"), constraint, _day(row.constraint_date, today)),
        Fact(_("Deadline"), _day(row.deadline, today)),
        Fact(_("Calendar"), calendars.get(row.calendar or 0, "")),
        Fact(_("Priority"), str(row.priority) if row.priority != _USUAL_PRIORITY else ""),
        Fact(_("Started"), _instant(row.actual_start)),
        Fact(_("Finished"), _instant(row.actual_finish)),
        Fact(_("Remaining"), f"{present.number(present.worked(row.remaining))} d" if row.remaining else ""),
        Fact(_("Dates"), _("set by hand") if row.is_manual else ""),
        Fact(_("Active"), "" if row.is_active else _("no: it counts for nothing")),
        Fact(_("Owner"), names.get(row.owner or 0, "")),
        Fact(_("In the file"), row.external_uid),
        *(Fact(key, str(value)) for key, value in row.custom.items() if value not in (None, "")),
    ]
    return [fact for fact in found if fact.value]


_USUAL_PRIORITY = 500


def chain(steps: Sequence[Step], here: int, today: dt.date, words: Mapping[int, str]) -> list[Link]:
    """The driving path up to a task; `words` say how each holds the next."""
    return [
        Link(
            number=step.task.number,
            name=step.task.name,
            day=_finish_day(step.task.finish, today),
            evidence=step.because or words.get(step.task.number, ""),
            is_critical=step.task.is_critical,
            is_here=step.task.number == here,
        )
        for step in steps
    ]


def _slipped(row: PlannedTask) -> tuple[str, str]:
    if not row.slip_days or row.baseline_finish is None:
        return "", ""
    days = present.number(abs(round(row.slip_days, 1)))
    late = row.slip_days > 0
    return (_("%(days)s d late") if late else _("%(days)s d early")) % {
        "days": days
    }, "bad" if late else "good"


def _duration(row: PlannedTask) -> str:
    if row.kind == "milestone":
        return ""
    days = present.worked(row.duration)
    if row.duration_unit.startswith("e"):
        return ngettext("%(n)s elapsed day", "%(n)s elapsed days", 2) % {
            "n": present.number(row.duration / 14400)
        }
    return f"{present.number(days)} d"


def _span(start: Instant | None, finish: Instant | None, today: dt.date) -> str:
    if start is None or finish is None:
        return _day(start, today) or _finish_day(finish, today)
    first, last = present.day_of(start), present.finish_day(finish)
    if first == last:
        return present.near_day(first, today)
    return _("%(first)s to %(last)s") % {
        "first": present.day(first, year=first.year != last.year),
        "last": present.near_day(last, today),
    }


def _day(instant: Instant | None, today: dt.date) -> str:
    return "" if instant is None else present.near_day(present.day_of(instant), today)


def _finish_day(instant: Instant | None, today: dt.date) -> str:
    return "" if instant is None else present.near_day(present.finish_day(instant), today)


def _instant(instant: Instant | None) -> str:
    return "" if instant is None else f"{present.day(present.day_of(instant))} {moment(instant):%H:%M}"
