"""The journal as one reader may see it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.base import history, undo
from milepost.base.identity import SYSTEM, Scope, key
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.analysis.queries import changes
from milepost.domain.resources.operations import people
from milepost.domain.schedule.operations import outline, tasks
from tests.builders import a_program, a_project, a_task, manager_of, project_manager_of, somebody, viewer_of

pytestmark = pytest.mark.django_db


def test_newest_first_with_what_each_did() -> None:
    program = a_program(with_tasks=1)
    tasks.edit(program.by(), task=program["t1"], name="dig")

    newest, *_rest = history.told(SYSTEM, program.ledger)

    assert newest.counts == (history.Count("schedule.task", "~", 1),)
    assert newest.deltas[0].fields["name"] == ["t1", "dig"]


def test_an_entry_of_another_project_is_not_told() -> None:
    program = a_program(with_tasks=1)
    other = a_project(program.ledger, "Confidential")
    entry = tasks.add(program.by(), project=other, name="merger").entry
    reader = project_manager_of(program)

    assert entry not in [told.entry.seq for told in history.told(reader, program.ledger)]
    assert history.one(reader, program.ledger, seq=entry or 0) is None
    assert history.one(manager_of(program), program.ledger, seq=entry or 0) is not None


def test_an_entry_that_also_touched_another_project_says_so() -> None:
    program = a_program(with_tasks=1)
    other = a_project(program.ledger, "Confidential")
    a_task(program, "merger", project=other)
    edits = [{"task": program["t1"], "name": "seen"}, {"task": program["merger"], "name": "unseen"}]
    entry = sheet_operations.edit_many(program.by(), edits=edits).entry  # type: ignore[arg-type]

    told = history.one(project_manager_of(program), program.ledger, seq=entry or 0)

    assert told is not None
    assert told.hidden
    assert [delta.fields.get("name") for delta in told.deltas] == [["t1", "seen"]]


def test_whoever_may_not_read_history_is_told_nothing() -> None:
    program = a_program(with_tasks=1)

    assert history.told(viewer_of(program), program.ledger) == []


def test_a_member_is_told_what_he_did_himself() -> None:
    program = a_program(with_tasks=1)
    me = somebody("Elena", ("member", Scope("program", program.ledger)), person=7)
    manager = somebody("Ana", ("program_manager", Scope("program", program.ledger)), person=8)
    tasks.edit(program.by(manager), task=program["t1"], name="dig")

    assert history.told(me, program.ledger) == []


def test_an_entry_taken_back_names_who_took_it_back_until_that_is_taken_back_too() -> None:
    program = a_program(with_tasks=1)
    entry = tasks.edit(program.by(), task=program["t1"], name="dig").entry or 0
    undone = undo.undo(program.by(), entry=entry).entry or 0
    first = history.one(SYSTEM, program.ledger, seq=entry)
    undo.undo(program.by(), entry=undone)
    again = history.one(SYSTEM, program.ledger, seq=entry)

    assert first is not None
    assert first.undone_by == undone
    assert again is not None
    assert again.undone_by is None


def test_one_rows_history_stands_alone() -> None:
    program = a_program(with_tasks=2)
    entry = tasks.edit(program.by(), task=program["t2"], name="dig").entry

    told = history.told(SYSTEM, program.ledger, row=key(program.ledger, program["t2"]))

    assert [one.entry.seq for one in told] == [entry, (entry or 0) - 1]


def test_an_import_is_told_by_its_counts() -> None:
    program = a_program()
    rows = [{"name": f"t{place}", "level": 1} for place in range(250)]
    entry = sheet_operations.paste(program.by(), rows=rows, project=program.project).entry  # type: ignore[arg-type]

    told = history.one(SYSTEM, program.ledger, seq=entry or 0)

    assert told is not None
    assert history.Count("schedule.task", "+", 250) in told.counts


def test_rows_are_called_what_they_are_called_today() -> None:
    program = a_program(with_tasks=5)
    told = history.told(SYSTEM, program.ledger)

    names = history.names(SYSTEM, (delta for one in told for delta in one.deltas))

    assert names[key(program.ledger, program["t5"])] == "t5"


def test_what_an_operation_was_told_is_told_without_confidential_values() -> None:
    program = a_program()
    hand = people.add(program.by(), name="Hand").value
    entry = people.set_rate(program.by(), resource=hand, cost_per_hour=Decimal("4711.08")).entry or 0
    books = somebody("Fia", ("finance", Scope("program", program.ledger)))

    hidden = history.one(manager_of(program), program.ledger, seq=entry)
    shown = history.one(books, program.ledger, seq=entry)

    assert hidden is not None
    assert "4711" not in f"{hidden.entry.parameters} {hidden.deltas}"
    assert shown is not None
    assert "4711" in str(shown.deltas)


def test_what_changed_lists_what_the_history_would() -> None:
    program = a_program(with_tasks=1)
    me = somebody("Elena", ("member", Scope("program", program.ledger)), person=7)
    manager = somebody("Ana", ("program_manager", Scope("program", program.ledger)), person=8)
    since = tasks.edit(program.by(manager), task=program["t1"], duration="3d").revision - 1

    told = changes.what_changed(me, program=program.ledger, since=since)

    assert told.edits == []
    assert [row.number for row in told.moved] == [program["t1"]]


def test_a_row_that_moved_out_of_sight_tells_no_name_it_was_given_there() -> None:
    program = a_program(with_tasks=1)
    other = a_project(program.ledger, "Confidential")
    outline.move(program.by(), tasks=[program["t1"]], project=other)
    tasks.edit(program.by(), task=program["t1"], name="merger")
    reader = project_manager_of(program)
    told = history.told(reader, program.ledger)

    names = history.names(reader, (delta for one in told for delta in one.deltas))

    assert "merger" not in names.values()
    assert "merger" not in str(told)
