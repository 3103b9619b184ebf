"""What a program's screen is asked: by whom, about which program, narrowed to which project, as of when.

All of it stands in the address: `/p/atlas/plan?project=3&as_of=2026-09-18`. A day means how things stood at
its end; a number means that revision of the program.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from milepost.base import clock, journal
from milepost.base.identity import Actor, program_scope, project_scope
from milepost.base.operation import Acting
from milepost.base.permissions import may, may_in_program
from milepost.base.refusal import NotFound
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProgramRow, ProjectRow
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.frame import NOW, AsOf, actor_of


@dataclass(frozen=True, slots=True)
class About:
    """A program as one reader sees it at one instant. `project` is the number of the only project wanted."""

    reader: Actor
    program: ProgramRow
    projects: tuple[ProjectRow, ...]
    as_of: AsOf
    project: int | None
    today: dt.date

    @property
    def ledger(self) -> int:
        return self.program.ledger

    @property
    def slug(self) -> str:
        return self.program.slug

    @property
    def revision(self) -> int | None:
        """The revision to read at; None for the present."""
        return self.as_of.revision

    @property
    def has_history(self) -> bool:
        """May the reader know how the program, or a part of it, came to be as it is?"""
        return may_in_program(self.reader, "history.read", self.ledger)

    @property
    def has_baselines(self) -> bool:
        """May the reader hold the program, or a part of it, against what was promised?"""
        return may_in_program(self.reader, "baseline.read", self.ledger)

    @property
    def query(self) -> str:
        """What every address of the same view carries: "?project=3&as_of=2026-09-18", or ""."""
        return self.query_with(project=self.project)

    def query_with(self, *, project: int | None) -> str:
        """The same instant, narrowed to another project (None: all)."""
        wanted = {"project": project, "as_of": self.as_of.text}
        text = urlencode({name: value for name, value in wanted.items() if value})
        return f"?{text}" if text else ""

    def may(self, right: str, project: int | None = None) -> bool:
        """May the reader do this now, in the whole program or one of its projects? Nothing in the past."""
        scope = program_scope(self.ledger) if project is None else project_scope(self.ledger, project)
        return not self.as_of.is_past and may(self.reader, right, scope)

    def may_somewhere(self, right: str) -> bool:
        """May the reader do this in the program or any project of it he sees?"""
        return self.may(right) or any(self.may(right, project.number) for project in self.projects)


def about(request: HttpRequest, slug: str) -> About:
    """What the address asks for.

    Raises: NotFound for what does not exist and for what the reader may not see.
    """
    reader = actor_of(request)
    ledger = program_queries.named(reader, slug=slug)
    if "scenario" in request.GET:
        # Showing the plan as it is under the address of a scenario would be a lie.
        raise NotFound("There are no scenarios in this Milepost.")
    as_of = _as_of(request.GET.get("as_of", ""), ledger)
    projects = tuple(program_queries.projects(reader, program=ledger, as_of=as_of.revision))
    return About(
        reader=reader,
        program=program_queries.program(reader, program=ledger, as_of=as_of.revision),
        projects=projects,
        as_of=as_of,
        project=_project(request.GET.get("project", ""), projects),
        today=timezone.localtime(clock.now()).date(),
    )


def acting(request: HttpRequest, ledger: int, *, reason: str = "") -> Acting:
    """The reader as somebody who changes things, with the revision the form was read at."""
    seen = request.POST.get("seen", "")
    return Acting(
        actor_of(request),
        ledger,
        seen=int(seen) if seen.isascii() and seen.isdigit() else None,
        reason=reason,
    )


def slot(request: HttpRequest) -> int | None:
    """The baseline slot the address asks to compare with; None for the one set last."""
    text = request.GET.get("baseline", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def _as_of(text: str, ledger: int) -> AsOf:
    if not text:
        return NOW
    if text.isascii() and text.isdigit() and len(text) < 10:
        entry = journal.entry(ledger, int(text))
        if entry is None:
            raise NotFound(f"There is no revision {text}.")
        return AsOf(text, present.day(present.recorded_day(entry.at)), entry.seq)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound(f"'{text}' is no day.") from None
    if day >= timezone.localtime(clock.now()).date():
        return NOW
    end = timezone.make_aware(dt.datetime.combine(day, dt.time.max))
    return AsOf(text, present.day(day), journal.revision_at(ledger, end))


def _project(text: str, projects: tuple[ProjectRow, ...]) -> int | None:
    if not text:
        return None
    for project in projects:
        if str(project.number) == text:
            return project.number
    raise NotFound(f"There is no project {text}.")
