"""Brings "Atlas: core banking to cloud" into an empty Milepost, by operations at past instants.

Everything goes through the front door: each person does their own part, on the day it happened, so that
history, trends and as-of have something true to show. Nothing is random, so every installation has the
same Atlas.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import groupby

from django.db import transaction

from milepost.base import clock
from milepost.base.identity import ORGANISATION, SYSTEM, Actor
from milepost.base.models import Ledger
from milepost.base.operation import Acting
from milepost.config.sample import people, plans, progress, reading, story
from milepost.domain.accounts.operations import grants, organisation
from milepost.domain.accounts.operations import people as staff
from milepost.domain.accounts.queries import people as staff_queries
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.operations import tasks as sheet
from milepost.domain.programs.operations import aims, documents, portfolios, programs, projects
from milepost.domain.resources.operations import people as resources
from milepost.domain.resources.rows import BookedRow
from milepost.domain.schedule.operations import calendars
from milepost.domain.schedule.operations import tasks as task_operations
from milepost.domain.schedule.rows import TaskEdit

SLUG = "atlas"
SIGN_INS = ("Solberg", "Dvořák", "Dahl", "Hughes")
"""Whose one-time links `./run` prints: program manager, project manager, sponsor, viewer."""

ROLES = {"Solberg": "program_manager", "Dahl": "sponsor", "Hughes": "viewer", "Okafor": "finance"}


@dataclass(frozen=True, slots=True)
class SampleProject:
    """One of the six: who answers for it, and its plan in text."""

    code: str
    name: str
    manager: str
    colour: str
    plan: str


PROJECTS = (
    SampleProject("PLAT", "Platform foundation", "Weber", "slate", plans.PLATFORM),
    SampleProject("CORE", "Core ledger migration", "Dvořák", "blue", plans.LEDGER),
    SampleProject("PORT", "Customer portal", "Lindqvist", "teal", plans.PORTAL),
    SampleProject("DATA", "Data & reporting", "Menon", "violet", plans.REPORTING),
    SampleProject("SECU", "Security & compliance", "Nowak", "amber", plans.SECURITY),
    SampleProject("CHNG", "Change & training", "Dubois", "green", plans.CHANGE),
)
HOLIDAYS = (
    ("Year's end", dt.date(2026, 12, 24), dt.date(2027, 1, 2)),
    ("Good Friday", dt.date(2027, 3, 26), dt.date(2027, 3, 27)),
    ("Easter Monday", dt.date(2027, 3, 29), dt.date(2027, 3, 30)),
)


@dataclass(slots=True)
class Atlas:
    """What the load has to remember: numbers by the keys the plans use."""

    ledger: int = 0
    person: dict[str, int] = field(default_factory=dict)
    project: dict[str, int] = field(default_factory=dict)
    task: dict[str, int] = field(default_factory=dict)

    def by(self, key: str, reason: str = "") -> Acting:
        """Somebody acting on the program."""
        return Acting(self._actor(key), self.ledger, reason=reason)

    def _actor(self, key: str) -> Actor:
        named = {person.key: person.name for person in (*people.PEOPLE, *people.ONLOOKERS)}
        return Actor(self.person[key], named[key], session=f"sample-{key}", door="web", is_house=True)


def is_loaded() -> bool:
    """Whether Atlas is here, or anything else that the sample must not be mixed with."""
    return Ledger.objects.filter(kind="program").exists()


@transaction.atomic
def load() -> None:
    """Bring Atlas from its first day to its last status date, whole or not at all."""
    atlas = Atlas()
    with _on(dt.date(2026, 1, 12)):
        _found(atlas)
    with _on(dt.date(2026, 1, 19)):
        _open(atlas)
    with _on(story.PLANNED_ON):
        _plan(atlas)
    with _on(story.PLANNED_ON, hour=15):
        _aim(atlas)
    for day in _days():
        _live(atlas, day)


def sign_ins() -> Iterator[tuple[str, int]]:
    """What to call each of the sample's ways in, and the person it is for."""
    named = {person.key: person for person in (*people.PEOPLE, *people.ONLOOKERS)}
    numbers = {row.name: row.number for row in staff_queries.people(SYSTEM)}
    for key in SIGN_INS:
        person = named[key]
        label = "Viewer" if key == "Hughes" else person.title
        yield f"{label}, {person.name}", numbers[person.name]


