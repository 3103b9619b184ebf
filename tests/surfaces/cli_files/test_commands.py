"""The commands on plan files: one JSON document, exit codes, and no database or web framework loaded."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from milepost.surfaces.cli.main import run

NS = 'xmlns="http://schemas.microsoft.com/project"'
WORKS = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>"
    "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
    for day in range(2, 7)
)


def plan(days: int = 2) -> str:
    """Design, then build for so many days."""
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>"
    return (
        f"<Project {NS}><SaveVersion>14</SaveVersion><Title>Move</Title>"
        "<StartDate>2026-01-05T08:00:00</StartDate>"
        "<CalendarUID>1</CalendarUID><CurrencyCode>EUR</CurrencyCode><Calendars><Calendar><UID>1</UID>"
        f"<Name>Week</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>{WORKS}</WeekDays></Calendar></Calendars>"
        "<Tasks><Task><UID>1</UID><ID>1</ID><Name>Design</Name><Duration>PT16H0M0S</Duration>"
        "<DurationFormat>7</DurationFormat><Cost>120050</Cost><Start>2026-01-05T08:00:00</Start><Finish>2026-01-06T17:00:00</Finish></Task>"
        f"<Task><UID>2</UID><ID>2</ID><Name>Build</Name><Duration>PT{8 * days}H0M0S</Duration>"
        f"<DurationFormat>7</DurationFormat>{link}</Task></Tasks></Project>"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "move.xml"
    path.write_text(plan())
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The document a command prints, and nothing beside it."""
    assert run([*arguments, "--json"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_read_prints_what_the_file_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "read", str(file))

    project = document["projects"][0]
    design, build = project["tasks"]
    assert (document["format"], document["version"], project["title"]) == ("mspdi", "14", "Move")
    assert (design["start"], design["duration_minutes"], design["cost"]) == (
        "2026-01-05T08:00",
        960,
        "1200.50 EUR",
    )
    assert (design["total_float_minutes"], design["deadline"]) == (None, None)
    assert build["predecessors"] == [
        {"uid": 1, "type": "FS", "lag_minutes": 0, "lag_percent": None, "lag_is_elapsed": False}
    ]
    assert project["calendars"][0]["week"][0] == [["08:00", "12:00"], ["13:00", "17:00"]]


def test_schedule_prints_dates_floats_drivers_and_the_agreement(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = answer(capsys, "schedule", str(file))

    design, build = document["projects"][0]["tasks"]
    assert document["rules"] == "msproject"
    assert document["projects"][0]["finish"] == "2026-01-08T17:00"
    assert (build["start"], build["driven_by"], build["is_critical"]) == ("2026-01-07T08:00", [1], True)
    assert design["on_longest_path"]
    assert (document["against_file"]["compared"], document["against_file"]["equal"]) == (2, 2)
    assert document["seconds"].keys() == {"read", "schedule"}


def test_schedule_names_the_field_both_values_and_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "late.xml"
    path.write_text(plan().replace("2026-01-06T17:00:00", "2026-01-07T17:00:00"))

    different = answer(capsys, "schedule", str(path))["against_file"]["different"]

    assert different == [
        {
            "project": "1",
            "uid": 1,
            "field": "finish",
            "file": "2026-01-07T17:00",
            "computed": "2026-01-06T17:00",
            "because": "stored_before_edit",
        }
    ]


def test_schedule_takes_other_rules_and_another_status_date(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = answer(capsys, "schedule", str(file), "--rules", "p6", "--as-of", "2026-01-12T08:00")

    assert document["rules"] == "p6"
    assert document["projects"][0]["tasks"][0]["start"] == "2026-01-12T08:00"


def test_schedule_tells_every_kind_of_float_when_asked(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project,) = answer(capsys, "schedule", str(file), "--floats")["projects"]

    assert project["links"] == [
        {"predecessor": 1, "successor": 2, "type": "FS", "float_minutes": 0, "is_driving": True}
    ]
    kinds = ("interfering", "independent", "float_to_project_finish", "float_to_program_finish")
    told = {name: value for name, value in project["tasks"][0].items() if name.startswith(kinds)}
    assert told == {
        "interfering_float_minutes": 0,
        "independent_float_minutes": 0,
        "float_to_project_finish_minutes": 0,
        "float_to_program_finish_minutes": 0,
    }
    assert "links" not in answer(capsys, "schedule", str(file))["projects"][0]


def test_schedule_tells_the_paths_that_lead_to_a_task(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "schedule", str(file), "--to", "2", "--paths", "3")

    assert document["paths"] == [
        {"rank": 1, "relative_float_minutes": 0, "tasks": [1, 2], "float_minutes": [0, 0]}
    ]
    assert run(["schedule", str(file), "--to", "2"]) == 0
    assert "Path 1 drives it: Design > Build" in capsys.readouterr().out
    assert run(["schedule", str(file), "--to", "77"]) == 1
    assert capsys.readouterr().err == "--to: the file has no task 77.\n"


def test_check_lists_every_check_with_its_offenders(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checks = answer(capsys, "check", str(file))["checks"]

    logic = next(check for check in checks if check["id"] == "logic")
    assert logic.keys() >= {"id", "name", "value", "limit", "passes", "numerator", "denominator", "offenders"}
    assert (logic["passes"], sorted(logic["offenders"])) == (False, [1, 2])


def test_compare_tells_what_changed_and_how_far_the_finish_moved(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = tmp_path / "newer.xml"
    newer.write_text(plan(days=3))

    document = answer(capsys, "compare", str(file), str(newer))

    assert document["changes"] == [
        {"kind": "task_changed", "uid": 2, "field": "duration_minutes", "before": 960, "after": 1440}
    ]
    assert document["finish_moved_minutes"] == 480


@pytest.mark.parametrize("ending", ["xml", "xer", "plan", "csv", "xlsx"])
def test_convert_writes_a_file_that_gives_the_same_finish(
    ending: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"other.{ending}"

    document = answer(capsys, "convert", str(file), str(target))

    assert document["to"] == {"xml": "mspdi"}.get(ending, ending)
    assert answer(capsys, "schedule", str(target))["projects"][0]["finish"] == "2026-01-08T17:00"


def test_convert_writes_nothing_when_it_is_refused(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convert", str(file), str(tmp_path / "plan.docx")]) == 1
    assert run(["convert", str(file), str(tmp_path / "no" / "plan.xml")]) == 1

    assert capsys.readouterr().err.count("\n") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["move.xml"]


def test_standard_input_and_gzip_are_read_like_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = gzip.compress(plan().encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(packed)))

    assert answer(capsys, "read", "-")["projects"][0]["title"] == "Move"


@pytest.mark.parametrize("command", ["read", "schedule", "check"])
def test_words_for_people_are_printed_without_the_flag(
    command: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, str(file)]) == 0

    assert not capsys.readouterr().out.startswith("{")


def test_commands_on_plan_files_load_neither_django_nor_compilers(file: Path) -> None:
    program = (
        "import sys; from milepost.surfaces.cli.main import run\n"
        f"assert run(['schedule', {str(file)!r}, '--json']) == 0\n"
        "heavy = {'django', 'numba', 'openpyxl', 'rich', 'pydantic', 'httpx'} & sys.modules.keys()\n"
        "assert not heavy, heavy"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
