"""A person's work by day, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.rows.plans import OwnTask
from milepost.engine.instants import Instant
from milepost.surfaces.web.shell import present


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the sentence; one with an address opens the task."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A task that waits. `key` names it in addresses: "atlas-17"."""

    key: str
    name: str
    url: str
    evidence: str
    due: str
    is_late: bool
    is_critical: bool


def key_of(row: OwnTask) -> str:
    """What names a task in an address."""
    return f"{row.slug}-{row.task.number}"


def url_of(row: OwnTask) -> str:
    """The task in its plan."""
    return f"{reverse('web:plan', args=[row.slug])}?task={row.task.number}"


def when(row: OwnTask, today: dt.date) -> tuple[int, str]:
    """When a task wants attention, with its place: what runs or should run today, the week, then later."""
    friday = today + dt.timedelta(days=(4 - today.weekday()) % 7)
    place = _place(row, today, friday, friday + dt.timedelta(days=7))
    titles = (
        _("Today, %(day)s") % {"day": present.long_day(today, today)},
        _("By Friday %(day)s") % {"day": present.day(friday, year=False)},
        _("Next week"),
        _("Later"),
    )
    return place, titles[place]


def item(row: OwnTask, today: dt.date) -> Item:
    """One task that waits."""
    task = row.task
    due = None if task.finish is None else present.finish_day(task.finish)
    return Item(
        key=key_of(row),
        name=task.name or _("unnamed"),
        url=url_of(row),
        evidence=_evidence(row, today),
        due="" if due is None else _("due %(day)s") % {"day": present.near_day(due, today)},
        is_late=due is not None and due < today,
        is_critical=task.is_critical,
    )


def sentence(rows: Sequence[OwnTask], today: dt.date) -> tuple[Said, ...]:
    """How much waits, and how much room the most pressing have."""
    running = [row for row in rows if _is_due(row, today)]
    if not running:
        first = rows[0]
        start = present.long_day(present.day_of(first.task.start), today) if first.task.start else ""
        return (
            Said(_("Nothing is due today. Next is ")),
            Said(first.task.name, url_of(first)),
            Said(_(", on %(day)s.") % {"day": start} if start else "."),
        )
    count = ngettext("%(n)s task waits for you today.", "%(n)s tasks wait for you today.", len(running))
    said = [Said(count % {"n": len(running)} + " ")]
    pressing = sorted(
        (row for row in running if row.task.total_float is not None),
        key=lambda row: row.task.total_float or 0,
    )
    for place, row in enumerate(pressing[:2]):
        said += [Said("; " if place else ""), Said(f"{row.task.name} "), *_to_spare(row)]
    return (*said, Said("." if pressing else ""))


def then(
    finish: Instant | None, was: Instant | None, headline_days: int | None, today: dt.date
) -> tuple[str, str, str]:
    """What a report would do: the new finish, its difference and tone; the program's finish."""
    if finish is None:
        return "", "", ""
    day = present.finish_day(finish)
    moved = 0 if was is None else (day - present.finish_day(was)).days
    said = _("Finish %(day)s.") % {"day": present.near_day(day, today)}
    if moved == 0:
        how, tone = _("As planned;"), ""
    else:
        words = _("%(days)s later than planned;") if moved > 0 else _("%(days)s earlier than planned;")
        how, tone = words % {"days": present.days(moved)}, "bad" if moved > 0 else "good"
    return f"{said} ", f"{how} {_program(headline_days)}", tone


def _program(days: int | None) -> str:
    if not days:
        return _("the program's finish stays.")
    words = (
        _("the program finishes %(days)s later.") if days > 0 else _("the program finishes %(days)s sooner.")
    )
    return words % {"days": present.days(days)}


def _to_spare(row: OwnTask) -> list[Said]:
    spare = present.worked(row.task.total_float or 0)
    if spare < 0:
        return [Said(_("is ")), Said(_("%(days)s late") % {"days": present.days(spare)}, url_of(row))]
    words = _("none") if spare == 0 else present.days(spare)
    return [Said(_("has ")), Said(words, url_of(row)), Said(_(" to spare"))]


def _place(row: OwnTask, today: dt.date, friday: dt.date, next_friday: dt.date) -> int:
    if _is_due(row, today):
        return 0
    start = present.day_of(row.task.start) if row.task.start is not None else next_friday
    if start <= friday:
        return 1
    return 2 if start <= next_friday else 3


def _is_due(row: OwnTask, today: dt.date) -> bool:
    """Does it run, or should it by now?"""
    if row.task.actual_start is not None:
        return True
    return row.task.start is not None and present.day_of(row.task.start) <= today


def _evidence(row: OwnTask, today: dt.date) -> str:
    place = f"{row.program_name.partition(':')[0]}, {row.task.wbs}, {row.project_name}"
    if row.task.actual_start is not None:
        done = present.number(row.task.percent_complete, places=0)
        return _("%(place)s. %(done)s %% done, %(left)s left") % {
            "place": place,
            "done": done,
            "left": present.days(present.worked(row.remaining)),
        }
    if row.task.start is None:
        return place
    start = present.near_day(present.day_of(row.task.start), today)
    if row.task.kind == "milestone":
        return _("%(place)s. Milestone, planned for %(day)s") % {"place": place, "day": start}
    return _("%(place)s. Planned to begin %(day)s, %(left)s") % {
        "place": place,
        "day": start,
        "left": present.days(present.worked(row.remaining)),
    }
