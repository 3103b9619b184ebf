"""A file written again and read again says what it said before."""

from __future__ import annotations

import gzip
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from milepost.base.documents.sources import Unreadable
from milepost.engine.analysis import analyse
from milepost.engine.instants import moment
from milepost.interop import reading, writing
from milepost.interop.exchange.planning import to_plan
from milepost.interop.exchange.values import Exchange, Project
from milepost.interop.mpp import read as mpp
from milepost.interop.mpp import runtime
from tests.interop import beside

NONE = [pytest.param(Path(), marks=pytest.mark.skip(reason=beside.MISSING))]


def _files(*endings: str) -> list[Any]:
    found = [
        path for path in sorted(beside.FILES.glob("*/*")) if path.name.removesuffix(".gz").endswith(endings)
    ]
    return [pytest.param(path, id=path.name) for path in found if _is_native(path)] or NONE


def _is_native(path: Path) -> bool:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return b"schemas.microsoft.com/project" in content[:2000] or content.startswith(b"ERMHDR")


def _said(row: Any) -> dict[str, Any]:
    """All a row says, what it carries in no particular order."""
    values = {one.name: getattr(row, one.name) for one in fields(row)}
    return values | {"carried": sorted(values.get("carried", ()))}


def _assert_same(before: Project, after: Project) -> None:
    for noun in ("calendars", "tasks", "resources", "assignments"):
        assert [_said(row) for row in getattr(before, noun)] == [
            _said(row) for row in getattr(after, noun)
        ], noun
    for name in (
        "uid",
        "title",
        "start",
        "finish",
        "finish_by",
        "status",
        "calendar",
        "rules",
        "custom_labels",
    ):
        assert getattr(before, name) == getattr(after, name), name
    assert sorted(before.carried) == sorted(after.carried)


@pytest.mark.parametrize("path", _files(".xml"))
def test_an_ms_project_file_comes_back_whole(path: Path) -> None:
    before = reading.read(path)

    after = reading.read(writing.write(before, "plan.xml"))

    _assert_same(before.projects[0], after.projects[0])


@pytest.mark.parametrize("path", _files(".xer"))
def test_a_p6_file_comes_back_whole(path: Path) -> None:
    before = reading.read(path)

    after = reading.read(writing.write(before, "plan.xer"))

    for one, other in zip(before.projects, after.projects, strict=True):
        _assert_same(one, other)


@pytest.mark.parametrize(
    "name", ["mpxj/sample.xml", "aspose/Homemoveplan.mpp", "mpxj/task-links-project2013-mspdi.xml"]
)
def test_another_reader_reads_our_ms_project_files_equal(name: str) -> None:
    if not runtime.is_available():
        pytest.skip("the extra milepost[msproject] is not installed")
    before = reading.read(beside.plan_file(name)).projects[0]

    after = mpp.read(writing.write(_alone(before), "plan.xml"), "mspdi").projects[0]

    assert [_core(task) for task in before.tasks] == [_core(task) for task in after.tasks]
    assert [calendar.week for calendar in before.calendars] == [calendar.week for calendar in after.calendars]
    assert len(before.assignments) == len(after.assignments)


def _alone(project: Project) -> Exchange:
    return Exchange(format="mspdi", projects=(project,))


def _core(task: Any) -> tuple[Any, ...]:
    names = (
        "uid",
        "name",
        "start",
        "finish",
        "duration",
        "duration_unit",
        "constraint",
        "constraint_date",
        "parent",
    )
    links = [(link.predecessor, link.type, link.lag, link.lag_unit) for link in task.predecessors]
    return (*(getattr(task, name) for name in names), *links)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_keeps_what_a_schedule_needs(ending: str) -> None:
    before = reading.read(beside.plan_file("converted/Software_Development_Plan.mspdi.xml")).projects[0]

    after = reading.read(writing.write(_alone(before), f"plan.{ending}")).projects[0]

    for one, other in zip(before.tasks, after.tasks, strict=True):
        assert (one.name, one.duration, one.start, one.finish) == (
            other.name,
            other.duration,
            other.start,
            other.finish,
        )
        assert [(link.type, link.lag) for link in one.predecessors] == [
            (link.type, link.lag) for link in other.predecessors
        ]
    assert len(before.assignments) == len(after.assignments) + sum(
        one.resource is None for one in before.assignments
    )


TEXT_PLANS = [
    pytest.param(path, id=path.name)
    for path in sorted(beside.FILES.glob("*/*"))
    if ".mpp" not in path.name and "perf" not in path.name
]


@pytest.mark.parametrize("path", TEXT_PLANS or NONE)
def test_a_text_plan_holds_everything(path: Path) -> None:
    if not runtime.is_available() and reading.needs_java(path):
        pytest.skip("the extra milepost[msproject] is not installed")
    before = reading.read(path)

    after = reading.read(writing.write(before, "x.plan"))

    assert before.projects == after.projects
    assert (before.own_format, before.tool) == (after.own_format, after.tool)


def test_a_text_plan_is_refused_by_the_line_that_is_wrong() -> None:
    with pytest.raises(Unreadable, match=r"Line 4 .*a task has no 'colour'"):
        reading.read(b'milepost plan 1\nproject "1" "Move"\ntask 1 "Pack"\n  . colour "red"\n')


def test_a_text_plan_written_by_hand_is_worked_out() -> None:
    plan = """milepost plan 1
project "1" "Move"
  start 2026-01-05T08:00
  calendar 1
calendar 1 "Standard"
  mon 08:00-12:00,13:00-17:00
  tue 08:00-12:00,13:00-17:00
  wed off
  thu 08:00-12:00,13:00-17:00
  fri 08:00-12:00,13:00-17:00
  sat off
  sun off
task 1 "Move house"
  task 2 "Pack"
    . duration 16h
  task 3 "Drive"
    . duration 8h
    . after predecessor=2 lag=8h
"""

    analysis = analyse(to_plan(reading.read(plan.encode())).plan)

    # Two days to pack, Wednesday off, one day's lag on Thursday, so the drive is on Friday.
    assert analysis.finish is not None
    assert moment(analysis.finish) == datetime(2026, 1, 9, 17)
