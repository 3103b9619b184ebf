"""A newer version of a file is taken over piece by piece, and what was changed here is never overwritten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from milepost.base import journal, undo
from milepost.base.identity import SYSTEM
from milepost.base.operation import NotAllowed
from milepost.domain.resources.operations.renewal import NothingTaken
from milepost.domain.resources.queries import bookings
from milepost.domain.schedule.operations import tasks as task_operations
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rules import outline
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.interop.exchange.planning import to_plan
from milepost.interop.exchange.values import Assignment, Exchange, Link, Project, Resource, Task
from milepost.interop.load import bring
from milepost.interop.load.renewal import gather
from milepost.interop.load.renewal.difference import Difference
from milepost.interop.load.renewal.pieces import Moved, Piece
from milepost.interop.load.renewal.take import code_of, take
from tests.builders import Program, a_program, viewer_of

pytestmark = pytest.mark.django_db
DAY = 8 * TICKS_PER_HOUR

FIRST = (
    Task(uid=1, name="Phase", is_summary=True),
    Task(uid=2, name="Dig", parent=1, duration=3 * DAY, custom={"Team": "A"}),
    Task(uid=3, name="Pour", parent=1, duration=2 * DAY, predecessors=(Link(predecessor=2),)),
    Task(uid=4, name="Paint", duration=DAY),
)


def a_file(*tasks: Task, people: Collection[str] = ("Ana",), **settings: object) -> Exchange:
    """Version one or later of a plan file; the first person digs."""
    resources = tuple(Resource(uid=7 + place, name=name) for place, name in enumerate(people))
    booked = tuple(
        Assignment(uid=20 + place, task=2, resource=one.uid, units=1.0)
        for place, one in enumerate(resources)
        if any(task.uid == 2 for task in tasks)
    )
    project = Project(
        uid=1, title="Works", start=29_544_480 * 10, tasks=tasks, resources=resources, assignments=booked
    )
    return Exchange(format="mspdi", projects=(project,), **settings)  # type: ignore[arg-type]


def brought(exchange: Exchange | None = None) -> Program:
    """A program with the first version in it; its project is the imported one."""
    program = a_program()
    file = bring.PlanFile("works.xml", exchange or a_file(*FIRST))
    (program.project,) = bring.into_program(program.by(), file).value
    program.tasks = {row.name: row.number for row in task_queries.tasks(SYSTEM, program=program.ledger)}
    return program


def compared(program: Program, exchange: Exchange) -> Difference:
    """What a version says otherwise than the program."""
    found = gather.against(
        SYSTEM,
        program=program.ledger,
        exchange=exchange,
        planned=to_plan(exchange),
        source="works.xml",
    )
    assert found.unknown == ()
    (one,) = found.differences
    assert one.project == program.project
    return one


def changed(uid: int, **fields: object) -> tuple[Task, ...]:
    """The first version with one task otherwise."""
    return tuple(replace(task, **fields) if task.uid == uid else task for task in FIRST)  # type: ignore[arg-type]


def taken(program: Program, found: Difference, *pieces: Piece) -> int | None:
    """The entry that taking these pieces over makes."""
    codes = {code_of(found, piece) for piece in pieces}
    return take(program.by(), [found], source="works.xml", chosen=codes).entry


def names(program: Program) -> list[str]:
    """The tasks of the imported project in outline order."""
    rows = task_queries.tasks(SYSTEM, program=program.ledger)
    places = task_queries.places(program.ledger)
    by_number = {row.number: row.name for row in rows}
    return [by_number[number] for number in outline.outline(places, [program.project])]


def test_the_same_file_again_differs_in_nothing() -> None:
    assert compared(brought(), a_file(*FIRST)).pieces == ()


def test_what_only_the_file_changed_is_suggested_and_taken_over_as_one_entry() -> None:
    program = brought()
    found = compared(program, a_file(*changed(2, duration=5 * DAY, name="Dig deep")))

    assert [(piece.field, piece.moved) for piece in found.pieces] == [
        ("name", Moved.FILE),
        ("duration", Moved.FILE),
    ]
    entry = taken(program, found, *found.pieces)
    row = task_queries.task(SYSTEM, program=program.ledger, task=program["Dig"])
    assert (row.name, row.duration) == ("Dig deep", 5 * DAY)
    assert entry is not None
    told = journal.entry(program.ledger, entry)
    assert told is not None
    assert (told.operation, told.parameters["source"]) == ("resources.renew", "works.xml")

    undo.undo(program.by(), entry=entry)
    assert task_queries.task(SYSTEM, program=program.ledger, task=program["Dig"]).duration == 3 * DAY


def test_one_piece_can_be_taken_without_the_other() -> None:
    program = brought()
    found = compared(program, a_file(*changed(2, duration=5 * DAY, name="Dig deep")))

    taken(program, found, found.pieces[1])

    row = task_queries.task(SYSTEM, program=program.ledger, task=program["Dig"])
    assert (row.name, row.duration) == ("Dig", 5 * DAY)


def test_what_was_changed_here_alone_is_shown_and_not_suggested() -> None:
    program = brought()
    task_operations.edit(program.by(), task=program["Dig"], name="Dig by hand")

    (piece,) = compared(program, a_file(*FIRST)).pieces

    assert (piece.moved, piece.is_suggested) == (Moved.HERE, False)
    assert (piece.here, piece.file) == ({"name": "Dig by hand"}, {"name": "Dig"})


def test_what_both_changed_shows_all_three_values_and_is_not_suggested() -> None:
    program = brought()
    task_operations.edit(program.by(), task=program["Dig"], name="Dig by hand")

    (piece,) = compared(program, a_file(*changed(2, name="Dig deep"))).pieces

    assert (piece.moved, piece.is_suggested) == (Moved.BOTH, False)
    assert [piece.before, piece.here, piece.file] == [
        {"name": "Dig"},
        {"name": "Dig by hand"},
        {"name": "Dig deep"},
    ]


def test_a_change_that_was_not_taken_over_is_asked_again_and_still_never_overwrites() -> None:
    program = brought()
    task_operations.edit(program.by(), task=program["Dig"], name="Dig by hand")
    second = a_file(*changed(2, name="Dig deep", duration=5 * DAY))
    found = compared(program, second)
    taken(program, found, *(piece for piece in found.pieces if piece.is_suggested))

    (piece,) = compared(program, second).pieces

    assert (piece.field, piece.moved) == ("name", Moved.BOTH)


def test_an_import_taken_back_is_no_former_statement() -> None:
    program = brought()
    second = a_file(*changed(2, duration=5 * DAY))
    found = compared(program, second)
    entry = taken(program, found, *found.pieces)
    assert entry is not None
    undo.undo(program.by(), entry=entry)

    (piece,) = compared(program, second).pieces

    assert piece.before == {"duration_ticks": 3 * DAY, "duration_unit": "d", "is_estimated": False}


def test_added_tasks_stand_where_the_file_has_them() -> None:
    program = brought()
    tasks = list(FIRST)
    tasks.insert(2, Task(uid=9, name="Shore", parent=1, duration=DAY, predecessors=(Link(predecessor=2),)))
    tasks.append(Task(uid=10, name="Hand over", duration=0, is_milestone=True))
    found = compared(program, a_file(*tasks))

    taken(program, found, *found.pieces)

    assert names(program) == ["Phase", "Dig", "Shore", "Pour", "Paint", "Hand over"]
    assert len(task_queries.links(SYSTEM, program=program.ledger)) == 2
    assert compared(program, a_file(*tasks)).pieces == ()


def test_a_task_moved_in_the_file_moves_alone() -> None:
    program = brought()
    tasks = (FIRST[3], *FIRST[:3])
    found = compared(program, a_file(*tasks))

    assert [(piece.field, piece.name) for piece in found.pieces] == [("place", "Paint")]
    taken(program, found, *found.pieces)
    assert names(program) == ["Paint", "Phase", "Dig", "Pour"]
    assert compared(program, a_file(*tasks)).pieces == ()


def test_tasks_the_file_has_no_longer_go_and_those_made_here_stay() -> None:
    program = brought()
    task_operations.add(program.by(), name="Ours", parent=program["Phase"], duration="1d")
    found = compared(program, a_file(FIRST[3]))

    kinds = {(piece.kind, piece.name) for piece in found.pieces}
    assert ("task_removed", "Dig") in kinds
    assert all(piece.name != "Ours" for piece in found.pieces)
    taken(program, found, *found.pieces)
    assert names(program) == ["Ours", "Paint"]


def test_a_task_changed_here_that_the_file_lost_is_not_suggested_for_removal() -> None:
    program = brought()
    task_operations.edit(program.by(), task=program["Paint"], duration="4d")

    (piece,) = compared(program, a_file(*FIRST[:3])).pieces

    assert (piece.kind, piece.moved) == ("task_removed", Moved.BOTH)


def test_a_task_removed_here_is_not_suggested_again() -> None:
    program = brought()
    task_operations.remove(program.by(), tasks=[program["Paint"]])

    (piece,) = compared(program, a_file(*FIRST)).pieces

    assert (piece.kind, piece.moved) == ("task_added", Moved.HERE)


def test_links_and_bookings_are_pieces_of_their_own() -> None:
    program = brought()
    found = compared(program, a_file(*changed(3, predecessors=()), people=("Ana", "Bo")))

    assert [piece.kind for piece in found.pieces] == ["resource_added", "link_removed", "booking_added"]
    taken(program, found, *found.pieces[1:])
    assert task_queries.links(SYSTEM, program=program.ledger) == []
    assert {row.name for row in bookings.resources(SYSTEM, program=program.ledger)} == {"Ana", "Bo"}
    assert len(bookings.all_assignments(program.ledger)) == 2


def test_a_user_defined_field_is_a_piece_of_its_own() -> None:
    program = brought()
    found = compared(program, a_file(*changed(2, custom={"Team": "B", "Site": "North"})))

    assert [piece.field for piece in found.pieces] == ["custom.Team", "custom.Site"]
    taken(program, found, found.pieces[1])
    row = task_queries.task(SYSTEM, program=program.ledger, task=program["Dig"])
    assert row.custom == {"Team": "A", "Site": "North"}


def test_rows_without_ids_are_matched_by_their_names_under_the_same_task() -> None:
    program = brought(a_file(*FIRST, ids_are_places=True))
    shifted = [replace(FIRST[3], uid=1)]
    shifted += [
        replace(task, uid=int(task.uid) + 1, parent=None if task.parent is None else 2, predecessors=())
        for task in FIRST[:3]
    ]

    found = compared(program, a_file(*shifted, people=(), ids_are_places=True))

    assert {piece.kind for piece in found.pieces} <= {"link_removed", "booking_removed", "task_changed"}
    assert [piece.field for piece in found.pieces if piece.kind == "task_changed"] == ["place"]


def test_nothing_chosen_changes_nothing() -> None:
    program = brought()
    found = compared(program, a_file(*changed(2, name="Dig deep")))

    with pytest.raises(NothingTaken):
        taken(program, found)


def test_a_viewer_may_take_nothing_over() -> None:
    program = brought()
    found = compared(program, a_file(*changed(2, name="Dig deep")))

    with pytest.raises(NotAllowed):
        take(
            program.by(viewer_of(program)),
            [found],
            source="works.xml",
            chosen={code_of(found, piece) for piece in found.pieces},
        )
