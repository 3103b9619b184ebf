"""Plan quality on screen: what fails is named, every check opens, and `milepost check` says the same."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from milepost.base.identity import SYSTEM
from milepost.domain.analysis.queries import quality
from milepost.domain.analysis.queries.meanings import MEANINGS
from milepost.domain.schedule.operations import tasks
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.engine.instants import TICKS_PER_HOUR, instant
from milepost.engine.plan import OFFICE_WEEK, ConstraintType
from milepost.interop import writing
from milepost.interop.exchange.values import Baseline, Calendar, Exchange, Link, Project, Task
from milepost.interop.load import bring
from milepost.interop.reading import read
from milepost.surfaces.cli.main import run
from milepost.surfaces.web.quality import present
from tests.builders import Program, a_program, a_project, a_task
from tests.surfaces.web.conftest import As, text_of

START = instant(dt.datetime(2026, 1, 5, 8))
DAY = 8 * TICKS_PER_HOUR
FILES = Path("../shared/data/project_files").resolve()
REAL = sorted(FILES.glob("converted/*.mspdi.xml"))[:6] + sorted(FILES.glob("mpxj/*.xml"))[:12]


def test_the_sentence_counts_the_checks_and_names_those_that_fail(atlas: Program, signed_in_as: As) -> None:
    tasks.edit(atlas.by(), task=atlas["build"], predecessors=f"{atlas['design']}FS-1d")

    shown = text_of(signed_in_as("viewer").get(f"/p/{atlas.slug}/quality").content)

    assert "look at missing logic and leads ." in shown
    # Of the links design-build, design-manual and two into launch, one has a lead.
    assert "1 of 4" in shown


@pytest.mark.parametrize("check", MEANINGS)
def test_every_check_opens_to_its_formula_and_the_instant_it_was_read_at(
    atlas: Program, signed_in_as: As, check: str
) -> None:
    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/quality?check={check}").content)

    assert str(MEANINGS[check].advice) in shown
    assert "Read at revision" in shown


def test_offenders_lead_to_their_row_of_the_sheet(atlas: Program, signed_in_as: As) -> None:
    tasks.edit(atlas.by(), task=atlas["build"], predecessors=f"{atlas['design']}FS-1d")

    html = signed_in_as("viewer").get(f"/p/{atlas.slug}/quality?check=leads").content.decode()

    assert f"/p/{atlas.slug}/plan?task={atlas['build']}" in html


def test_the_sheet_can_be_asked_for_those_who_offend_alone(atlas: Program, signed_in_as: As) -> None:
    tasks.edit(atlas.by(), task=atlas["build"], predecessors=f"{atlas['design']}FS-1d")

    html = signed_in_as("viewer").get(f"/p/{atlas.slug}/plan?check=leads").content.decode()

    assert f'data-only="{atlas["build"]}"' in html
    assert "Leads: the one task that offends." in html


def test_an_unknown_check_is_not_found(atlas: Program, signed_in_as: As) -> None:
    assert signed_in_as("viewer").get(f"/p/{atlas.slug}/quality?check=luck").status_code == 404


def test_a_plan_without_tasks_says_that_there_is_nothing_to_check(signed_in_as: As, atlas: Program) -> None:
    tasks.remove(atlas.by(), tasks=list(atlas.tasks.values()))

    shown = text_of(signed_in_as("viewer").get(f"/p/{atlas.slug}/quality").content)

    assert "There is nothing to check yet" in shown


@pytest.mark.skipif(not REAL, reason="no plan files on this machine")
@pytest.mark.parametrize("file", REAL, ids=[file.name for file in REAL])
def test_the_command_and_the_screen_agree_about_real_files(
    file: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert_both_agree(file, capsys)


def test_the_command_and_the_screen_agree(
    tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "move.plan"
    file.write_bytes(writing.write(a_file(), file.name))

    assert_both_agree(file, capsys)


def assert_both_agree(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Check a file, and the program it is imported into: every figure, word and offender is the same."""
    assert run(["check", str(file), "--json"]) == 0
    said = {check["id"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    program = a_program("Imported")
    (project, *others) = bring.into_program(program.by(), bring.PlanFile(file.name, read(file))).value
    assert not others

    found = quality.quality(SYSTEM, program=program.ledger, project=project, baseline=0)

    rows = task_queries.tasks(SYSTEM, program=program.ledger)
    uids = {row.number: row.external_uid for row in rows}
    for check in found.checks:
        theirs = said[check.id]
        for name in ("name", "value", "limit", "passes", "numerator", "denominator"):
            assert (check.id, name, getattr(check, name)) == (check.id, name, theirs[name])
        assert [uids[task] for task in check.offenders] == list(dict.fromkeys(map(str, theirs["offenders"])))
        assert present.value(check) == ("–" if theirs["value"] is None else present.value(check))


def a_file() -> Exchange:
    """A plan under way with one of each offence: a lead, a lag, a hard constraint, a missed promise."""
    status = instant(dt.datetime(2026, 1, 14, 17))
    design = Task(
        uid=1,
        name="Design",
        duration=3 * DAY,
        actual_start=START,
        actual_finish=instant(dt.datetime(2026, 1, 8, 17)),
        percent_complete=100,
        baselines={0: Baseline(start=START, finish=instant(dt.datetime(2026, 1, 7, 17)), duration=3 * DAY)},
    )
    build = Task(
        uid=2,
        name="Build",
        duration=60 * DAY,
        predecessors=(Link(predecessor=1, lag=2 * DAY),),
        baselines={0: Baseline(finish=instant(dt.datetime(2026, 1, 14, 8)), duration=60 * DAY)},
    )
    test = Task(
        uid=3,
        name="Test",
        duration=5 * DAY,
        predecessors=(Link(predecessor=2, lag=-DAY), Link(predecessor=1)),
        constraint=ConstraintType.FINISH_NO_LATER_THAN,
        constraint_date=status,
    )
    launch = Task(uid=4, name="Launch", duration=0, is_milestone=True, predecessors=(Link(predecessor=3),))
    loose = Task(uid=5, name="Tidy up", duration=2 * DAY)
    project = Project(
        uid=1,
        title="Move",
        start=START,
        status=status,
        calendar=1,
        calendars=(Calendar(uid=1, name="Week", week=OFFICE_WEEK),),
        tasks=(design, build, test, launch, loose),
    )
    return Exchange(format="plan", projects=(project,))


def test_projects_stand_side_by_side_with_the_program(atlas: Program, signed_in_as: As) -> None:
    run = a_project(atlas.ledger, "Run")
    a_task(atlas, "use", "3d", project=run)
    browser = signed_in_as("program_manager")

    shown = text_of(browser.get(f"/p/{atlas.slug}/quality?by=project").content)
    html = browser.get(f"/p/{atlas.slug}/quality?by=project").content.decode()

    assert re.search(r"Check Program \S+ Run", shown)
    # Of Run's only task both ends are open.
    assert re.search(r"Missing logic \d+ % .* 100 % Leads", shown)
    assert f"project={run}&amp;check=logic" in html
    assert "Project by project" in text_of(browser.get(f"/p/{atlas.slug}/quality").content)


def test_a_program_of_one_project_has_nothing_to_lay_beside_it(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/quality").content)

    assert "Project by project" not in shown
