"""Our dates are the file's, or the difference has a reason that is documented and has evidence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from milepost.engine.analysis import analyse
from milepost.interop import reading
from milepost.interop.exchange.planning import to_plan
from milepost.interop.fidelity.dates import Agreement, Because, against_file
from milepost.interop.mpp import runtime
from tests.interop import beside

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
