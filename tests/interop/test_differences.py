"""Our dates are the file's, or the difference has a reason that is documented and has evidence."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR, instant
from milepost.engine.plan import OFFICE_WEEK
from milepost.engine.rules import MSPROJECT, P6, PlanRules
from milepost.interop import reading
from milepost.interop.exchange.planning import to_plan
from milepost.interop.exchange.values import Assignment, Calendar, Exchange, Link, Project, Task
from milepost.interop.fidelity.dates import Agreement, Because, against_file
from milepost.interop.mpp import runtime
from tests.interop import beside

START = instant(datetime(2026, 1, 5, 8))
HOUR = TICKS_PER_HOUR
DOCS = Path(__file__).parents[2] / "docs" / "formats" / "differences.md"


REPRODUCED = frozenset({"exact", "dates-exact", "start-finish-exact"})
OTHERWISE = {
    "aspose/ResourceAssignmentCosts.mpp": {Because.RECORDED_PROGRESS, Because.FOLLOWS_DIFFERENCE},
    "aspose/ResourceAssignmentTimephasedData.mpp": {Because.STORED_BEFORE_EDIT},
}
"""The only files another scheduler reproduces of which some of our dates differ, and why.

The first keeps late dates as they were when progress was recorded; in the second a late finish lies after the
end of the whole project. Of both, that scheduler too reproduces starts and finishes alone.
"""


def _verdicts() -> dict[str, str]:
    """How far another scheduler reproduces the dates in each file."""
    listed = beside.DATA / "truth" / "ORACLES.md"
    if not listed.exists():
        return []
    rows = [
        [cell.strip() for cell in line.split("|")] for line in listed.read_text(encoding="utf-8").splitlines()
    ]
    return {row[10]: row[1] for row in rows if len(row) > 10 and "/" in row[10]}


def _agreement(name: str) -> Agreement:
    file = beside.plan_file(name)
    if not runtime.is_available() and reading.needs_java(file):
        pytest.skip("the extra milepost[msproject] is not installed")
    exchange = reading.read(file)
    planned = to_plan(exchange)
    return against_file(exchange, planned, analyse(planned.plan))


NONE = [pytest.param("", marks=pytest.mark.skip(reason=beside.MISSING))]


def _files(*, reproduced: bool) -> list[Any]:
    """The files whose dates another scheduler reproduces, or those where it does not."""
    found = [name for name, known in _verdicts().items() if (known in REPRODUCED) is reproduced]
    return found or NONE


@pytest.mark.parametrize("name", _files(reproduced=True))
def test_every_date_of_a_plan_another_scheduler_reproduces_is_ours(name: str) -> None:
    agreement = _agreement(name)

    assert agreement.compared > 0
    reasons = {one.because for one in agreement.different}
    assert reasons == OTHERWISE.get(name, set())


@pytest.mark.parametrize(
    "name", [name for name, known in _verdicts().items() if known not in REPRODUCED] or NONE
)
def test_every_date_of_ours_that_another_scheduler_misses_too_has_its_reason(name: str) -> None:
    agreement = _agreement(name)

    assert agreement.compared > 0
    assert [one for one in agreement.different if one.because is Because.UNEXPLAINED] == []


def test_every_reason_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)`", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE))

    assert documented == {because.value for because in Because}


WEDNESDAY = instant(datetime(2026, 1, 7, 8))
"""Two days after the plan starts, where a task that waits for nothing should not be."""

EVIDENCE: dict[Because, dict[str, Any]] = {
    Because.EXTERNAL_TASK: {"is_external": True},
    Because.MANUAL_TASK: {"is_manual": True},
    Because.INACTIVE_TASK: {"is_active": False},
    Because.SPLIT_TASK: {"segments": ((START, START + HOUR), (WEDNESDAY, WEDNESDAY + HOUR))},
    Because.LEVELLED_TASK: {"levelling_delay": HOUR},
    Because.IRREGULAR_TIMEPHASED_WORK: {"contour": "bell"},
    Because.RECORDED_PROGRESS: {"actual_start": START},
    Because.PLANNED_DATES: {"rules": P6, "early_start": None, "start": WEDNESDAY},
    Because.DATE_WITHOUT_TIME: {
        "written_as": "mpx",
        "early_start": START,
        "early_finish": START - 8 * HOUR,
    },
    Because.CONTRADICTS_ITSELF: {"predecessors": (Link(2),)},
    Because.STORED_BEFORE_EDIT: {"start": START, "finish": START + HOUR},
    Because.FOLLOWS_DIFFERENCE: {"levelling_delay": HOUR},
    Because.UNEXPLAINED: {},
}
"""What makes a task of eight hours be shown on Wednesday, for each reason."""


def _with_evidence(
    *, contour: str = "flat", written_as: str = "mspdi", rules: PlanRules = MSPROJECT, **stated: Any
) -> Exchange:
    first = Task(**({"uid": 1, "duration": 8 * HOUR, "early_start": WEDNESDAY} | stated))
    after = Task(uid=2, duration=8 * HOUR, early_start=WEDNESDAY + 24 * HOUR, predecessors=(Link(1),))
    project = Project(
        uid=1,
        title="Works",
        start=START,
        calendar=1,
        calendars=(Calendar(uid=1, name="Standard", week=OFFICE_WEEK),),
        tasks=(first, after),
        assignments=(Assignment(uid=1, task=1, resource=None, contour=contour),),
        rules=rules,
    )
    return Exchange(format=written_as, projects=(project,))


@pytest.mark.parametrize("because", Because)
def test_every_reason_is_given_where_its_evidence_is(because: Because) -> None:
    exchange = _with_evidence(**EVIDENCE[because])
    planned = to_plan(exchange)

    agreement = against_file(exchange, planned, analyse(planned.plan))

    place = 2 if because is Because.FOLLOWS_DIFFERENCE else 1
    assert {one.because for one in agreement.different if one.task.uid == place} == {because}


def test_dates_between_which_nobody_works_are_equal() -> None:
    """A finish on Friday at 17:00 and one on Monday at 8:00 are the same finish."""
    plan = b"""<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project">
      <StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID>
      <Calendars><Calendar><UID>1</UID><Name>Week</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>%s</WeekDays>
      </Calendar></Calendars><Tasks><Task><UID>1</UID><Name>A</Name><Duration>PT40H0M0S</Duration>
      <Start>2026-01-05T08:00:00</Start><Finish>2026-01-12T08:00:00</Finish></Task></Tasks></Project>"""
    times = "".join(
        f"<WorkingTime><FromTime>{one}</FromTime><ToTime>{other}</ToTime></WorkingTime>"
        for one, other in (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
    )
    works = f"<DayWorking>1</DayWorking><WorkingTimes>{times}</WorkingTimes>"
    days = (
        f"<WeekDay><DayType>{day}</DayType>{works if 1 < day < 7 else ''}</WeekDay>" for day in range(1, 8)
    )
    exchange = reading.read(plan % "".join(days).encode())
    planned = to_plan(exchange)

    agreement = against_file(exchange, planned, analyse(planned.plan))

    assert (agreement.compared, agreement.equal) == (2, 2)
