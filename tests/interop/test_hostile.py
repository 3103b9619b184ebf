"""Broken and hostile files are refused in one sentence, quickly, or read for what is right in them."""

from __future__ import annotations

import gzip
import io
import stat
import time
import zipfile
from pathlib import Path

import pytest

from milepost.base.documents.archives import open_archive
from milepost.base.documents.sources import Unreadable
from milepost.base.documents.tables import MAX_CELL, read_csv
from milepost.engine.analysis import analyse
from milepost.interop import reading
from milepost.interop.exchange.planning import to_plan
from milepost.surfaces.cli.main import run

NS = 'xmlns="http://schemas.microsoft.com/project"'


def mspdi(tasks: str, more: str = "") -> bytes:
    """A small MS Project file with these tasks."""
    start = "<StartDate>2026-01-05T08:00:00</StartDate>"
    return f'<?xml version="1.0"?><Project {NS}>{start}{more}<Tasks>{tasks}</Tasks></Project>'.encode()


def task(uid: int, *, level: int = 1, more: str = "") -> str:
    outline = f"<OutlineLevel>{level}</OutlineLevel>"
    return f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>T{uid}</Name>{outline}{more}</Task>"


def link(predecessor: int) -> str:
    return f"<PredecessorLink><PredecessorUID>{predecessor}</PredecessorUID><Type>1</Type></PredecessorLink>"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x1f\x8b",
        gzip.compress(mspdi(task(1)))[:-20],
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"%PDF-1.7",
        b"<html><body>Sign in</body></html>",
        b"<!DOCTYPE html><html></html>",
        mspdi(task(1))[:-30],
        b"<Project",
        b"<Other/>",
        b"\x00\x01\x02\x03" * 50,
    ],
    ids=[
        "empty",
        "gzip head",
        "cut gzip",
        "picture",
        "pdf",
        "page",
        "doctype page",
        "cut",
        "open tag",
        "other",
        "binary",
    ],
)
def test_what_is_no_plan_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\w+ .*\."):
        reading.read(content)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;">]>',
    ],
    ids=["external entity", "external dtd", "laughs"],
)
def test_document_types_are_refused(declaration: str) -> None:
    with pytest.raises(Unreadable, match="document type"):
        reading.read(f'<?xml version="1.0"?>{declaration}<Project {NS}><Title>&x;</Title></Project>'.encode())


def test_a_document_type_behind_a_long_comment_is_refused() -> None:
    content = f'<?xml version="1.0"?><!--{"x" * 9000}--><!DOCTYPE Project [<!ENTITY x "y">]><Project {NS}/>'

    with pytest.raises(Unreadable):
        reading.read(content.encode())


def test_a_gzip_bomb_is_refused_early() -> None:
    bomb = gzip.compress(b"<Project>" + b" " * (200 << 20), compresslevel=9)

    began = time.monotonic()
    with pytest.raises(Unreadable, match=r"bomb|MB|damaged"):
        reading.read(bomb)
    assert time.monotonic() - began < 10


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(Unreadable):
        reading.read(mspdi("<Task>" + "<a>" * 100_000))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "C:\\evil", "a\\..\\..\\evil"])
def test_an_archive_whose_names_lead_out_is_refused(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")

    with pytest.raises(Unreadable, match="leads outside"):
        open_archive(out.getvalue())


def test_an_archive_with_a_symbolic_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")

    with pytest.raises(Unreadable, match="symbolic link"):
        open_archive(out.getvalue())


def test_an_archive_bomb_is_refused_by_its_directory() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", b"0" * (64 << 20))

    with pytest.raises(Unreadable, match="bomb"):
        open_archive(out.getvalue())


def test_an_archive_of_very_many_entries_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}", "")

    with pytest.raises(Unreadable, match="entries"):
        open_archive(out.getvalue(), most_entries=100)


def test_a_circle_of_links_is_told_and_the_rest_is_read() -> None:
    content = mspdi(task(1, more=link(2)) + task(2, more=link(1)) + task(3))

    analysis = analyse(to_plan(reading.read(content)).plan)

    assert "circular_logic" in {problem.code for problem in analysis.problems}


def test_links_that_lead_nowhere_or_to_themselves_are_told_and_left_out() -> None:
    exchange = reading.read(mspdi(task(1, more=link(99)) + task(2, more=link(2))))

    assert [problem.code for problem in exchange.problems] == ["unknown_predecessor", "link_to_itself"]
    assert all(not row.predecessors for row in exchange.projects[0].tasks)


