"""Briefs and scope statements with their editions, and what a program aims at."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base.identity import SYSTEM, Scope
from milepost.base.operation import NotAllowed
from milepost.domain.programs.operations import aims, documents
from milepost.domain.programs.queries import documents as queries
from tests.builders import a_program, a_project, manager_of, somebody

pytestmark = pytest.mark.django_db


def test_a_brief_is_agreed_edition_by_edition_and_each_is_kept_word_for_word() -> None:
    program = a_program()
    documents.write_brief(program.by(), vision="No data centre")
    assert documents.agree_brief(program.by(), note="Board of 30 January").value == 1
    documents.write_brief(program.by(), vision="No data centre by June")
    assert documents.agree_brief(program.by()).value == 2

    editions = queries.editions(SYSTEM, program=program.ledger, document="brief")
    assert [(row.edition, row.content["vision"]) for row in editions] == [
        (2, "No data centre by June"),
        (1, "No data centre"),
    ]


def test_an_empty_or_unchanged_document_is_not_agreed_to() -> None:
    program = a_program()

    with pytest.raises(documents.NothingToAgree, match="is empty"):
        documents.agree_scope(program.by())
    documents.write_scope(program.by(), included="Ledger")
    documents.agree_scope(program.by())
    with pytest.raises(documents.NothingToAgree, match="what edition 1 says"):
        documents.agree_scope(program.by())


def test_the_sponsor_agrees_and_the_manager_writes() -> None:
    program = a_program()
    sponsor = somebody("Sven", ("sponsor", Scope("program", program.ledger)))
    documents.write_brief(program.by(manager_of(program)), vision="No data centre")

    with pytest.raises(NotAllowed):
        documents.agree_brief(program.by(manager_of(program)))
    with pytest.raises(NotAllowed):
        documents.write_brief(program.by(sponsor), vision="Two data centres")
    assert documents.agree_brief(program.by(sponsor)).value == 1


def test_a_project_has_documents_of_its_own() -> None:
    program = a_program()
    other = a_project(program.ledger)
    documents.write_scope(program.by(), included="All of it")
    documents.write_scope(program.by(), project=other, included="Running it")

    whole = queries.scope(SYSTEM, program=program.ledger)
    part = queries.scope(SYSTEM, program=program.ledger, project=other)
    assert whole is not None
    assert part is not None
    assert (whole.included, part.included) == ("All of it", "Running it")


def test_a_brief_is_seen_as_it_was() -> None:
    program = a_program()
    then = documents.write_brief(program.by(), vision="No data centre").revision
    documents.write_brief(program.by(), vision="Two data centres")

    row = queries.brief(SYSTEM, program=program.ledger, as_of=then)
    assert row is not None
    assert row.vision == "No data centre"


def test_accepting_a_deliverable_notes_the_day() -> None:
    program = a_program()
    number = aims.add_deliverable(
        program.by(), title="Landing zone", acceptance="Guardrail test passed"
    ).value
    aims.edit_deliverable(program.by(), deliverable=number, status="accepted")

    (row,) = queries.deliverables(SYSTEM, program=program.ledger)
    assert row.accepted_on is not None
    aims.edit_deliverable(program.by(), deliverable=number, status="started")
    (row,) = queries.deliverables(SYSTEM, program=program.ledger)
    assert row.accepted_on is None
    with pytest.raises(aims.NoSuchStatus):
        aims.edit_deliverable(program.by(), deliverable=number, status="almost")


def test_only_one_date_is_the_headline() -> None:
    program = a_program()
    aims.add_key_date(program.by(), name="Go-live", due_on=dt.date(2027, 3, 26), is_headline=True)
    second = aims.add_key_date(program.by(), name="Hypercare closed", is_headline=True).value

    rows = queries.key_dates(SYSTEM, program=program.ledger)
    assert [row.number for row in rows if row.is_headline] == [second]


def test_removing_an_objective_takes_its_criteria_along() -> None:
    program = a_program()
    number = aims.add_objective(program.by(), title="Change faster").value
    aims.add_criterion(program.by(), title="A release every two weeks", objective=number)
    aims.add_criterion(program.by(), title="No complaint")
    aims.remove_objective(program.by(), objective=number)

    assert [row.title for row in queries.criteria(SYSTEM, program=program.ledger)] == ["No complaint"]
