"""Portfolios, programs and projects: opened, described, ordered, seen by those who may."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base import journal, undo
from milepost.base.identity import ORGANISATION, SYSTEM, Scope
from milepost.base.operation import Acting, NotAllowed, NotFound, Refusal
from milepost.domain.programs.operations import portfolios, programs, projects
from milepost.domain.programs.queries import programs as queries
from milepost.engine.instants import instant
from tests.builders import a_plan, a_program, a_project, manager_of, project_manager_of, somebody

pytestmark = pytest.mark.django_db

ORGANISATION_ITSELF = Acting(SYSTEM, ORGANISATION)


def test_a_program_is_opened_with_a_ledger_and_a_short_name_of_its_own() -> None:
    slug = programs.open_program(ORGANISATION_ITSELF, name="Atlas: core banking to cloud").value
    again = programs.open_program(ORGANISATION_ITSELF, name="Atlas").value

    assert (slug, again) == ("atlas", "atlas-2")
    first, second = (queries.named(SYSTEM, slug=name) for name in (slug, again))
    assert first != second
    assert queries.program(SYSTEM, program=first).stage == "defining"


def test_whoever_opens_a_program_is_named_in_its_history() -> None:
    olga = somebody("Olga", ("portfolio_administrator", Scope("organisation")))
    slug = programs.open_program(Acting(olga, ORGANISATION), name="Atlas").value

    assert [entry.by for entry in journal.entries(queries.named(SYSTEM, slug=slug))] == ["Olga"]


def test_a_portfolio_administrator_opens_programs_in_his_portfolio_only() -> None:
    own = portfolios.add(ORGANISATION_ITSELF, name="Digital bank").value
    other = portfolios.add(ORGANISATION_ITSELF, name="Branches").value
    olga = somebody("Olga", ("portfolio_administrator", Scope("portfolio", ORGANISATION, own)))
    slug = programs.open_program(Acting(olga, ORGANISATION), name="Atlas", portfolio=own).value

    assert [row.slug for row in queries.programs(olga)] == [slug]
    with pytest.raises((NotAllowed, NotFound)):
        programs.open_program(Acting(olga, ORGANISATION), name="Beta", portfolio=other)
    with pytest.raises(NotAllowed):
        programs.open_program(Acting(olga, ORGANISATION), name="Gamma")


def test_a_portfolio_with_programs_is_not_removed() -> None:
    number = portfolios.add(ORGANISATION_ITSELF, name="Digital bank").value
    programs.open_program(ORGANISATION_ITSELF, name="Atlas", portfolio=number)

    with pytest.raises(portfolios.PortfolioInUse, match="holds 1 programs"):
        portfolios.remove(ORGANISATION_ITSELF, portfolio=number)


def test_a_program_goes_through_its_stages_one_by_one() -> None:
    program = a_program()
    programs.set_stage(program.by(), stage="delivering")

    with pytest.raises(programs.NoSuchStage):
        programs.set_stage(program.by(), stage="closed")
    programs.set_stage(program.by(), stage="closing")
    programs.set_stage(program.by(), stage="closed")
    assert queries.program(SYSTEM, program=program.ledger).closed_at is not None


def test_a_program_out_of_reach_is_not_found() -> None:
    program = a_program()
    eve = somebody("Eve")

    with pytest.raises(NotFound):
        queries.named(eve, slug=program.slug)
    with pytest.raises(NotFound):
        programs.edit(program.by(eve), name="Mine")
    assert queries.programs(eve) == []


def test_a_project_manager_sees_and_edits_his_project_alone() -> None:
    program = a_program()
    other = a_project(program.ledger, "Run")
    bo = project_manager_of(program, other)

    assert [row.number for row in queries.projects(bo, program=program.ledger)] == [other]
    projects.edit(program.by(bo), project=other, purpose="Keep it running")
    with pytest.raises((NotAllowed, NotFound)):
        projects.edit(program.by(bo), project=program.project, purpose="Take over")
    with pytest.raises(NotAllowed):
        projects.add(program.by(bo), name="Another")


def test_projects_keep_the_order_they_are_put_in() -> None:
    program = a_program()
    run, end = a_project(program.ledger, "Run"), a_project(program.ledger, "End")
    projects.order(program.by(), projects=[end])

    assert [row.number for row in queries.projects(SYSTEM, program=program.ledger)] == [
        end,
        program.project,
        run,
    ]


def test_projects_get_colours_that_differ() -> None:
    program = a_program()
    for count in range(7):
        a_project(program.ledger, f"P{count}")

    assert len({row.colour for row in queries.projects(SYSTEM, program=program.ledger)}) == 8


def test_removing_a_project_takes_its_plan_along_and_undo_brings_it_back() -> None:
    from milepost.domain.schedule.queries import tasks as task_queries

    program = a_plan("dig  3d\npour  2d  dig")
    written = projects.remove(program.by(manager_of(program)), project=program.project)
    assert task_queries.tasks(SYSTEM, program=program.ledger) == []

    assert written.entry is not None
    undo.undo(program.by(), entry=written.entry)
    assert len(task_queries.tasks(SYSTEM, program=program.ledger)) == 2
    assert len(task_queries.all_links(program.ledger)) == 1


def test_a_project_starts_at_eight_where_only_a_day_is_named() -> None:
    program = a_program()
    number = projects.add(program.by(), name="Run", start=dt.datetime(2026, 5, 4)).value

    row = queries.project(SYSTEM, program=program.ledger, project=number)
    assert row.start == instant(dt.datetime(2026, 5, 4, 8))


def test_a_program_without_a_name_is_refused() -> None:
    with pytest.raises(Refusal, match="needs a name"):
        programs.open_program(ORGANISATION_ITSELF, name="  ")


def test_a_program_is_seen_as_it_was() -> None:
    program = a_program()
    then = programs.edit(program.by(), purpose="Empty the data centres").revision
    programs.edit(program.by(), purpose="Change faster")

    assert queries.program(SYSTEM, program=program.ledger, as_of=then).purpose == "Empty the data centres"
