"""Plan files: what MS Project XML and P6 files say, how their values are coded, and how spreadsheets are
written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from milepost.base.documents import tables
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import TICKS_PER_HOUR, moment
from milepost.engine.plan import LagUnit
from milepost.interop import reading, writing
from milepost.interop.exchange.planning import Planned, to_plan
from milepost.interop.exchange.values import Project, Task
from milepost.interop.mspdi import codes
from milepost.interop.tables import values

FILES = Path(__file__).parents[4] / "shared" / "oracles"
"""Where the files stand that cases name."""


def check_mspdi(case: dict[str, Any]) -> None:
    """How MS Project XML codes its values."""
    {
        "duration-parse": _durations,
        "duration-format-codes": _formats,
        "link-lag": _lags,
        "enums": _enumerations,
    }[case["id"]](case["inputs"], case["expected"])


def _durations(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert [codes.minutes_of(text) for text in given["values"]] == expected["minutes"]


def _formats(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = [codes.duration_format(code) for code in given["codes"]]
    assert [one.unit for one in found] == expected["unit"]
    assert [one.is_elapsed for one in found] == expected["elapsed"]
    assert [one.is_estimated for one in found] == expected["estimated"]


def _lags(given: dict[str, Any], expected: dict[str, Any]) -> None:
    for row, known in zip(given["rows"], expected["rows"], strict=True):
        lag, counted, _ = codes.lag_of(row["LinkLag"], row["LagFormat"])
        if "percent" in known:
            assert (counted, lag) == (LagUnit.PERCENT, known["percent"])
        else:
            assert lag / 10 == known["minutes"]
            assert (counted is LagUnit.ELAPSED) == known["elapsed"]


def _enumerations(_: dict[str, Any], expected: dict[str, Any]) -> None:
    short = {"as_soon_as_possible": "ASAP", "as_late_as_possible": "ALAP", "must_start_on": "MSO"}
    short |= {"must_finish_on": "MFO", "start_no_earlier_than": "SNET", "start_no_later_than": "SNLT"}
    short |= {"finish_no_earlier_than": "FNET", "finish_no_later_than": "FNLT"}
    assert {str(code): kind.value for code, kind in codes.LINK_TYPES.items()} == expected["link_type"]
    assert {str(code): short[kind] for code, kind in codes.CONSTRAINT_TYPES.items()} == expected[
        "constraint_type"
    ]
    efforts = {str(code): kind.value.replace("_", " ") for code, kind in codes.EFFORT_TYPES.items()}
    assert efforts == expected["task_type"]
    assert {str(code): kind for code, kind in codes.RESOURCE_TYPES.items()} == expected["resource_type"]
    assert expected["weekday"].items() <= {str(code): day for code, day in codes.WEEKDAYS.items()}.items()
    assert {str(code): kind for code, kind in codes.TIMEPHASED_TYPES.items()} == expected["timephased_type"]


def check_mspdi_file(case: dict[str, Any]) -> None:
    """A file of MS Project, read, worked out, written and read again."""
    exchange = reading.read(FILES / case["file"])
    expected = case["expected"]
    project = exchange.projects[0]
    tasks = [task for task in project.tasks if task.outline_level > 0]
    _check_dates(project, to_plan(exchange), expected, key=lambda task: task.name)
    _check_links(project, expected, key=lambda task: task.name)
    assert len(tasks) == expected["task_count"]
    assert [task.name for task in tasks if task.is_milestone] == expected["milestones"]
    assert [task.name for task in tasks if task.is_summary] == expected["summaries"]
    exceptions = [one.first_day.isoformat() for calendar in project.calendars for one in calendar.exceptions]
    assert expected["calendar_exception"] in exceptions
    again = reading.read(writing.write(exchange, "again.xml")).projects[0]
    assert (again.tasks, again.calendars, again.resources) == (
        project.tasks,
        project.calendars,
        project.resources,
    )


def check_xer_file(case: dict[str, Any]) -> None:
    """A file of P6, read and worked out."""
    exchange = reading.read(FILES / case["file"])
    project = exchange.projects[0]
    planned = to_plan(exchange)
    _check_dates(project, planned, case["expected"], key=lambda task: task.name)
    _check_links(project, case["expected"], key=lambda task: task.name)


def _check_dates(project: Project, planned: Planned, expected: dict[str, Any], *, key: Any) -> None:
    analysis = analyse(planned.plan)
    finish = analysis.finish_by_project[1]
    assert finish is not None
    assert moment(finish).isoformat(timespec="minutes") == expected["project_finish"]
    by_key = {key(task): task for task in project.tasks}
    for name, known in expected["activities"].items():
        _check_task(by_key[name], analysis, planned, known)


def _check_task(task: Task, analysis: Analysis, planned: Planned, known: dict[str, Any]) -> None:
    row = analysis.schedule.row(planned.ids[0, task.uid])
    for field in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish"):
        if field in known:
            assert moment(getattr(row, field)).isoformat(timespec="minutes") == known[field], (
                task.name,
                field,
            )
    for field in ("total_float", "free_float"):
        if f"{field}_h" in known:
            assert getattr(row, field) / TICKS_PER_HOUR == known[f"{field}_h"], (task.name, field)
    if "critical" in known:
        assert row.is_critical == known["critical"], task.name
    if "longest_path" in known:
        assert row.on_longest_path == known["longest_path"], task.name


def _check_links(project: Project, expected: dict[str, Any], *, key: Any) -> None:
    names = {task.uid: key(task) for task in project.tasks}
    found = [
        {
            "pred": names[link.predecessor],
            "succ": key(task),
            "type": link.type.value,
            "lag_h": link.lag / TICKS_PER_HOUR,
        }
        for task in project.tasks
        for link in task.predecessors
    ]
    assert sorted(map(str, found)) == sorted(
        str({**one, "lag_h": float(one["lag_h"])}) for one in expected["links"]
    )


def check_spreadsheet(case: dict[str, Any]) -> None:
    """How spreadsheets number days, how cells are disarmed, which dialects of CSV there are."""
    {
        "date-serials": _serials,
        "formula-injection": _injection,
        "csv-dialects": _dialects,
    }[case["id"]](case["inputs"], case["expected"])


def _serials(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = [values.serial_date(serial, date1904=given["date1904"]) for serial in given["serials"]]
    texts = [
        when.date().isoformat() if when.time().hour == 0 else when.isoformat(timespec="minutes")
        for when in found
    ]
    assert texts == expected["dates"]


def _injection(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert [tables.written(cell) for cell in given["cells"]] == expected["csv_out"]
    assert [tables.written(cell) for cell in given["numeric_cells"]] == expected["numeric_csv_out"]


def _dialects(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = [tables.read_csv(text.encode("utf-8")) for text in given["files"]]
    assert [table.delimiter for table in found] == expected["delimiter"]
    assert [table.decimal for table in found] == expected["decimal"]
    assert [len(table.rows) - 1 for table in found] == expected["rows"]
    assert [table.has_bom for table in found] == expected["bom"]
