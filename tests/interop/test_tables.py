"""Sheets as people make them: titles above, totals below, commas or points, indentation for an outline."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from milepost.base.documents.sources import Unreadable
from milepost.engine.instants import moment
from milepost.engine.plan import LagUnit, LinkType
from milepost.interop import reading
from milepost.interop.exchange.values import Project
from milepost.interop.tables import values

CLOCK = values.Clock()


def sheet(text: str) -> Project:
    return reading.read(text.encode()).projects[0]


def test_a_european_sheet_is_understood() -> None:
    project = sheet(
        "Projektplan 2026;;;;\n"
        "\n"
        "Nr;Vorgang;Dauer;Anfang;Vorgänger\n"
        "1;Konzept;2,5 Tage;05.01.2026;\n"
        "2;Umsetzung;1 Woche;08.01.2026;1EA+1t\n"
        "Summe;;;;\n".replace("1EA+1t", "1FS+1d")
    )

    concept, build = project.tasks
    assert (concept.name, concept.duration) == ("Konzept", 2.5 * 4800)
    assert concept.start is not None
    assert moment(concept.start) == dt.datetime(2026, 1, 5, 8)
    assert [(link.predecessor, link.lag) for link in build.predecessors] == [(1, 4800)]


def test_indentation_makes_an_outline() -> None:
    project = sheet("Task,Duration\nPhase 1,\n   Design,3d\n   Build,5d\n      Back end,2d\nPhase 2,\n")

    assert [(task.name, task.outline_level, task.is_summary) for task in project.tasks] == [
        ("Phase 1", 1, True),
        ("Design", 2, False),
        ("Build", 2, True),
        ("Back end", 3, False),
        ("Phase 2", 1, False),
    ]


def test_codes_make_an_outline_too() -> None:
    project = sheet("WBS,Name\n1,Phase\n1.1,Design\n1.1.1,Sketch\n2,Close\n")

    assert [task.parent for task in project.tasks] == [None, 1, 2, None]


def test_cells_that_cannot_be_read_are_told_with_their_rows_and_the_rest_is_kept() -> None:
    exchange = reading.read(b"Name,Duration,Start,Predecessors\nDesign,soon,31/11/2026,\nBuild,2d,,9\n")

    said = [problem.message for problem in exchange.problems]
    assert said[0].startswith("Row 2, duration: 'soon' is not a duration")
    assert said[1].startswith("Row 2, start:")
    assert said[2] == "'Build' follows 9, which is no row."
    assert [task.name for task in exchange.projects[0].tasks] == ["Design", "Build"]


def test_unknown_columns_are_kept_as_fields_of_their_own() -> None:
    project = sheet("Name,Duration,Sponsor\nDesign,1d,Ana\n")

    assert project.tasks[0].custom == {"Sponsor": "Ana"}


def test_people_and_shares_become_assignments() -> None:
    project = sheet('Name,Resources\nDesign,"Ana[50%];Bo"\n')

    assert [resource.name for resource in project.resources] == ["Ana", "Bo"]
    assert [assignment.units for assignment in project.assignments] == [0.5, 1.0]


def test_a_workbook_with_real_dates_is_read_from_the_sheet_that_looks_like_a_plan() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Notes to self"])
    plan = book.create_sheet("Plan")
    plan.append(["Task name", "Duration", "Start", "% complete"])
    plan.append(["Design", "3 days", dt.datetime(2026, 1, 5, 9), 0.5])
    out = io.BytesIO()
    book.save(out)

    project = reading.read(out.getvalue()).projects[0]

    assert project.title == "Plan"
    assert project.tasks[0].percent_complete == 50
    assert project.tasks[0].duration == 3 * 4800


def test_a_sheet_without_names_is_refused_and_says_what_is_missing() -> None:
    with pytest.raises(Unreadable, match="names of tasks"):
        reading.read(b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("text", "minutes", "unit", "is_estimated"),
    [
        ("5d", 2400, "d", False),
        ("2w", 4800, "w", False),
        ("3 days", 1440, "d", False),
        ("40h", 2400, "h", False),
        ("5 days?", 2400, "d", True),
        ("2ed", 2880, "ed", False),
        ("1 elapsed week", 10_080, "ew", False),
        ("90 min", 90, "m", False),
    ],
)
def test_durations_are_read_as_people_write_them(
    text: str, minutes: int, unit: str, is_estimated: bool
) -> None:
    length = values.duration(text, CLOCK)

    assert (length.ticks / 10, length.unit, length.is_estimated) == (minutes, unit, is_estimated)


@pytest.mark.parametrize("text", ["", "soon", "1e400", "5 parsecs", "9" * 50 + "d", "NaN", "--3d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        values.duration(text, CLOCK)


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1.234,56", ",", 1234.56),
        ("1,234.56", ".", 1234.56),
        ("€ 1 234", ".", 1234),
        ("12 %", ".", 12),
        ("-0", ".", 0),
        ("1'000", ".", 1000),
        ("٣", ".", 3),
    ],
)
def test_numbers_are_read_with_their_signs_and_groups(text: str, decimal: str, number: float) -> None:
    assert values.number(text, decimal=decimal) == number


def test_predecessors_are_read_in_every_form() -> None:
    found = values.predecessors("3FS+2d;5SS-1w;12;7FF+50%;8SF+2eh", CLOCK)

    assert [(one.id, one.type, one.lag, one.lag_unit) for one in found] == [
        ("3", LinkType.FINISH_START, 9600, LagUnit.WORKING),
        ("5", LinkType.START_START, -24_000, LagUnit.WORKING),
        ("12", LinkType.FINISH_START, 0, LagUnit.WORKING),
        ("7", LinkType.FINISH_FINISH, 50, LagUnit.PERCENT),
        ("8", LinkType.START_FINISH, 1200, LagUnit.ELAPSED),
    ]


@pytest.mark.parametrize(
    "text", ["29/02/2026", "31.11.2026", "0000-01-01", "9999-12-31", "tomorrow", "01-02"]
)
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        values.instant(text)


def test_day_and_month_are_told_apart_by_the_column() -> None:
    assert values.instant("01/02/2026", day_first=True)[0] == values.instant("2026-02-01")[0]
    assert values.instant("01/02/2026")[0] == values.instant("2026-01-02")[0]
