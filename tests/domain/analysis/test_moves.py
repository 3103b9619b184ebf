"""Why a date moved: shares by cause and project that sum to the move, as far as the reader may see."""

from __future__ import annotations

import pytest

from milepost.base.identity import SYSTEM
from milepost.base.operation import NotFound
from milepost.domain.analysis.queries import current, moves
from milepost.domain.analysis.rows.moves import Explained
from milepost.domain.programs.operations import aims
from milepost.domain.schedule.operations import links, outline, tasks
from tests.builders import Program, a_plan, a_project, a_task, project_manager_of

pytestmark = pytest.mark.django_db

DAY = 4800


@pytest.fixture
def program() -> Program:
    """
    design  5d   in Build
    build  10d   after design
    train   4d   in Run
    launch  0d   after build, train
    """
    made = a_plan("design  5d\nbuild  10d  design\nlaunch  0d  build")
    made.tasks["other"] = a_project(made.ledger, "Run")
    a_task(made, "train", "4d", project=made["other"])
    tasks.edit(made.by(), task=made["launch"], predecessors=f"{made['build']};{made['train']}")
    aims.add_key_date(made.by(), name="Launch", task=made["launch"], is_headline=True)
    return made


def days(found: Explained) -> dict[tuple[str, str], float]:
    return {(share.cause, share.project_name): share.ticks / DAY for share in found.shares}


def now(program: Program) -> int:
    return current.current(SYSTEM, program=program.ledger).revision


def test_a_move_is_split_by_cause_and_project_in_working_days(program: Program) -> None:
    since = now(program)
    tasks.edit(program.by(), task=program["build"], duration="12d")
    tasks.edit(program.by(), task=program["train"], duration="21d")

    found = moves.why_moved(SYSTEM, program=program.ledger, since=since)

    # 15 days become 21: training alone brings 6, building alone 2, which training would have covered.
    assert days(found) == {("duration", "Run"): 5, ("duration", "Build"): 1}
    assert sum(share.ticks for share in found.shares) == found.moved == 6 * DAY
    assert (found.name, found.is_sampled) == ("launch", False)


def test_a_step_names_the_changes_it_is_made_of(program: Program) -> None:
    since = now(program)
    tasks.edit(program.by(), task=program["build"], duration="12d")

    (share,) = moves.why_moved(SYSTEM, program=program.ledger, since=since).shares

    (change,) = share.changes
    assert (change.name, change.field, change.before, change.after) == ("build", "duration", "48000", "57600")


def test_any_task_can_be_asked_about_and_between_any_two_revisions(program: Program) -> None:
    since = now(program)
    tasks.edit(program.by(), task=program["design"], duration="6d")
    then = now(program)
    tasks.edit(program.by(), task=program["design"], duration="9d")

    found = moves.why_moved(SYSTEM, program=program.ledger, since=since, task=program["build"], as_of=then)

    assert found.moved == DAY


def test_what_was_not_planned_then_has_not_moved(program: Program) -> None:
    since = now(program)
    a_task(program, "care")

    found = moves.why_moved(SYSTEM, program=program.ledger, since=since, task=program["care"])

    assert (found.finish_before, found.moved, found.shares) == (None, 0, ())


def test_shares_of_projects_out_of_reach_are_told_as_one(program: Program) -> None:
    since = now(program)
    tasks.edit(program.by(), task=program["design"], duration="7d")
    tasks.edit(program.by(), task=program["train"], duration="21d")
    reader = project_manager_of(program)

    found = moves.why_moved(reader, program=program.ledger, since=since, task=program["launch"])

    assert ("elsewhere", "") in days(found)
    assert "Run" not in {share.project_name for share in found.shares}
    assert sum(share.ticks for share in found.shares) == found.moved
    with pytest.raises(NotFound):
        moves.why_moved(reader, program=program.ledger, since=since, task=program["train"])


def test_why_a_date_moved_names_nothing_the_reader_may_not_see(program: Program) -> None:
    """Tunnel and shaft are dug in another project, which is called Vault; the reader runs Build alone."""
    vault = a_project(program.ledger, "Vault")
    for name in ("dig tunnel", "sink shaft"):
        a_task(program, name, "16d", project=vault)
    links.add(program.by(), predecessor=program["dig tunnel"], successor=program["launch"])
    since = now(program)
    tasks.edit(program.by(), task=program["dig tunnel"], duration="20d", name="dig tunnel deeper")
    tasks.edit(program.by(), task=program["sink shaft"], duration="18d")
    links.add(program.by(), predecessor=program["sink shaft"], successor=program["dig tunnel"])
    links.add(program.by(), predecessor=program["sink shaft"], successor=program["build"])
    a_task(program, "line tunnel", "9d", project=vault, predecessors=str(program["dig tunnel"]))
    links.add(program.by(), predecessor=program["line tunnel"], successor=program["launch"])
    asked = {"program": program.ledger, "since": since, "task": program["launch"]}

    told = str(moves.why_moved(project_manager_of(program), **asked))

    hidden = ("tunnel", "shaft", "Vault")
    assert [word for word in hidden if word in str(moves.why_moved(SYSTEM, **asked))] == list(hidden)
    assert [word for word in hidden if word in told] == []
    assert "elsewhere" in told


def test_a_change_that_takes_a_task_of_ones_own_to_another_project_does_not_tell_its_name_there(
    program: Program,
) -> None:
    since = now(program)
    outline.move(program.by(), tasks=[program["design"]], project=program["other"])
    tasks.edit(program.by(), task=program["design"], name="design vault", duration="8d")
    asked = {"program": program.ledger, "since": since, "task": program["launch"]}

    told = str(moves.why_moved(project_manager_of(program), **asked))

    assert "vault" in str(moves.why_moved(SYSTEM, **asked))
    assert "vault" not in told


def test_the_future_explains_nothing(program: Program) -> None:
    with pytest.raises(NotFound):
        moves.why_moved(SYSTEM, program=program.ledger, since=now(program) + 1)
