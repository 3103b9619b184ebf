"""P6 calendars: the nested text in `clndr_data`, read and written.

Days are numbered from Sunday = 1; a day without shifts is not worked. Exceptions count days from 1899-12-30.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from milepost.base.documents.sources import Unreadable
from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import CalendarException, Day, Shift, Week
from milepost.interop.exchange.values import Calendar
from milepost.interop.fidelity.tally import Tally
from milepost.interop.xer.tables import Row

_DAY_ZERO = date(1899, 12, 30)
_SIGN = re.compile(r"[()]|[^()]+")
_MOST_DEPTH = 60

Node = tuple[str, list["Node"]]
"""What stands in one pair of brackets, and the brackets within: `(0||1(s|08:00|f|12:00)())`."""


def read_calendar(row: Row, tally: Tally) -> Calendar:
    """The calendar in a row of CALENDAR."""
    week: Week = ((),) * 7
    exceptions: tuple[CalendarException, ...] = ()
    text = row.get("clndr_data", "")
    try:
        for name, parts in _sections(text):
            if name.endswith("DaysOfWeek"):
                week = _week(parts)
            elif name.endswith("Exceptions"):
                exceptions = _exceptions(parts)
    except (ValueError, OverflowError):
        tally.problem(
            "unreadable_value", row.get("clndr_id"), f"The calendar '{row.get('clndr_name')}' is damaged."
        )
    if not any(week):
        week = (None,) * 7 if "base_clndr_id" in row else _OFFICE
    base = row.get("base_clndr_id")
    return Calendar(
        uid=int(row["clndr_id"]),
        name=row.get("clndr_name", ""),
        parent=int(base) if base and base.isdecimal() and len(base) < 19 else None,
        week=week,
        exceptions=exceptions,
        is_personal=row.get("clndr_type") == "CA_Rsrc",
        carried=tuple((name, value) for name, value in row.items() if name not in _USED),
    )


_USED = {"clndr_id", "clndr_name", "base_clndr_id", "clndr_data"}
_OFFICE_DAY: Day = (Shift(8 * TICKS_PER_HOUR, 16 * TICKS_PER_HOUR),)
_OFFICE: Week = (_OFFICE_DAY,) * 5 + ((), ())


def data(calendar: Calendar) -> str:
    """The nested text of a calendar; days taken from a base must be filled in before."""
    days = "".join(
        f"(0||{number}()({_shifts_text(calendar.week[(number + 5) % 7] or ())}))" for number in range(1, 8)
    )
    exceptions = "".join(
        f"(0||{place}(d|{serial})({_shifts_text(shifts)}))"
        for place, (serial, shifts) in enumerate(_exception_days(calendar))
    )
    return f"(0||CalendarData()((0||DaysOfWeek()({days}))(0||Exceptions()({exceptions}))))"


def _sections(text: str) -> list[Node]:
    node = _parse(text)
    while len(node) == 1 and node[0][0].endswith("CalendarData"):
        node = node[0][1]
    return node


def _parse(text: str) -> list[Node]:
    """The brackets of the text. `(name(values)(children))`: values are kept in the name, children are nodes.

    Raises: ValueError, when brackets do not match.
    """
    stack: list[list[Node]] = [[]]
    names: list[str] = []
    for sign in _SIGN.findall(text.replace("\x7f", "")):
        if sign == "(":
            if len(stack) > _MOST_DEPTH:
                raise ValueError("nested too deep")
            stack.append([])
            names.append("")
        elif sign == ")":
            if not names:
                raise ValueError("brackets do not match")
            children = stack.pop()
            stack[-1].append((names.pop(), children))
        elif names and sign.strip():
            names[-1] += sign.strip()
    return _flat(stack[0])


def _flat(nodes: list[Node]) -> list[Node]:
    """Each named bracket with its values and its children told apart: the second inner bracket holds the
    children.
    """
    found: list[Node] = []
    for name, inner in nodes:
        if not name:
            found += _flat(inner)
            continue
        values = inner[0][0] if inner else ""
        children = inner[1][1] if len(inner) > 1 else []
        found.append((f"{name}\t{values}" if values else name, _flat(children)))
    return found


def _week(parts: list[Node]) -> Week:
    days: dict[int, Day] = {}
    for name, shifts in parts:
        number = int(name.partition("\t")[0].rpartition("|")[2])
        days[(number + 5) % 7] = _shifts(shifts)
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        days.get(place, ()) for place in range(7)
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _shifts(parts: list[Node]) -> Day:
    shifts = []
    for name, _ in parts:
        words = name.partition("\t")[2].split("|")
        said = dict(zip(words[::2], words[1::2], strict=False))
        if "s" in said and "f" in said:
            shift = Shift(_ticks(said["s"]), _ticks(said["f"]) or TICKS_PER_DAY)
            if shift.starts < shift.ends:
                shifts.append(shift)
    return tuple(sorted(shifts))


def _exceptions(parts: list[Node]) -> tuple[CalendarException, ...]:
    found = []
    for name, shifts in parts:
        words = name.partition("\t")[2].split("|")
        said = dict(zip(words[::2], words[1::2], strict=False))
        if "d" in said:
            day = _DAY_ZERO + timedelta(days=int(said["d"]))
            found.append(CalendarException(first_day=day, last_day=day, shifts=_shifts(shifts)))
    return tuple(sorted(found, key=lambda exception: exception.first_day))


def _ticks(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    ticks = (int(hours) * 60 + int(minutes or 0)) * 10
    if not 0 <= ticks <= TICKS_PER_DAY:
        raise ValueError(f"{text!r} is not a time of day")
    return ticks


def _clock(ticks: int) -> str:
    hours, rest = divmod(ticks % TICKS_PER_DAY, TICKS_PER_HOUR)
    return f"{hours:02d}:{rest // 10:02d}"


def _shifts_text(shifts: Day) -> str:
    return "".join(
        f"(0||{place}(s|{_clock(shift.starts)}|f|{_clock(shift.ends)})())"
        for place, shift in enumerate(shifts)
    )


def _exception_days(calendar: Calendar) -> list[tuple[int, Day]]:
    """Every day of every exception; recurring ones are for the caller to spell out.

    Raises: Unreadable, for exceptions longer than a century.
    """
    days: dict[int, Day] = {}
    for exception in calendar.exceptions:
        span = (exception.last_day - exception.first_day).days
        if span > 40_000:
            raise Unreadable(f"The calendar '{calendar.name}' has an exception longer than a century.")
        for place in range(span + 1):
            days[(exception.first_day - _DAY_ZERO).days + place] = exception.shifts
    return sorted(days.items())
