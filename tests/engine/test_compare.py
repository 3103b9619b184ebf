"""What changed, what moved, what departs from the promise."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine import compare, notation
from milepost.engine.analysis import analyse
from milepost.engine.compare import Change, ChangeKind
from milepost.engine.notation import days
from milepost.engine.plan import Baseline, BaselineTask

TEXT = """
design  2d
build   3d  after design
"""


def test_a_changed_duration_is_one_change_and_moves_what_follows() -> None:
    before = notation.parse(TEXT)
    after = replace(before, tasks=(replace(before.tasks[0], duration=days(4)), before.tasks[1]))
    changes = compare.analyses(analyse(before), analyse(after))
    assert changes[0] == Change(ChangeKind.CHANGED, "task", 1, "duration", days(2), days(4))
    assert [(change.kind, change.id, change.field) for change in changes[1:]] == [
        ("moved", 1, "finish"),
        ("moved", 2, "start"),
        ("moved", 2, "finish"),
    ]


def test_rows_added_and_removed_are_named_once() -> None:
    before = notation.parse(TEXT)
    after = replace(before, tasks=(*before.tasks[:1], replace(before.tasks[1], id=9)), links=())
    assert compare.plans(before, after) == (
        Change(ChangeKind.REMOVED, "task", 2),
        Change(ChangeKind.ADDED, "task", 9),
        Change(ChangeKind.REMOVED, "link", 1),
    )


def test_variance_is_working_time_late() -> None:
    analysis = analyse(notation.parse(TEXT))
    row = analysis.schedule.row(2)
    promise = BaselineTask(start=row.start, finish=row.finish - days(3) * 3, duration=days(2))  # type: ignore[operator]
    (variance,) = compare.variances(analysis, Baseline(0, {2: promise}))
    assert variance.start == 0
    assert variance.finish == days(3)  # from Tuesday 17:00 to Friday 17:00
    assert variance.duration == days(1)


def test_plans_without_common_numbers_match_by_their_names() -> None:
    before = notation.parse("phase\n  design 2d\n  build 3d\nbuild 1d")
    after = notation.parse("build 1d\nphase\n  build 3d\n  review 1d")
    assert compare.matched_by_name(before, after) == {1: 2, 3: 3, 4: 1}