def test_an_id_used_twice_is_told_and_given_anew() -> None:
    exchange = reading.read(mspdi(task(5) + task(5)))

    assert [row.uid for row in exchange.projects[0].tasks] == [5, 6]
    assert exchange.problems[0].code == "duplicate_task"


def test_an_outline_of_two_thousand_levels_is_read() -> None:
    exchange = reading.read(mspdi("".join(task(number, level=number) for number in range(1, 2001))))

    assert exchange.projects[0].tasks[-1].parent == 1999
    assert analyse(to_plan(exchange).plan).finish is not None


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("Duration", "PT1e400H"),
        ("Start", "2026-02-29T08:00:00"),
        ("Start", "0000-01-01T08:00:00"),
        ("PercentComplete", "NaN"),
        ("Cost", "1" * 5000),
        ("UID", "9" * 5000),
        ("Priority", "٣x"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_dropped(element: str, value: str) -> None:
    exchange = reading.read(mspdi(f"<Task><UID>1</UID><{element}>{value}</{element}></Task>"))

    assert any(dropped.field == element for dropped in exchange.fidelity.dropped)


@pytest.mark.parametrize(
    "more",
    [
        "<Duration>PT-8H0M0S</Duration>",
        "<Start>2026-01-09T08:00:00</Start><Finish>2026-01-05T08:00:00</Finish>",
        "<PercentComplete>180</PercentComplete>",
        "<Duration>PT0H0M0S</Duration><DurationFormat>8</DurationFormat>",
        "<ConstraintType>4</ConstraintType><ConstraintDate>9999-12-31T23:59:00</ConstraintDate>",
    ],
    ids=["negative", "finish before start", "180 percent", "zero elapsed", "year 9999"],
)
def test_odd_values_still_give_a_schedule(more: str) -> None:
    analysis = analyse(to_plan(reading.read(mspdi(task(1, more=more) + task(2, more=link(1))))).plan)

    assert analysis.finish is not None


def test_a_calendar_without_any_work_is_told() -> None:
    days = (f"<DayType>{day}</DayType><DayWorking>0</DayWorking>" for day in range(1, 8))
    week = "".join(f"<WeekDay>{day}</WeekDay>" for day in days)
    calendar = f"<Calendar><UID>1</UID><Name>Never</Name><WeekDays>{week}</WeekDays></Calendar>"
    settings = f"<CalendarUID>1</CalendarUID><Calendars>{calendar}</Calendars>"
    content = mspdi(task(1, more="<Duration>PT8H0M0S</Duration>"), settings)

    analysis = analyse(to_plan(reading.read(content)).plan)

    assert "calendar_without_work" in {problem.code for problem in analysis.problems}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_every_encoding_an_xml_file_declares_is_read(encoding: str) -> None:
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    body = mspdi("<Task><UID>1</UID><Name>Übergabe</Name></Task>").decode()
    content = body.replace('version="1.0"', f'version="1.0" encoding="{name}"').encode(encoding)

    assert reading.read(content).projects[0].tasks[0].name == "Übergabe"


def test_a_cell_of_megabytes_is_refused() -> None:
    with pytest.raises(Unreadable, match="Row 1"):
        read_csv(b"a" * (MAX_CELL + 10))


def test_refusals_are_one_line_and_leave_standard_output_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan\n.xml"
    path.write_bytes(b"<Project")

    code = run(["read", str(path), "--json"])

    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (1, "", 1)


def test_wrong_usage_is_told_apart_from_refusals(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read"]) == 2
    assert run(["read", "/no/such/file"]) == 1


def test_a_calendar_that_cannot_be_read_is_told_and_its_tasks_are_kept() -> None:
    calendar = "<Calendars><Calendar><UID>-199:99</UID><Name>Odd</Name></Calendar></Calendars>"

    exchange = reading.read(mspdi(task(1), calendar))

    assert [problem.code for problem in exchange.problems] == ["unreadable_value"]
    assert len(exchange.projects[0].tasks) == 1


@pytest.mark.parametrize("duration", ["PT99999999999999H", "P9999999Y"])
def test_a_duration_of_a_thousand_years_is_damage(duration: str) -> None:
    exchange = reading.read(mspdi(task(1, more=f"<Duration>{duration}</Duration>")))

    assert [dropped.field for dropped in exchange.fidelity.dropped] == ["Duration"]
