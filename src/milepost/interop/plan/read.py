"""A text plan as an exchange. The plan is people's own work, so the first line that is wrong is refused by
its number.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from milepost.base.documents.sources import Unreadable, read_bytes
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.engine.plan import CalendarException, Day, Pattern, Recurrence, Shift, Week, WorkWeek
from milepost.engine.rules import MILEPOST, PRESETS, PlanRules
from milepost.interop.exchange.soundness import sound
from milepost.interop.exchange.values import (
    Assignment,
    Availability,
    Baseline,
    Calendar,
    Exchange,
    Link,
    Project,
    Rate,
    Resource,
    Task,
)
from milepost.interop.fidelity.tally import Tally
from milepost.interop.plan import codecs
from milepost.interop.plan.write import DAYS, VERSION

_LINE = re.compile(r"^(?P<indent> *)(?P<dot>\. )?(?P<key>[\w-]+)(?: (?P<rest>.*))?$")
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_KINDS: dict[str, type[Any]] = {
    "project": Project,
    "calendar": Calendar,
    "resource": Resource,
    "task": Task,
    "assignment": Assignment,
}


def read(source: bytes | Path) -> Exchange:
    """The plan in a text plan.

    Raises: Unreadable, naming the line.
    """
    try:
        text = read_bytes(source).decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Unreadable("The plan is not UTF-8 text.") from broken
    reading = _Reading()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                reading.take(line)
            except (ValueError, KeyError, TypeError, IndexError, OverflowError, ArithmeticError) as wrong:
                raise codecs.refuse(number, wrong) from wrong
    return reading.exchange()


class _Reading:
    """The lines so far: finished rows, and the row that is being said."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._origin, self._tool = "plan", "milepost"
        self._projects: list[Project] = []
        self._project: dict[str, Any] | None = None
        self._rows: dict[str, list[Any]] = {}
        self._kind = ""
        self._row: dict[str, Any] = {}
        self._outline: list[tuple[int, Any]] = []
        self._top = 1
        self._week: WorkWeek | None = None

    def take(self, line: str) -> None:
        """Read one line.

        Raises: ValueError and its like, when it makes no sense.
        """
        if line == VERSION:
            return
        match = _LINE.match(line)
        if match is None:
            raise ValueError("it is not a key and a value")
        key, rest = match["key"], match["rest"] or ""
        if key == "from" and self._project is None:
            self._origin, _, self._tool = rest.split(" ")
        elif key == "outline" and not match["dot"]:
            self._top = int(rest)
        elif key in _KINDS and not match["dot"] and (key == "task" or not match["indent"]):
            self._begin(key, rest, len(match["indent"]))
        else:
            self._tally.kept += 1
            self._say(key, rest, len(match["indent"]))

    def _begin(self, kind: str, rest: str, indent: int) -> None:
        self._finish_row()
        if kind == "project":
            self._finish_project()
        self._kind = kind
        words = [json.loads(word) for word in _TEXTS.findall(rest)]
        self._row = {"uid": words[0]}
        if len(words) > 1:
            self._row["title" if kind == "project" else "name"] = words[1]
        if kind == "task":
            self._place(indent // 2 + self._top)

    def _place(self, level: int) -> None:
        while self._outline and self._outline[-1][0] >= level:
            self._outline.pop()
        self._row["outline_level"] = level
        self._row["parent"] = self._outline[-1][1] if self._outline else None
        self._outline.append((level, self._row["uid"]))

    def _say(self, key: str, rest: str, indent: int) -> None:
        if self._kind == "calendar" and self._say_calendar(key, rest, indent):
            return
        if self._kind == "project" and key in {"rules", "rule", "label"}:
            self._say_project(key, rest)
            return
        if key in _LISTS:
            name, kind = _LISTS[key]
            self._row.setdefault(name, []).append(kind(**codecs.read_pairs(kind, rest)))
        elif key in {"custom", "carried", "after-carried", "baseline", "baseline-carried", "segment"}:
            self._say_more(key, rest)
        else:
            declared = {field.name: field.type for field in fields(_KINDS[self._kind])}
            codec = codecs.codec_of(str(declared.get(key, "")))
            if codec is None:
                raise ValueError(f"a {self._kind} has no '{key}'")
            self._row[key] = None if rest == "none" else codec.read(rest)

    def _say_more(self, key: str, rest: str) -> None:
        words = _TEXTS.findall(rest)
        if key == "custom":
            self._row.setdefault("custom", {})[json.loads(words[0])] = json.loads(words[1])
        elif key == "carried":
            self._row.setdefault("carried", []).append((json.loads(words[0]), json.loads(words[1])))
        elif key == "segment":
            instant = codecs.CODECS["Instant"].read
            self._row.setdefault("segments", []).append((instant(words[0]), instant(words[1])))
        elif key == "after-carried":
            link = self._row["predecessors"][-1]
            pair = (json.loads(words[0]), json.loads(words[1]))
            self._row["predecessors"][-1] = replace(link, carried=(*link.carried, pair))
        elif key == "baseline":
            number, _, said = rest.partition(" ")
            baseline = Baseline(**codecs.read_pairs(Baseline, said))
            self._row.setdefault("baselines", {})[int(number)] = baseline
        else:
            baseline = self._row["baselines"][int(words[0])]
            pair = (json.loads(words[1]), json.loads(words[2]))
            self._row["baselines"][int(words[0])] = replace(baseline, carried=(*baseline.carried, pair))

    def _say_project(self, key: str, rest: str) -> None:
        if key == "rules":
            self._row["rules"] = PRESETS[rest]
            return
        words = _TEXTS.findall(rest)
        if key == "label":
            self._row.setdefault("custom_labels", {})[json.loads(words[0])] = json.loads(words[1])
            return
        rules: PlanRules = self._row.get("rules", MILEPOST)
        before = getattr(rules, words[0])
        self._row["rules"] = replace(rules, **{words[0]: type(before)(json.loads(words[1]))})

    def _say_calendar(self, key: str, rest: str, indent: int) -> bool:
        """Whether the line was one only calendars have."""
        if key in DAYS:
            day = _day(rest)
            if self._week is not None and indent > 2:
                self._week = replace(self._week, week=_with(self._week.week, key, day))
                self._row["work_weeks"][-1] = self._week
            else:
                self._row["week"] = _with(self._row.get("week", (None,) * 7), key, day)
        elif key == "base":
            self._row["parent"] = json.loads(rest)
        elif key == "except":
            self._row.setdefault("exceptions", []).append(_exception(rest))
        elif key == "week":
            first, last, name = _TEXTS.findall(rest)
            self._week = WorkWeek(
                date.fromisoformat(first), date.fromisoformat(last), (None,) * 7, json.loads(name)
            )
            self._row.setdefault("work_weeks", []).append(self._week)
        else:
            return False
        return True

    def _finish_row(self) -> None:
        if not self._kind:
            return
        self._week = None
        values = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self._row.items()
        }
        if self._kind == "project":
            self._project = values
        else:
            if self._project is None:
                raise ValueError(f"a {self._kind} stands before any project")
            self._rows.setdefault(f"{self._kind}s", []).append(
                _KINDS[self._kind](**_complete(self._kind, values))
            )
        self._kind, self._row = "", {}

    def _finish_project(self) -> None:
        if self._project is None:
            return
        rows: dict[str, Any] = {name: tuple(found) for name, found in self._rows.items()}
        rules = self._project.pop("rules", MILEPOST)
        project = Project(title=self._project.pop("title", ""), rules=rules, **self._project, **rows)
        self._projects.append(sound(project, self._tally.problem))
        self._project, self._rows, self._outline, self._top = None, {}, [], 1

    def exchange(self) -> Exchange:
        """The whole plan.

        Raises: Unreadable, when it holds no project.
        """
        try:
            self._finish_row()
            self._finish_project()
        except (ValueError, TypeError) as wrong:
            raise Unreadable(f"The plan cannot be read: {wrong}.") from wrong
        if not self._projects:
            raise Unreadable("The plan holds no project.")
        return Exchange(
            format="plan",
            version="1",
            encoding="utf-8",
            tool=self._tool,
            origin=None if self._origin == "plan" else self._origin,
            projects=tuple(self._projects),
            problems=self._tally.problems(),
            fidelity=self._tally.fidelity(),
        )