def _on(day: dt.date, hour: int = 9) -> AbstractContextManager[None]:
    return clock.at(dt.datetime.combine(day, dt.time(hour), dt.UTC))


def _found(atlas: Atlas) -> None:
    """The organisation and everybody in it; one that has an owner keeps him, its name and its week."""
    house = Acting(SYSTEM, ORGANISATION)
    is_new = not staff_queries.has_owner(SYSTEM)
    for person in (*people.PEOPLE, *people.ONLOOKERS):
        address = _address(person.name)
        if is_new and person.key == "Solberg":
            number = organisation.found(house, name=person.name, email=address).value
            staff.edit(house, person=number, title=person.title, team=person.team)
        else:
            number = staff.add(
                house, name=person.name, email=address, title=person.title, team=person.team
            ).value
        atlas.person[person.key] = number
    if is_new:
        organisation.set_up(house, name="Northwind Bank", currency="EUR", time_zone="Europe/Oslo")


def _address(name: str) -> str:
    """chloe@northwind.example for Chloé: mail systems of banks know no accents."""
    plain = unicodedata.normalize("NFKD", name.split()[0]).encode("ascii", "ignore").decode()
    return f"{plain.lower()}@northwind.example"


def _open(atlas: Atlas) -> None:
    """The portfolio, the program, its calendar, its projects, and who may do what."""
    house = Acting(SYSTEM, ORGANISATION)
    portfolio = portfolios.add(house, name="Run the bank in the cloud", owner=atlas.person["Dahl"]).value
    programs.open_program(
        house,
        name="Atlas: core banking to cloud",
        slug=SLUG,
        portfolio=portfolio,
        manager=atlas.person["Solberg"],
        sponsor=atlas.person["Dahl"],
    )
    atlas.ledger = Ledger.objects.get(slug=SLUG).pk
    calendar = calendars.add(atlas.by("Solberg"), name="Northwind").value
    for name, starts, ends in HOLIDAYS:
        calendars.add_exception(
            atlas.by("Solberg"), calendar=calendar, starts_on=starts, ends_before=ends, name=name
        )
    programs.edit(atlas.by("Solberg"), calendar=calendar)
    for project in PROJECTS:
        number = projects.add(
            atlas.by("Solberg"),
            name=project.name,
            code=project.code,
            manager=atlas.person[project.manager],
            start=dt.datetime(2026, 2, 2, 8),
            calendar=calendar,
            colour=project.colour,
        ).value
        atlas.project[project.code] = number
    _grant(atlas, house)


def _grant(atlas: Atlas, house: Acting) -> None:
    for key, role in ROLES.items():
        grants.grant(house, person=atlas.person[key], role=role, on=SLUG)
    for project in PROJECTS:
        on = f"{SLUG}/{atlas.project[project.code]}"
        grants.grant(house, person=atlas.person[project.manager], role="project_manager", on=on)
    leading = {project.manager for project in PROJECTS} | ROLES.keys()
    for person in people.PEOPLE:
        if person.key not in leading:
            grants.grant(house, person=atlas.person[person.key], role="member", on=SLUG)


def _plan(atlas: Atlas) -> None:
    """Six plans, each by its project manager; then the links between them, by the program manager."""
    for person in people.PEOPLE:
        resources.add(
            atlas.by("Solberg"), name=person.name, group=person.team, person=atlas.person[person.key]
        )
    resources.add(atlas.by("Solberg"), name=people.VENDOR, group="Vendor", max_units=2)
    lines: dict[str, reading.Line] = {}
    for project in PROJECTS:
        outline_lines = reading.read(project.plan)
        pasted = sheet.paste(
            atlas.by(project.manager, "First plan"),
            project=atlas.project[project.code],
            rows=[_pasted(line) for line in outline_lines],
        )
        numbers = dict(zip((line.key for line in outline_lines), pasted.value, strict=True))
        numbers.pop("", None)
        atlas.task |= numbers
        lines |= {line.key: line for line in outline_lines if not line.is_summary}
    _link(atlas, lines)


