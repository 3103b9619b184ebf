"""The number of queries does not grow with the number of rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.base import fork, journal, permissions, undo
from milepost.base.identity import Scope
from milepost.base.models import Ledger
from milepost.base.permissions import visible_to
from tests.base.conftest import Program, a_person
from tests.workshop import operations as workshop
from tests.workshop.models import Job, Step


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return len(captured)


def brought_in(program: Program, count: int) -> list[int]:
    jobs = [{"name": f"job {n}"} for n in range(count)]
    steps = [(n, n + 1) for n in range(count - 1)]
    return workshop.bring_in(program.by(), site="Quarry", jobs=jobs, steps=steps).value


def edit_all(program: Program, numbers: list[int]) -> None:
    workshop.edit_many(program.by(), edits=[{"number": n, "fields": {"rank": 5}} for n in numbers])


def test_an_edit_costs_eight_queries_whatever_the_program_holds(program: Program) -> None:
    few = brought_in(program, 5)
    on_few = queries(lambda: workshop.edit(program.by(), number=few[0], length=1))
    brought_in(program, 190)
    on_many = queries(lambda: workshop.edit(program.by(), number=few[0], length=2))

    # Savepoint, ledger, row, update, entry, change, ledger, release.
    assert (on_few, on_many) == (8, 8)


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda p, n: brought_in(p, n), id="import"),
        pytest.param(lambda p, n: journal.rows_at(p.ledger, 3).rows(Job), id="as of"),
        pytest.param(lambda p, n: fork.as_of_ledger(p.ledger, 2 + n // 100), id="a copy of the past"),
        pytest.param(lambda p, n: fork.fork(p.ledger, slug=f"f{n}", name="F"), id="fork"),
        pytest.param(lambda p, n: journal.changes_since(p.ledger, 0), id="what changed"),
        pytest.param(lambda p, n: journal.entries(p.ledger), id="history"),
    ],
)
def test_queries_do_not_grow_with_rows(program: Program, work: Callable[[Program, int], object]) -> None:
    brought_in(program, 10)
    few = queries(lambda: work(program, 10))
    brought_in(program, 150)
    many = queries(lambda: work(program, 150))

    assert few == many


def test_undoing_an_import_takes_a_few_queries_a_thousand_rows(program: Program) -> None:
    brought_in(program, 120)
    few = queries(lambda: undo.undo_last(program.by()))
    brought_in(program, 1900)
    many = queries(lambda: undo.undo_last(program.by()))

    # Rows are found and deleted by key, 900 at a time, in two tables.
    assert many <= few + 2 * 10


def test_a_reader_of_a_project_costs_one_query_a_list(program: Program) -> None:
    brought_in(program, 50)
    reader = a_person("Vic", ("viewer", Scope("project", program.ledger, program.site)))

    assert queries(lambda: list(visible_to(reader, Job.objects.all()))) == 1
    assert queries(lambda: list(visible_to(reader, Step.objects.all()))) == 1


def test_a_role_on_a_portfolio_is_looked_up_once(program: Program) -> None:
    permissions.register_portfolios(lambda portfolios: Ledger.objects.values_list("pk"))
    owner = a_person("Pat", ("manager", Scope("portfolio", 1, 7)))
    scopes = [Scope("project", program.ledger, number) for number in range(50)]

    assert queries(lambda: [permissions.may(owner, "plan.edit", scope) for scope in scopes]) == 1
