"""Plan files brought into programs: what was previewed is what is stored, as one entry that can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.base import journal, undo
from milepost.base.identity import ORGANISATION, SYSTEM, Scope
from milepost.base.operation import Acting, NotAllowed
from milepost.domain.analysis.queries import current
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.resources.operations.imports import EmptyPlan
from milepost.domain.resources.queries import bookings
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.queries import calendars as calendar_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.interop import reading
from milepost.interop.exchange.planning import to_plan
from milepost.interop.exchange.values import (
    Assignment,
    Baseline,
    Exchange,
    Link,
    Project,
    Rate,
    Resource,
    Task,
)
from milepost.interop.fidelity.dates import Because
from milepost.interop.load import bring
from milepost.interop.load.preview import reasons
from milepost.interop.load.preview.examine import examine
from tests.builders import a_program, manager_of, project_manager_of, somebody

pytestmark = pytest.mark.django_db

FILES = Path("../shared/data/project_files").resolve()
REAL = sorted(FILES.glob("mpxj/*.xml")) + sorted(FILES.glob("converted/*.mspdi.xml"))
DAY = 8 * TICKS_PER_HOUR


def a_file(**settings: object) -> Exchange:
    """A plan file of two linked tasks under a summary, with a person on one."""
    tasks = (
        Task(uid=1, name="Phase", is_summary=True),
        Task(uid=2, name="Dig", parent=1, duration=3 * DAY, baselines={0: Baseline(start=0, finish=DAY)}),
        Task(uid=3, name="Pour", parent=1, duration=2 * DAY, predecessors=(Link(predecessor=2),)),
    )
    people = (Resource(uid=7, name="Ana", rates=(Rate(cost_per_hour=None),)),)
    booked = (Assignment(uid=9, task=2, resource=7, units=1.0, work=3 * 480),)
    project = Project(
        uid=1, title="Works", start=29_544_480 * 10, tasks=tasks, resources=people, assignments=booked
    )
    return Exchange(format="mspdi", projects=(project,))


def test_an_import_is_one_entry_and_undo_takes_all_of_it_back() -> None:
    program = a_program()
    written = bring.into_program(program.by(), bring.PlanFile("works.xml", a_file()))

    assert written.entry is not None
    assert [row.name for row in task_queries.tasks(SYSTEM, program=program.ledger)] == [
        "Phase",
        "Dig",
        "Pour",
    ]
    undo.undo(program.by(), entry=written.entry)
    assert task_queries.tasks(SYSTEM, program=program.ledger) == []
    assert bookings.resources(SYSTEM, program=program.ledger) == []
    assert [row.name for row in program_queries.projects(SYSTEM, program=program.ledger)] == ["Build"]


def test_the_content_of_a_file_is_not_written_into_the_history_twice() -> None:
    program = a_program()
    written = bring.into_program(program.by(), bring.PlanFile("works.xml", a_file()))

    assert written.entry is not None
    entry = journal.entry(program.ledger, written.entry)
    assert entry is not None
    assert entry.parameters == {"source": "works.xml"}


def test_people_and_calendars_the_program_knows_are_not_doubled() -> None:
    program = a_program()
    bring.into_program(program.by(), bring.PlanFile("works.xml", a_file()))
    bring.into_program(program.by(), bring.PlanFile("works again.xml", a_file()))

    assert [row.name for row in bookings.resources(SYSTEM, program=program.ledger)] == ["Ana"]
    assert len(bookings.all_assignments(program.ledger)) == 2


def test_the_baseline_of_a_file_is_kept_for_its_project() -> None:
    program = a_program()
    (project,) = bring.into_program(program.by(), bring.PlanFile("works.xml", a_file())).value

    (baseline,) = baseline_queries.baselines(SYSTEM, program=program.ledger)
    assert (baseline.slot, baseline.project, baseline.reason) == (0, project, "Came with the file")
    promised = baseline_queries.promised(SYSTEM, program=program.ledger, slot=0)
    assert [row.finish for row in promised.values()] == [DAY]


def test_a_file_may_open_a_program_of_its_own() -> None:
    acting = Acting(SYSTEM, ORGANISATION)
    slug, _ = bring.into_new_program(acting, bring.PlanFile("works.xml", a_file()), name="Works")
    ledger = program_queries.named(SYSTEM, slug=slug)

    assert [row.name for row in program_queries.projects(SYSTEM, program=ledger)] == ["Works"]


def test_whoever_may_open_a_program_may_open_it_from_a_file() -> None:
    opener = somebody("Olga", ("portfolio_administrator", Scope("organisation")))
    slug, _ = bring.into_new_program(
        Acting(opener, ORGANISATION), bring.PlanFile("works.xml", a_file()), name="Works"
    )
    ledger = program_queries.named(opener, slug=slug)

    assert {entry.by for entry in journal.entries(ledger)} == {"Olga"}


def test_an_empty_file_opens_nothing() -> None:
    empty = Exchange(format="mspdi", projects=(Project(uid=1, title="Nothing", start=0),))

    with pytest.raises(EmptyPlan, match=r"'nothing\.xml' holds no task"):
        bring.into_new_program(
            Acting(SYSTEM, ORGANISATION), bring.PlanFile("nothing.xml", empty), name="Nothing"
        )
    assert program_queries.programs(SYSTEM) == []


def test_a_project_manager_may_not_add_a_project() -> None:
    program = a_program()

    with pytest.raises(NotAllowed):
        bring.into_program(program.by(project_manager_of(program)), bring.PlanFile("works.xml", a_file()))


def test_rates_the_person_may_not_see_stay_out() -> None:
    program = a_program()
    bring.into_program(program.by(manager_of(program)), bring.PlanFile("works.xml", a_file()))

    assert bookings.rates(SYSTEM, program=program.ledger) == []
    assert [row.name for row in bookings.resources(SYSTEM, program=program.ledger)] == ["Ana"]


def test_a_preview_saves_nothing_and_says_what_would_come() -> None:
    found = examine(a_file()).report

    (project,) = found.projects
    assert (project.tasks, project.summaries, project.links, project.resources) == (2, 1, 1, 1)
    assert [task.name for task in project.critical] == ["Dig", "Pour"]
    assert program_queries.programs(SYSTEM) == []


def test_every_reason_has_words_and_stands_on_its_page() -> None:
    page = Path("docs/formats/differences.md").read_text(encoding="utf-8")

    assert set(reasons.WORDS) == set(Because)
    assert [because.value for because in Because if f"`{because.value}`" not in page] == []


def test_every_field_is_accounted_for_with_its_fate() -> None:
    found = examine(a_file()).report

    fates = {(one.field, one.fate): one.count for one in found.fields}
    assert fates["task: name", "kept"] == 3
    assert fates["link: predecessor", "kept"] == 1
    assert {one.fate for one in found.fields} <= {"kept", "carried", "dropped"}


@pytest.mark.skipif(not REAL, reason="no real plan files beside the checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_what_was_previewed_is_what_is_stored(path: Path) -> None:
    exchange = reading.read(path)
    planned = to_plan(exchange)
    expected = analyse(planned.plan).schedule
    program = a_program()
    if not any(project.tasks for project in exchange.projects):
        pytest.skip("the file holds no task")
    projects = bring.into_program(program.by(), bring.PlanFile(path.name, exchange, planned)).value

    number_by_uid = {
        (row.project, row.external_uid): row.number
        for row in task_queries.tasks(SYSTEM, program=program.ledger)
    }
    rows = {row.number: row for row in current.planned_tasks(SYSTEM, program=program.ledger)}
    for (place, task), stated in zip(planned.origins, planned.plan.tasks, strict=True):
        row, dates = rows[number_by_uid[projects[place], str(task.uid)]], expected.row(stated.id)
        assert (row.start, row.finish, row.early_start, row.early_finish) == (
            dates.start,
            dates.finish,
            dates.early_start,
            dates.early_finish,
        ), task.name


def test_calendars_of_a_file_become_the_programs() -> None:
    path = FILES / "mpxj/sample.xml"
    if not path.exists():
        pytest.skip("no real plan files beside the checkout")
    program = a_program()
    bring.into_program(program.by(), bring.PlanFile("sample.xml", reading.read(path)))

    assert calendar_queries.calendars(SYSTEM, program=program.ledger)
