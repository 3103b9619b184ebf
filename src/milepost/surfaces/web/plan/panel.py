"""The side panel of a task: four tabs, each with its own address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milepost.base import history
from milepost.base.identity import key
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.analysis.queries import current as analysis
from milepost.domain.analysis.queries import slack
from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.domain.resources.queries import bookings
from milepost.domain.schedule.queries import calendars as calendar_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import TaskRow
from milepost.surfaces.web.history import present as history_words
from milepost.surfaces.web.home.tables import link_words
from milepost.surfaces.web.plan import present, room
from milepost.surfaces.web.shell import present as words
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.prose import prose

_STEPS_AT_MOST = 12
_ENTRIES_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the panel."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Booking:
    """Somebody or something booked on the task."""

    name: str
    units: str
    work: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One task, one tab of it. What the other tabs show is not gathered."""

    number: int
    wbs: str
    place: str
    name: str
    is_critical: bool
    consequence: str
    tabs: tuple[Tab, ...]
    tab: str
    facts: tuple[present.Fact, ...] = ()
    floats: tuple[present.Fact, ...] = ()
    chain: tuple[present.Link, ...] = ()
    drives: tuple[present.Link, ...] = ()
    hidden_steps: int = 0
    details: tuple[present.Fact, ...] = ()
    notes: SafeString | str = ""
    bookings: tuple[Booking, ...] = ()
    entries: tuple[history_words.Line, ...] = ()
    room: room.Room | None = None
    close: str = ""


def panel(about: About, number: int, tab: str, asked: Mapping[str, str]) -> Panel:
    """The panel of a task the reader may see (of another project's task: a stub with its dates).

    `asked` is the rest of the address: some tabs can be asked for more.

    Raises: NotFound.
    """
    row = analysis.planned_task(about.reader, program=about.ledger, task=number, as_of=about.revision)
    tab = tab if tab in present.TABS and not row.is_stub else "drivers"
    bare = Panel(
        number=row.number,
        wbs=row.wbs,
        place=_place(about, row),
        name=row.name,
        is_critical=row.is_critical and row.actual_finish is None,
        consequence=present.consequence(row),
        tabs=_tabs(about, row, tab),
        tab=tab,
        close=reverse("web:plan", args=[about.slug]) + about.query,
    )
    if row.is_stub:
        return replace(bare, facts=tuple(present.facts(row, about.today)))
    if tab == "float":
        return replace(bare, room=room.room(about, row, asked))
    if tab == "details":
        return _with_details(bare, about, row)
    if tab == "people":
        return replace(bare, bookings=_bookings(about, row))
    if tab == "history":
        return replace(bare, entries=_entries(about, row))
    return _with_drivers(bare, about, row)


def _with_drivers(bare: Panel, about: About, row: PlannedTask) -> Panel:
    steps = analysis.driving_path(about.reader, program=about.ledger, task=row.number, as_of=about.revision)
    shown = steps[-_STEPS_AT_MOST:]
    said = {step.task.number: link_words(step) for step in shown}
    return replace(
        bare,
        facts=tuple(present.facts(row, about.today)),
        floats=tuple(present.floats(row)),
        drives=_drives(about, row),
        chain=tuple(present.chain(shown, row.number, about.today, said)),
        hidden_steps=len(steps) - len(shown),
    )


def _drives(about: About, row: PlannedTask) -> tuple[present.Link, ...]:
    """What waits for the task, what it holds first, each with how far the link lets it slip."""
    found = slack.link_floats(about.reader, program=about.ledger, task=row.number, as_of=about.revision)
    links = [link for link in found if link.predecessor == row.number]
    links.sort(key=lambda link: (not link.is_driving, link.float or 0, link.successor))
    shown = links[:_STEPS_AT_MOST]
    tasks = analysis.planned_tasks(
        about.reader,
        program=about.ledger,
        tasks=[link.successor for link in shown],
        as_of=about.revision,
    )
    return tuple(present.driven(task, link, about.today) for task, link in zip(tasks, shown, strict=True))


def _with_details(bare: Panel, about: About, row: PlannedTask) -> Panel:
    stated: TaskRow = task_queries.task(
        about.reader, program=about.ledger, task=row.number, as_of=about.revision
    )
    calendars = calendar_queries.calendars(about.reader, program=about.ledger, as_of=about.revision)
    owners = people_queries.names(
        about.reader,
        people=[stated.owner] if stated.owner else [],
        program=about.ledger,
        as_of=about.revision,
    )
    by_number = {calendar.number: calendar.name for calendar in calendars}
    return replace(
        bare,
        details=tuple(present.details(stated, owners, by_number, about.today)),
        notes=prose(stated.notes),
    )


def _bookings(about: About, row: PlannedTask) -> tuple[Booking, ...]:
    where: dict[str, Any] = {"program": about.ledger, "as_of": about.revision}
    names = {one.number: one.name for one in bookings.resources(about.reader, **where)}
    return tuple(
        Booking(
            name=names.get(one.resource or 0, _("nobody named")),
            units=f"{words.number(one.units * 100, places=0)} %",
            work="" if one.work_minutes is None else f"{words.number(one.work_minutes / 60)} h",
        )
        for one in bookings.assignments(about.reader, task=row.number, **where)
    )


def _entries(about: About, row: PlannedTask) -> tuple[history_words.Line, ...]:
    told = history.told(
        about.reader,
        about.ledger,
        row=key(about.ledger, row.number),
        limit=_ENTRIES_AT_MOST,
        **({} if about.revision is None else {"upto": about.revision}),
    )
    names = history.names(about.reader, (delta for one in told for delta in one.deltas))
    return tuple(history_words.line(one, names) for one in told)


def _place(about: About, row: PlannedTask) -> str:
    return next((project.name for project in about.projects if project.number == row.project), "")


def _tabs(about: About, row: PlannedTask, tab: str) -> tuple[Tab, ...]:
    if row.is_stub:
        return ()
    labels = {
        "drivers": _("Drivers"),
        "float": _("Float"),
        "details": _("Details"),
        "people": _("People"),
        "history": _("History"),
    }
    return tuple(
        Tab(
            labels[name],
            room.tab_url(about, row.number, name),
            name == tab,
        )
        for name in present.TABS
    )
