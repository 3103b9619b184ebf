"""Nothing of a file is silently gone: what is read is written back, or named as dropped with the reason."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from milepost.base.documents.text import decode
from milepost.interop import reading, writing
from milepost.interop.xer import tables
from tests.interop import beside

SAYS_NOTHING = {
    ("Resource", "IsNull", "0"),
    ("Resource", "IsCostResource", "0"),
    ("Resource", "CalendarUID", "-1"),
}
"""Values that mean the same as their absence."""


NONE = [pytest.param(Path(), marks=pytest.mark.skip(reason=beside.MISSING))]
P6 = "\r\n".join(
    (
        "ERMHDR\t20.12\t2026-01-01\tProject\tadmin\tadmin\tdb\tProject Management\tEUR",
        "%T\tPROJECT\r\n%F\tproj_id\tplan_start_date\texport_flag\r\n%R\t1\t2026-01-05 08:00\tY",
        "%T\tPROJWBS\r\n%F\twbs_id\tproj_id\tproj_node_flag\twbs_name\r\n%R\t5\t1\tY\tWorks",
        "%T\tTASK\r\n%F\ttask_id\tproj_id\twbs_id\ttask_code\ttask_name",
        "%R\t11\t1\t5\tA\tDig\r\n%R\t12\t1\t5\tB\tPour",
        "%T\tUDFTYPE\r\n%F\tudf_type_id\ttable_name\tudf_type_label\r\n%R\t3\tTASK\tPoints",
        "%T\tUDFVALUE\r\n%F\tudf_type_id\tfk_id\tproj_id\tudf_number\r\n%R\t3\t11\t1\t5\r\n%R\t3\t12\t1\t3",
        "%T\tTASKMEMO\r\n%F\tmemo_id\ttask_id\ttask_memo\r\n%R\t9\t11\ta\r\nb",
        "%E\r\n",
    )
).encode()


def _found(ending: str) -> list[Any]:
    return [
        pytest.param(path, id=path.name)
        for path in sorted(beside.FILES.glob("*/*"))
        if path.name.removesuffix(".gz").endswith(ending) and "perf" not in path.parts
    ]


def _files(ending: str) -> list[Any]:
    return [one for one in _found(ending) if _is_native(one.values[0])] or NONE


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _is_native(path: Path) -> bool:
    content = _content(path)
    return b"schemas.microsoft.com/project" in content[:2000]


def elements(content: bytes) -> Counter[str]:
    """How often each element that says something occurs, by its path."""
    counted: Counter[str] = Counter()
    waiting = [("", etree.fromstring(content))]
    while waiting:
        path, element = waiting.pop()
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name, text = etree.QName(child).localname, (child.text or "").strip()
            waiting.append((f"{path}/{name}", child))
            parent = path.rsplit("/", 1)[-1]
            if not len(child) and text and (parent, name, text) not in SAYS_NOTHING:
                counted[f"{path}/{name}"] += 1
    return counted


@pytest.mark.parametrize("path", _files(".xml"))
def test_no_element_of_an_ms_project_file_is_unaccounted(path: Path) -> None:
    content = _content(path)
    exchange = reading.read(content)
    dropped = {one.field.rsplit(" ", 1)[-1] for one in exchange.fidelity.dropped}

    codes = {one.code for one in exchange.problems}

    gone = elements(content) - elements(writing.write(exchange, "plan.xml"))

    assert {name for name in gone if not dropped & {*name.split("/")} and not _told(name, codes)} == set()


TOLD_OTHERWISE = {
    ("RSRCRATE", "rsrc_rate_id"),
    ("TASKPRED", "task_pred_id"),
    ("CALENDAR", "clndr_data"),
}
"""Numbers of rows nothing refers to, and the hours of calendars in their own order."""


def columns(content: bytes) -> Counter[tuple[str, str, str | float]]:
    """How often each column of each table of a P6 file says each value; numbers are numbers."""
    counted: Counter[tuple[str, str, str | float]] = Counter()
    for name, table in tables.parse(decode(content)[0]).by_name.items():
        for row in table.rows:
            for field, value in row.items():
                said = value if (name, field) not in TOLD_OTHERWISE else ""
                counted[name, field, float(said) if re.fullmatch(r"-?\d+(\.\d+)?", said) else said] += 1
    return counted


@pytest.mark.parametrize("path", _found(".xer") or NONE)
def test_every_column_of_a_p6_file_is_written_back(path: Path) -> None:
    content = _content(path)
    exchange = reading.read(content)

    gone = columns(content) - columns(writing.write(exchange, "plan.xer"))

    assert {one[:2]: one for one in gone} == {}
    assert exchange.fidelity.dropped == ()


def test_a_user_field_changed_here_is_written_with_its_new_value() -> None:
    exchange = reading.read(P6)
    project = exchange.projects[0]
    tasks = tuple(replace(task, custom={"Points": 8} if task.uid == 11 else {}) for task in project.tasks)

    written = writing.write(replace(exchange, projects=(replace(project, tasks=tasks),)), "plan.xer")

    rows = tables.parse(written.decode()).rows("UDFVALUE")
    assert [(row["fk_id"], row["udf_number"]) for row in rows] == [("11", "8")]
    assert (
        tables.parse(writing.write(exchange, "plan.xer").decode()).rows("TASKMEMO")[0]["task_memo"] == "a\nb"
    )


def _told(name: str, problems: set[str]) -> bool:
    """Gone for a reason told as a problem, or said twice: old-style days that are exceptions too."""
    if name == "/Resources/Resource/CalendarUID":
        return "unknown_calendar" in problems
    return name.startswith("/Calendars/Calendar/WeekDays/WeekDay/")
