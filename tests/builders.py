"""Programs, people and plans for tests: each builder needs only what matters to the test."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from milepost.base.identity import ORGANISATION, SYSTEM, Actor, Grant, Scope
from milepost.base.operation import Acting
from milepost.domain.programs.operations import programs, projects
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.schedule.operations import tasks

MONDAY = dt.datetime(2026, 3, 2, 8)
"""A Monday at eight, when the programs of the tests begin."""


@dataclass
class Program:
    """A program made for a test, with what was made in it by name."""

    ledger: int
    slug: str
    project: int
    tasks: dict[str, int] = field(default_factory=dict)

    def by(self, actor: Actor = SYSTEM, *, seen: int | None = None, reason: str = "") -> Acting:
        """Somebody acting on this program."""
        return Acting(actor, self.ledger, seen=seen, reason=reason)

    def __getitem__(self, name: str) -> int:
        return self.tasks[name]


def a_program(name: str = "Atlas", *, with_tasks: int = 0, **settings: object) -> Program:
    """A program with one project that starts on `MONDAY`, and some tasks of a day each: t1, t2, …"""
    slug = programs.open_program(Acting(SYSTEM, ORGANISATION), name=name, **settings).value  # type: ignore[arg-type]
    ledger = program_queries.named(SYSTEM, slug=slug)
    made = Program(ledger, slug, a_project(ledger, "Build"))
    for count in range(1, with_tasks + 1):
        a_task(made, f"t{count}")
    return made


def a_project(ledger: int, name: str = "Run") -> int:
    """A project that starts on `MONDAY`; its number."""
    return projects.add(Acting(SYSTEM, ledger), name=name, start=MONDAY).value


def a_task(program: Program, name: str, duration: str = "1d", **fields: object) -> int:
    """A task, by default in the program's first project; its number."""
    place = fields if "parent" in fields or "after" in fields else {"project": program.project, **fields}
    number = tasks.add(program.by(), name=name, duration=duration, **place).value  # type: ignore[arg-type]
    program.tasks[name] = number
    return number


def a_plan(text: str, *, name: str = "Atlas") -> Program:
    """A program from lines `name  duration  predecessors`, indented lines under a summary.

    Predecessors are names with a type and lag: `build FS+1d, docs SS`.
    """
    made = a_program(name)
    above: list[tuple[int, int]] = []
    for line in text.strip("\n").splitlines():
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        while above and above[-1][0] >= indent:
            above.pop()
        title, duration, predecessors = (
            *(part.strip() for part in line.strip().split("  ") if part),
            "",
            "",
        )[:3]
        number = a_task(
            made,
            title,
            duration or "1d",
            **({"parent": above[-1][1]} if above else {}),
            predecessors=_numbered(predecessors, made.tasks),
        )
        above.append((indent, number))
    return made


def _numbered(predecessors: str, numbers: dict[str, int]) -> str:
    """`build FS+1d, docs` with numbers for names: `3FS+1d;4`."""
    parts = [part.split() for part in predecessors.split(",") if part.strip()]
    return ";".join(f"{numbers[part[0]]}{''.join(part[1:])}" for part in parts)


def somebody(
    name: str = "Ana", *grants: tuple[str, Scope], person: int | None = None, session: str = ""
) -> Actor:
    """A person at a browser, holding roles on nodes."""
    return Actor(
        person=person,
        name=name,
        session=session or name.lower(),
        door="web",
        grants=tuple(Grant(role, scope) for role, scope in grants),
    )


def manager_of(program: Program, name: str = "Ana", *, session: str = "") -> Actor:
    """The program manager of a program."""
    return somebody(name, ("program_manager", Scope("program", program.ledger)), session=session)


def project_manager_of(program: Program, project: int | None = None, name: str = "Bo") -> Actor:
    """The project manager of one project of a program."""
    scope = Scope("project", program.ledger, project or program.project)
    return somebody(name, ("project_manager", scope))


def viewer_of(program: Program, name: str = "Vera") -> Actor:
    """Somebody who may look at a program."""
    return somebody(name, ("viewer", Scope("program", program.ledger)))