def _pasted(line: reading.Line) -> BookedRow:
    row: BookedRow = {"name": line.name, "level": line.level + 1}
    if line.is_summary:
        return row
    row["people"] = _people(line.people)
    row["duration"] = line.duration
    row["is_milestone"] = line.duration == "0d"
    if line.starts_from:
        row["start"] = dt.datetime.fromisoformat(f"{line.starts_from}T08:00")
    return row


def _people(names: Sequence[tuple[str, int]]) -> str:
    full = {person.key: person.name for person in people.PEOPLE}
    return ";".join(
        full.get(key, key) if share == 100 else f"{full.get(key, key)}[{share}%]" for key, share in names
    )


def _link(atlas: Atlas, lines: Mapping[str, reading.Line]) -> None:
    edits: list[TaskEdit] = [
        {"task": atlas.task[key], "predecessors": _predecessors(atlas, line.predecessors)}
        for key, line in lines.items()
        if line.predecessors
    ]
    task_operations.edit_many(atlas.by("Solberg", "Links within and between the projects"), edits=edits)


def _predecessors(atlas: Atlas, links: Sequence[reading.Predecessor]) -> str:
    return ";".join(f"{atlas.task[link.key]}{link.how}" for link in links)


def _aim(atlas: Atlas) -> None:
    """The brief, the scope, what the program is for and which dates it is known by."""
    acting = atlas.by("Solberg")
    documents.write_brief(acting, vision=story.BRIEF, outcome=story.OUTCOME)
    documents.write_scope(acting, included=story.IN_SCOPE, excluded=story.OUT_OF_SCOPE)
    for title, measure in story.OBJECTIVES:
        aims.add_objective(acting, title=title, measure=measure)
    for name, key, due_on, audience in story.KEY_DATES:
        aims.add_key_date(
            acting,
            name=name,
            task=atlas.task[key],
            due_on=due_on,
            promised_to=audience,
            is_headline=key == "golive",
        )
    documents.agree_brief(acting, note="Approved by the program board")
    documents.agree_scope(acting, note="Approved by the program board")
    programs.set_stage(acting, stage="delivering")


def _days() -> Iterator[dt.date]:
    """Every day on which something happens, in order."""
    fridays = {
        story.FIRST_STATUS_ON + dt.timedelta(weeks=week)
        for week in range((story.LAST_STATUS_ON - story.FIRST_STATUS_ON).days // 7 + 1)
    }
    return iter(sorted(fridays | {move.on for move in story.MOVES} | {on for on, _, _ in story.BASELINES}))


def _live(atlas: Atlas, day: dt.date) -> None:
    """One day of the story: moves in the morning, baselines at noon, progress on Friday afternoon."""
    with _on(day):
        for move in (move for move in story.MOVES if move.on == day):
            _move(atlas, move)
    with _on(day, hour=12):
        for on, name, reason in story.BASELINES:
            if on == day:
                baselines.set_baseline(
                    atlas.by("Solberg"), name=name, reason=reason, approved_by="Henrik Dahl, program board"
                )
    if day.weekday() == 4 and day >= story.FIRST_STATUS_ON:
        with _on(day, hour=15):
            _report(atlas, day)


def _move(atlas: Atlas, move: story.Move) -> None:
    edit: TaskEdit = {"task": atlas.task[move.task]}
    if move.duration:
        edit["duration"] = move.duration
    if move.predecessors:
        links, _ = reading.predecessors(move.predecessors)
        edit["predecessors"] = _predecessors(atlas, links)
    task_operations.edit_many(atlas.by(move.by, move.reason), edits=[edit])


def _report(atlas: Atlas, day: dt.date) -> None:
    """Each project manager reports the week; then the status date moves on."""
    managers = {atlas.project[project.code]: project.manager for project in PROJECTS}
    done = sorted(progress.of_week(atlas.ledger, day), key=lambda report: report.project)
    for project, reports in groupby(done, key=lambda report: report.project):
        edits = [report.edit for report in reports]
        task_operations.edit_many(atlas.by(managers[project], f"Progress to {day:%d %B}"), edits=edits)
    programs.set_status_date(atlas.by("Solberg"), status_date=dt.datetime.combine(day, dt.time(17)))
