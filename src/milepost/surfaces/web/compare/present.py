"""A comparison in words and pictures: the finding, a line for each task that differs, and all as cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from milepost.base.documents.tables import Cell
from milepost.domain.analysis.queries.moves import totals
from milepost.domain.analysis.rows.comparison import Comparison, FieldDifference, TaskDifference
from milepost.domain.analysis.rows.moves import Explained
from milepost.engine.instants import Instant, moment
from milepost.pictures import gantt
from milepost.surfaces.web.compare.sides import Place
from milepost.surfaces.web.history import words
from milepost.surfaces.web.moves.present import cause_words, signed
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.present import Difference

_LONGEST_TEXT = 80
_CAUSES_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What stands above the table. `causes` is where the causes come from, "" where there are none."""

    sentence: str
    swapped: str
    why: str
    causes: str
    is_against_promise: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field from what it was to what it is."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A task of the table with its bars; `span` are its dates, if it came or went."""

    task: TaskDifference
    word: str
    span: str
    url: str
    why: str
    fields: tuple[Field, ...]
    days: Difference
    bars: SafeString


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause with the working days it brought about."""

    name: str
    days: str


@dataclass(frozen=True, slots=True)
class Causes:
    """The largest causes of a move, and where all of them are."""

    causes: tuple[Cause, ...]
    more: int
    url: str


def told(where: Place, found: Comparison) -> Told:
    """The finding, and where to go on from it."""
    has_why = where.about.has_history and is_forward(found)
    return Told(
        sentence=found.sentence,
        swapped=where.url(earlier=where.later, later=where.earlier),
        why=_why(where, found, found.milestone) if has_why else "",
        causes=where.url("web:compare-causes") if has_why and found.finish_days else "",
        is_against_promise="baseline" in (found.earlier.kind, found.later.kind),
    )


def is_forward(found: Comparison) -> bool:
    """Is a plan held against an earlier one, or against what was promised then? Only that has causes."""
    return found.earlier.revision < found.later.revision and found.later.kind != "baseline"


def causes(where: Place, found: Comparison, explained: Explained) -> Causes:
    """The largest causes; none where they explain another move than the one told.

    Imported promises are another plan than the one they came with, and without a headline's milestone the
    last task of one state need not be the last of the other.
    """
    unit = explained.minutes_per_day * 10
    told_of = (found.finish_before, found.finish_after)
    is_same = told_of == (explained.finish_before, explained.finish_after)
    shares = totals(explained.shares) if is_same else {}
    summed = [(cause, ticks / unit) for cause, ticks in shares.items() if ticks]
    shown = summed[:_CAUSES_AT_MOST]
    return Causes(
        tuple(Cause(cause_words(cause), signed(days)) for cause, days in shown),
        len(summed) - len(shown),
        _why(where, found, found.milestone),
    )


def kinds(task: TaskDifference) -> set[str]:
    """What a task can be narrowed by: what became of it, and what the fields that differ are about."""
    return {task.change, *(each.kind for each in task.fields)} - {"dates"}


def scale_of(tasks: Iterable[TaskDifference]) -> gantt.Scale:
    """One scale that holds both states of all these tasks."""
    return gantt.scale_of(_bars(task) for task in tasks)


def head(scale: gantt.Scale) -> SafeString:
    """The months of the scale, for the head of the column."""
    months = [(day, present.month(day)) for day in scale.months]
    return mark_safe(gantt.head(scale, months))  # noqa: S308 - our own drawing


def line(where: Place, found: Comparison, scale: gantt.Scale, task: TaskDifference) -> Line:
    """A task with what differs, and both its states as bars: what was, as a shadow; what is, solid."""
    told_of = [each for each in task.fields if not _says_itself(task, each)]
    return Line(
        task=task,
        word={"added": _("added"), "removed": _("removed")}.get(task.change, ""),
        span=_span(where, task),
        url=_in_the_plan(where, found, task),
        why=_why(where, found, task.number) if _has_why(where, found, task) else "",
        fields=tuple(_field(where, each) for each in told_of),
        days=present.slip(task.days) if task.days else Difference(""),
        bars=mark_safe(gantt.row(scale, _bars(task))),  # noqa: S308 - our own drawing
    )


def cells(rows: Sequence[TaskDifference]) -> Iterator[Sequence[Cell]]:
    """The table as cells: a line for each field that differs, one for what came or went as a whole."""
    yield (
        *(_("Number"), _("WBS"), _("Task"), _("Under"), _("Project"), _("Change"), _("Field"), _("About")),
        *(_("Before"), _("After"), _("Working days later"), _("Critical before"), _("Critical after")),
    )
    for row in rows:
        about = (row.number, row.wbs, row.name, row.under, row.project_name, row.change)
        state = (row.days, row.was_critical, row.is_critical)
        for each in row.fields or _whole(row):
            yield (*about, each.field, each.kind, each.before, each.after, *state)


def _whole(row: TaskDifference) -> tuple[FieldDifference, ...]:
    """The dates of a task that came or went."""
    dates = (("start", row.start_before, row.start_after), ("finish", row.finish_before, row.finish_after))
    return tuple(
        FieldDifference(name, "dates", _plain(before), _plain(after)) for name, before, after in dates
    )


def _plain(at: Instant | None) -> str:
    return "" if at is None else moment(at).isoformat(timespec="minutes")


def _bars(row: TaskDifference) -> gantt.Bar:
    now, then = (row.start_after, row.finish_after), (row.start_before, row.finish_before)
    return gantt.Bar(
        dates=_dates(*now),
        done=0,
        kind=row.kind,
        is_critical=row.is_critical,
        promised=_dates(*then),
    )


def _dates(start: Instant | None, finish: Instant | None) -> tuple[dt.datetime, dt.datetime] | None:
    return None if start is None or finish is None else (moment(start), moment(finish))


def _span(where: Place, row: TaskDifference) -> str:
    """When a task that came is, or one that went was."""
    if row.change not in ("added", "removed"):
        return ""
    start, finish = (row.start_after, row.finish_after)
    if row.change == "removed":
        start, finish = (row.start_before, row.finish_before)
    if start is None or finish is None:
        return ""
    first, last = (
        present.day_of(start),
        present.finish_day(finish) if finish > start else present.day_of(start),
    )
    if first == last:
        return present.near_day(first, where.about.today)
    return _("%(first)s to %(last)s") % {
        "first": present.near_day(first, where.about.today),
        "last": present.near_day(last, where.about.today),
    }


def _says_itself(row: TaskDifference, each: FieldDifference) -> bool:
    """Is the difference said by a mark already?"""
    return each.field == "critical" and each.after == "yes" and row.is_critical


def _field(where: Place, each: FieldDifference) -> Field:
    return Field(
        words.field(each.field), _shown(where, each.field, each.before), _shown(where, each.field, each.after)
    )


def _shown(where: Place, field: str, text: str) -> str:
    """A value as people read it: days by name, words without underscores, long texts cut."""
    if not text:
        return ""
    if field.startswith("percent"):
        return f"{present.number(float(text))} %"
    if field in ("constraint", "second_constraint", "kind", "effort_type"):
        return text.replace("_", " ")
    if field in ("is_manual", "is_active", "is_milestone", "critical"):
        return _("yes") if text == "yes" else _("no")
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
    return _day(where, field, at)


def _day(where: Place, field: str, at: dt.datetime) -> str:
    """The day of an instant; a finish at midnight is of the day that ends then."""
    is_end = field.endswith("finish") and at.time() == dt.time()
    day = at.date() - dt.timedelta(days=1) if is_end else at.date()
    return present.near_day(day, where.about.today)


def _in_the_plan(where: Place, found: Comparison, row: TaskDifference) -> str:
    """The task in the plan that has it: the later one, or for one that is gone the earlier."""
    state = found.earlier if row.change == "removed" else found.later
    at = where.about.as_of.text if state.kind == "now" else str(state.revision)
    if at and not where.about.has_history:
        return ""
    asked = {"as_of": at, "task": row.number}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('web:plan', args=[where.about.slug])}?{query}"


def _has_why(where: Place, found: Comparison, row: TaskDifference) -> bool:
    return bool(row.days) and where.about.has_history and is_forward(found)


def _why(where: Place, found: Comparison, task: int | None) -> str:
    """Why a task finishes at another time, between the plans of both sides."""
    as_of = where.about.as_of.text if found.later.kind == "now" else str(found.later.revision)
    since = found.earlier.text if found.earlier.kind == "baseline" else str(found.earlier.revision)
    asked = {"since": since, "task": task, "as_of": as_of}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('web:moves', args=[where.about.slug])}?{query}"
