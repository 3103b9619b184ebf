"""Programs written to files: what came in goes out, with the dates of the plan as it stands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from milepost.base.identity import SYSTEM, Scope
from milepost.base.operation import NotFound
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.analysis.queries import current
from milepost.domain.resources.operations import people
from milepost.domain.schedule.operations import links
from milepost.engine.analysis import analyse
from milepost.interop import reading
from milepost.interop.exchange.planning import to_plan
from milepost.interop.exchange.values import Exchange
from milepost.interop.load import bring
from milepost.interop.mspdi import write as mspdi
from milepost.interop.store.programs import exchange_of
from tests.builders import a_plan, a_program, a_project, a_task, manager_of, project_manager_of, somebody

pytestmark = pytest.mark.django_db

FILES = Path("../shared/data/project_files").resolve()
REAL = sorted(FILES.glob("mpxj/*.xml")) + sorted(FILES.glob("converted/*.mspdi.xml"))


def dates(exchange: Exchange) -> dict[str, tuple[int | None, int | None]]:
    """Start and finish by uid, worked out from what the exchange states."""
    planned = to_plan(exchange)
    schedule = analyse(planned.plan).schedule
    return {
        str(task.uid): (schedule.row(stated.id).start, schedule.row(stated.id).finish)
        for (_, task), stated in zip(planned.origins, planned.plan.tasks, strict=True)
    }


def test_a_plan_made_here_goes_out_with_its_dates_links_and_people() -> None:
    program = a_plan("phase\n  dig  3d\n  pour  2ed  dig FS+1d")
    people.assign(program.by(), task=program["dig"], people="Ana[50%]")
    baselines.set_baseline(program.by(), reason="Agreed")
    sheet_operations.edit(program.by(), task=program["dig"], percent_complete=50)
    exchange = exchange_of(SYSTEM, program=program.ledger)

    (project,) = exchange.projects
    assert [task.name for task in project.tasks] == ["phase", "dig", "pour"]
    dig, pour = project.tasks[1:]
    assert (pour.predecessors[0].predecessor, pour.predecessors[0].lag) == (dig.uid, 4800)
    assert (dig.percent_complete, pour.is_elapsed) == (50, True)
    assert dig.baselines[1].finish == dig.finish
    assert [(one.task, one.units) for one in project.assignments] == [(dig.uid, 0.5)]
    stated = current.planned_task(SYSTEM, program=program.ledger, task=program["pour"])
    assert dates(exchange)[str(pour.uid)] == (stated.start, stated.finish)


def test_one_project_of_several_goes_out_with_its_links_across_named() -> None:
    program = a_plan("dig  3d")
    other = a_project(program.ledger, "Run")
    a_task(program, "use", project=other)
    links.add(program.by(), predecessor=program["dig"], successor=program["use"])
    exchange = exchange_of(SYSTEM, program=program.ledger, project=other)

    (project,) = exchange.projects
    (link,) = project.tasks[0].predecessors
    assert (project.title, link.project) == ("Run", "Build")
    with pytest.raises(NotFound):
        exchange_of(SYSTEM, program=program.ledger, project=999)


def test_what_the_reader_may_not_see_does_not_go_out() -> None:
    program = a_plan("dig  3d")
    other = a_project(program.ledger, "Run")
    a_task(program, "use", project=other)
    links.add(program.by(), predecessor=program["dig"], successor=program["use"])
    number = people.add(program.by(), name="Ana").value
    people.set_rate(program.by(), resource=number, cost_per_hour=Decimal(8750) / 100)
    people.assign(program.by(), task=program["use"], people="Ana")

    own = exchange_of(project_manager_of(program, other), program=program.ledger)
    assert [project.title for project in own.projects] == ["Run"]
    assert own.projects[0].tasks[0].predecessors == ()
    manager = exchange_of(manager_of(program), program=program.ledger)
    assert all(resource.rates == () for project in manager.projects for resource in project.resources)
    finance = somebody("Fay", ("finance", Scope("program", program.ledger)))
    rates = [
        rate.cost_per_hour
        for project in exchange_of(finance, program=program.ledger).projects
        for resource in project.resources
        for rate in resource.rates
    ]
    assert rates == [Decimal("87.5")]


@pytest.mark.skipif(not REAL, reason="no real plan files beside the checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_file_brought_in_and_written_again_keeps_its_dates(path: Path) -> None:
    exchange = reading.read(path)
    if not any(project.tasks for project in exchange.projects):
        pytest.skip("the file holds no task")
    program = a_program()
    (project,) = bring.into_program(program.by(), bring.PlanFile(path.name, exchange)).value
    stored = exchange_of(SYSTEM, program=program.ledger, project=project)

    assert dates(stored) == dates(exchange)
    again = reading.read(mspdi.write(stored))
    # The format has numbers for ids, so those of other formats are new ones.
    assert list(dates(again).values()) == list(dates(exchange).values())
