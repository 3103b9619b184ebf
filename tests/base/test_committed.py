"""What only shows when transactions really end."""

from __future__ import annotations

import pytest

from milepost.base.models import Entry, Ledger
from milepost.base.operation import NotFound
from tests.base.conftest import a_program
from tests.workshop import operations as workshop


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [1, 2])
def test_a_test_that_commits_leaves_nothing_to_the_next(again: int) -> None:
    assert Entry.objects.count() == 0

    program = a_program()

    assert Entry.objects.count() == 2
    assert Ledger.objects.get(pk=program.ledger).slug == "atlas"


@pytest.mark.django_db(transaction=True)
def test_a_reference_to_nothing_is_refused_before_the_database_sees_it() -> None:
    program = a_program()

    with pytest.raises(NotFound, match="no job 999"):
        program.job(parent=999)
    with pytest.raises(NotFound, match="no worker 7"):
        workshop.edit(program.by(), number=program.job(), worker=7)
