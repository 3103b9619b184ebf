"""Small plan files for journeys: one of each kind, with dates, reasons and fields to look at."""

from __future__ import annotations

from pathlib import Path

from milepost.interop import reading
from milepost.interop.writing import write

MOVE = """\
Name,Level,Duration,Predecessors,Start
Move,1,,,
Choose the rooms,2,5d,,2026-10-05
Pack,2,10d,2,
Move in,2,0d,3,
"""
NEWER_MOVE = MOVE.replace("Pack,2,10d", "Pack,2,12d") + "Party,2,1d,4,\n"
INTRANET = """\
Name,Level,Duration,Predecessors,Start
Build,1,,,
Pages,2,15d,,2026-10-05
Search,2,8d,2SS+5d,
Launch,2,0d,2;3,
"""
NETWORK = """\
Name,Level,Duration,Predecessors,Start
Cable,1,20d,,2026-10-05
Switch over,1,3d,1,
"""
ODD = "Was,Wie lange,Wann\nPacken,16,03/04/2026\nFahren,8,06/04/2026\n"

_DAYS = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>"
    "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime>"
    "</WorkingTimes></WeekDay>"
    for day in range(2, 7)
)
STALE = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project"><Title>Archive</Title>
<StartDate>2026-10-05T08:00:00</StartDate><FinishDate>2026-10-13T17:00:00</FinishDate>
<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Standard</Name>
<IsBaseCalendar>1</IsBaseCalendar><WeekDays>{_DAYS}</WeekDays></Calendar></Calendars>
<Tasks>
<Task><UID>1</UID><ID>1</ID><Name>Sort the boxes</Name><OutlineLevel>1</OutlineLevel>
<Start>2026-10-05T08:00:00</Start><Finish>2026-10-09T17:00:00</Finish>
<Duration>PT40H0M0S</Duration><DurationFormat>7</DurationFormat><HyperlinkAddress>a</HyperlinkAddress></Task>
<Task><UID>2</UID><ID>2</ID><Name>Scan them</Name><OutlineLevel>1</OutlineLevel>
<Start>2026-10-12T08:00:00</Start><Finish>2026-10-13T17:00:00</Finish>
<Duration>PT32H0M0S</Duration><DurationFormat>7</DurationFormat>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink></Task>
</Tasks></Project>
"""
"""Scanning takes four days and the file says two: it was changed and not calculated again."""


def three_plans(folder: Path) -> list[Path]:
    """A sheet, a plan as MS Project writes it, and one as P6 does."""
    sheet, project, p6 = folder / "office-move.csv", folder / "archive.xml", folder / "network.xer"
    sheet.write_text(MOVE, encoding="utf-8")
    project.write_text(STALE, encoding="utf-8")
    p6.write_bytes(write(reading.read(NETWORK.encode()), p6.name))
    return [sheet, project, p6]


def not_to_be_read(folder: Path) -> list[Path]:
    """A picture called a plan, a plan cut off in the middle, and a workbook with a password."""
    picture, cut, locked = folder / "plan.mpp", folder / "cut.xml", folder / "locked.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    cut.write_text(STALE[: len(STALE) // 2], encoding="utf-8")
    encrypted = "EncryptedPackage".encode("utf-16-le")
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + encrypted + bytes(1024))
    return [picture, cut, locked]


def written(folder: Path, name: str, text: str) -> Path:
    """A file of that name with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
