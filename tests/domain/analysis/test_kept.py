"""A program kept from edit to edit is what it would be if it were read afresh."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest

from milepost.base import undo
from milepost.base.identity import SYSTEM
from milepost.base.operation import Refusal
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.analysis.queries import keeping, sheet
from milepost.domain.programs.operations import aims, programs, projects
from milepost.domain.schedule.operations import calendars, fields, links, outline, tasks
from tests.builders import MONDAY, Program, a_plan, a_project

pytestmark = pytest.mark.django_db

Rows = dict[object, dict[str, object]]
DATED = {
    "duration",
    "start",
    "finish",
    "late_finish",
    "slip_days",
    "total_float",
    "free_float",
    "critical",
    "on_path",
    "percent",
}
Step = Callable[[Program, random.Random], object]


def some(program: Program, chance: random.Random, count: int = 1) -> list[int]:
    """Tasks of the program as it stands."""
    return chance.sample(keeping.computed(program.ledger).order, count)


def a_day(chance: random.Random) -> dt.datetime:
    return MONDAY + dt.timedelta(days=chance.randrange(60))


def undo_last(program: Program, chance: random.Random) -> None:
    undo.undo(program.by(), entry=keeping.computed(program.ledger).facts.revision)


STEPS: tuple[Step, ...] = (
    lambda p, c: sheet_operations.edit(p.by(), task=some(p, c)[0], duration=f"{c.randint(0, 9)}d"),
    lambda p, c: sheet_operations.edit(p.by(), task=some(p, c)[0], percent_complete=c.choice((0, 50, 100))),
    lambda p, c: sheet_operations.edit(
        p.by(), task=some(p, c)[0], people=c.choice(("Ana", "Ana[50%];Bo", ""))
    ),
    lambda p, c: sheet_operations.edit(p.by(), task=some(p, c)[0], start=a_day(c)),
    lambda p, c: sheet_operations.edit(p.by(), task=some(p, c)[0], is_active=c.random() < 0.5),
    lambda p, c: sheet_operations.add(p.by(), name="new", after=some(p, c)[0], duration="2d"),
    lambda p, c: links.link(p.by(), tasks=some(p, c, 2), type=c.choice(("FS", "SS", "FF"))),
    lambda p, c: links.unlink(p.by(), tasks=some(p, c)),
    lambda p, c: tasks.remove(p.by(), tasks=some(p, c)),
    lambda p, c: outline.indent(p.by(), tasks=some(p, c)),
    lambda p, c: outline.outdent(p.by(), tasks=some(p, c)),
    lambda p, c: outline.move(p.by(), tasks=some(p, c), after=some(p, c)[0]),
    lambda p, c: programs.set_status_date(p.by(), status_date=a_day(c)),
    lambda p, c: projects.edit(p.by(), project=p.project, start=a_day(c)),
    lambda p, c: projects.order(
        p.by(), projects=[keeping.computed(p.ledger).facts.tasks[some(p, c)[0]].project]
    ),
    lambda p, c: calendars.add_exception(p.by(), calendar=p["calendar"], starts_on=a_day(c).date()),
    lambda p, c: aims.add_key_date(p.by(), name="Live", task=some(p, c)[0], is_headline=True),
    lambda p, c: fields.add(p.by(), label=f"Field {c.random()}"),
    lambda p, c: baselines.set_baseline(p.by(), slot=c.randrange(3), reason="Again"),
    undo_last,
)


@pytest.mark.parametrize("seed", range(4))
def test_a_kept_program_equals_one_read_afresh(seed: int) -> None:
    chance = random.Random(seed)
    program = a_plan(
        "phase\n  dig  3d\n  pour  2d  dig\n  cure  5d  pour FS+1d\nrun  4d  phase\nend  0d  run"
    )
    other = a_project(program.ledger, "Run")
    outline.move(program.by(), tasks=[program["run"]], project=other)
    program.tasks["calendar"] = calendars.add(program.by(), name="Usual").value
    projects.edit(program.by(), project=program.project, calendar=program["calendar"])
    for step in range(25):
        seen = keeping.computed(program.ledger).facts.revision
        try:
            chance.choice(STEPS)(program, chance)
        except (Refusal, ValueError):
            continue
        advanced = sheet.sheet(SYSTEM, program=program.ledger)
        redrawn = sheet.changes(SYSTEM, program=program.ledger, since=seen)
        keeping.forget()
        afresh = sheet.sheet(SYSTEM, program=program.ledger)

        assert {**advanced, "today": 0} == {**afresh, "today": 0}, f"after step {step}"
        assert set(redrawn["tasks"].get("number", ())) <= set(afresh["tasks"]["number"])


@pytest.mark.parametrize("seed", range(3))
def test_what_the_sheet_redraws_makes_it_current(seed: int) -> None:
    """Applying a reply to the sheet as it was gives the sheet as it is."""
    chance = random.Random(100 + seed)
    program = a_plan(
        "phase\n  dig  3d\n  pour  2d  dig\n  cure  5d  pour FS+1d\nrun  4d  phase\nend  0d  run"
    )
    program.tasks["calendar"] = calendars.add(program.by(), name="Usual").value
    shown = rows_of(sheet.sheet(SYSTEM, program=program.ledger)["tasks"])
    seen = keeping.computed(program.ledger).facts.revision
    for _ in range(20):
        try:
            chance.choice(STEPS)(program, chance)
        except (Refusal, ValueError):
            continue
        reply = sheet.changes(SYSTEM, program=program.ledger, since=seen)
        apart = sheet.changes(SYSTEM, program=program.ledger, since=seen, dates_apart=True)
        now = rows_of(sheet.sheet(SYSTEM, program=program.ledger)["tasks"])
        seen = reply["revision"]

        assert rows_with(shown, reply) == now
        shown = rows_with(shown, apart)
        assert shown == now


def rows_with(shown: Rows, reply: dict[str, Any]) -> Rows:
    """The rows of a sheet with a reply taken in, as the island does."""
    kept = {number: row for number, row in shown.items() if number not in reply["removed"]}
    redated = rows_of(reply.get("redated") or {"number": []})
    for number, dates in redated.items():
        stays = {name: value for name, value in kept[number].items() if name not in DATED}

        kept[number] = stays | dates
    return kept | rows_of(reply["tasks"])


def rows_of(columns: dict[str, list[object]]) -> Rows:
    """Columns as rows by number, without what is None: an absent column is one of nothing."""
    return {
        number: {name: column[place] for name, column in columns.items() if column[place] is not None}
        for place, number in enumerate(columns["number"])
    }


def test_what_somebody_saves_while_a_plan_is_read_is_told_as_saved_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    keeping.computed(program.ledger)
    renamed = tasks.edit(program.by(), task=program["dig"], name="Excavate")
    changes_since = keeping.journal.changes_since

    def read_late(ledger: int, revision: int) -> object:
        """Between the revision and the rows, somebody else saves."""
        monkeypatch.setattr(keeping.journal, "changes_since", changes_since)
        tasks.edit(program.by(), task=program["pour"], name="Cast")
        return changes_since(ledger, revision)

    monkeypatch.setattr(keeping.journal, "changes_since", read_late)
    keeping.computed(program.ledger)

    told = rows_of(sheet.changes(SYSTEM, program=program.ledger, since=renamed.revision)["tasks"])

    assert told[program["pour"]]["name"] == "Cast"


def test_where_room_ends_the_program_asked_for_longest_ago_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "MOST_TASKS", 4)
    read_first, forgotten, read_last = (a_plan("dig  3d\npour  2d  dig").ledger for _ in range(3))
    first = keeping.computed(read_first)
    second = keeping.computed(forgotten)
    keeping.computed(read_first)

    keeping.computed(read_last)

    assert keeping.computed(read_first) is first
    assert keeping.computed(forgotten) is not second