_LISTS: dict[str, tuple[str, type[Any]]] = {
    "after": ("predecessors", Link),
    "rate": ("rates", Rate),
    "available": ("availability", Availability),
}


def _complete(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values with those a row cannot do without."""
    if kind == "assignment":
        return {"resource": None, **values}
    return {"name": "", **values} if kind == "calendar" else values


def _with(week: Week, name: str, day: Day) -> Week:
    days = list(week)
    days[DAYS.index(name)] = day
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = days
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _day(text: str) -> Day:
    if text == "off":
        return ()
    shifts = []
    for part in text.split(","):
        begins, _, ends = part.partition("-")
        shifts.append(Shift(_ticks(begins), _ticks(ends)))
    return tuple(shifts)


def _ticks(text: str) -> int:
    hours, minutes, *seconds = text.split(":")
    return int(hours) * TICKS_PER_HOUR + int(minutes) * 10 + (int(seconds[0]) // 6 if seconds else 0)


def _exception(rest: str) -> CalendarException:
    first, last, shifts, name, *again = _TEXTS.findall(rest)
    return CalendarException(
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last),
        shifts=_day(shifts),
        name=json.loads(name),
        recurrence=_recurrence(again[1:]) if again else None,
    )


def _recurrence(words: list[str]) -> Recurrence:
    every, pattern, weekdays, week, day, month = words
    named = () if weekdays == "-" else tuple(DAYS.index(name) for name in weekdays.split(","))
    return Recurrence(Pattern(pattern), int(every), named, int(week), int(day), int(month))
