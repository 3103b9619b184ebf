"""The breakdown and the activities of one P6 project, in the order of the outline."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.engine.calendars import Calendars, WorkingTime
from milepost.engine.instants import Instant, Ticks
from milepost.engine.plan import ConstraintType, EffortType, LagUnit, LinkType, PercentKind, TaskKind
from milepost.interop.exchange.values import Baseline, Link, Task, Uid
from milepost.interop.xer import codes, rollup
from milepost.interop.xer.reader import Reader
from milepost.interop.xer.tables import Row, Tables
from milepost.interop.xer.user_fields import UserFields

_USED = {
    *(
        "task_id",
        "proj_id",
        "wbs_id",
        "clndr_id",
        "phys_complete_pct",
        "complete_pct_type",
        "task_type",
        "duration_type",
    ),
    *(
        "status_code",
        "task_code",
        "task_name",
        "total_float_hr_cnt",
        "free_float_hr_cnt",
        "remain_drtn_hr_cnt",
    ),
    *(
        "act_work_qty",
        "remain_work_qty",
        "act_equip_qty",
        "remain_equip_qty",
        "target_drtn_hr_cnt",
        "target_work_qty",
    ),
    *(
        "cstr_date",
        "cstr_type",
        "cstr_date2",
        "cstr_type2",
        "act_start_date",
        "act_end_date",
        "late_start_date",
    ),
    *("late_end_date", "expect_end_date", "early_start_date", "early_end_date", "restart_date", "reend_date"),
    *("target_start_date", "target_end_date", "priority_type", "suspend_date", "resume_date", "guid"),
    *("driving_path_flag", "target_equip_qty"),
}
_ALSO_CARRIED = {
    *(
        "restart_date",
        "reend_date",
        "target_start_date",
        "target_end_date",
        "target_drtn_hr_cnt",
        "task_type",
    ),
    *(
        "act_work_qty",
        "remain_work_qty",
        "target_work_qty",
        "act_equip_qty",
        "remain_equip_qty",
        "target_equip_qty",
    ),
    *("duration_type", "driving_path_flag"),
}
"""Fields that several of ours are read from; they are written back as they were."""

_WHOLE = 100


class Activities:
    """One project's rows: breakdown nodes as summary tasks, activities below them."""

    def __init__(
        self, tables: Tables, read: Reader, project: str, calendars: Calendars, status: Instant | None
    ) -> None:
        self._read = read
        self._calendars = calendars
        self._known = {
            int(row["clndr_id"]) for row in tables.rows("CALENDAR") if row.get("clndr_id", "").isdecimal()
        }
        self._status = status
        self._calendar: int | None = None
        self._remaining: dict[Uid, rollup.Span] = {}
        self._project = project
        self._nodes = [
            row for row in tables.rows("PROJWBS") if row.get("proj_id") == project and "wbs_id" in row
        ]
        self._rows = [
            row for row in tables.rows("TASK") if row.get("proj_id") == project and "task_id" in row
        ]
        self._links = self._links_by_successor(tables)
        self._custom = UserFields(tables)
        self._notes = _notes(tables)
        self._costs = _costs(tables)
        self._found: list[Task] = []
        root = next((row for row in self._nodes if row.get("proj_node_flag") == "Y"), None)
        self.title = "" if root is None else root.get("wbs_name", "")

    def tasks(self, calendar: int | None) -> tuple[Task, ...]:
        """All rows in outline order: the activities of a node by their codes, then its nodes in theirs.

        `calendar` is the project's, by which its nodes are measured.
        """
        self._calendar = calendar
        ids = {row["wbs_id"] for row in self._nodes}
        nodes: dict[str | None, list[Row]] = defaultdict(list)
        for row in sorted(self._nodes, key=_sequence):
            above = row.get("parent_wbs_id")
            nodes[above if above in ids and row.get("proj_node_flag") != "Y" else None].append(row)
        activities: dict[str | None, list[Row]] = defaultdict(list)
        for row in sorted(self._rows, key=lambda row: row.get("task_code", "")):
            above = row.get("wbs_id")
            activities[above if above in ids else None].append(row)
        self._place(nodes, activities)
        numbered = [replace(task, id=place) for place, task in enumerate(self._found, start=1)]
        return tuple(rollup.rolled_up(numbered, self._remaining, self._time(calendar)))

    def _time(self, calendar: int | None) -> WorkingTime | None:
        return self._calendars.working_time(calendar) if calendar in self._known else None

    def _place(self, nodes: dict[str | None, list[Row]], activities: dict[str | None, list[Row]]) -> None:
        # A stack instead of recursion: a breakdown may be thousands of levels deep.
        seen: set[str] = set()
        waiting: list[tuple[Row, int, str | None, str]] = [
            (row, 1, None, "") for row in reversed(nodes[None])
        ]
        while waiting:
            row, level, parent, prefix = waiting.pop()
            node = row["wbs_id"]
            if node in seen:
                continue
            seen.add(node)
            wbs = f"{prefix}.{row.get('wbs_short_name', '')}" if prefix else row.get("wbs_short_name", "")
            uid = f"wbs-{node}"
            self._found.append(self._node(row, level, parent, wbs))
            self._found += [self._activity(one, level + 1, uid, wbs) for one in activities.pop(node, [])]
            waiting += [(below, level + 1, uid, wbs) for below in reversed(nodes.get(node, []))]
        for rows in activities.values():
            self._found += [self._activity(one, 1, None, "") for one in rows]

    def _node(self, row: Row, level: int, parent: str | None, wbs: str) -> Task:
        self._read.tally.kept += 4
        return Task(
            uid=f"wbs-{row['wbs_id']}",
            name=row.get("wbs_name", ""),
            wbs=wbs,
            code=wbs,
            guid=row.get("guid"),
            outline_level=level,
            parent=parent,
            is_summary=True,
            custom=self._custom.of("PROJWBS", row["wbs_id"]),
            # What stands above the topmost node is not in the file, and written back as it was.
            carried=tuple(
                (name, value)
                for name, value in row.items()
                if name not in _USED_NODE or (name == "parent_wbs_id" and parent is None)
            ),
        )

    def _activity(self, row: Row, level: int, parent: str | None, wbs: str) -> Task:
        read = self._read
        uid = read.whole(row, "task_id") or 0
        kind = codes.KINDS.get(row.get("task_type", ""), TaskKind.TASK)
        carried = tuple(
            (name, value) for name, value in row.items() if name not in _USED or name in _ALSO_CARRIED
        )
        read.tally.carried += sum(1 for name in row if name not in _USED)
        return Task(
            uid=uid,
            name=row.get("task_name", ""),
            wbs=wbs,
            code=row.get("task_code"),
            guid=row.get("guid"),
            outline_level=level,
            parent=parent,
            kind=kind,
            is_milestone=kind in {TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE},
            calendar=read.whole(row, "clndr_id"),
            ignores_resource_calendars=row.get("task_type") != "TT_Rsrc",
            effort_type=codes.EFFORT_TYPES.get(row.get("duration_type", ""), EffortType.FIXED_UNITS),
            priority=codes.PRIORITIES.get(row.get("priority_type", "PT_Normal"), 500),
            predecessors=tuple(self._links.get(row["task_id"], ())),
            notes=self._notes.get(row["task_id"]),
            custom=self._custom.of("TASK", row["task_id"]),
            carried=carried,
            **self._constraints(row),
            **self._progress(row, uid),
            **self._dates(row),
            **self._effort(row),
        )

    def _constraints(self, row: Row) -> dict[str, Any]:
        first, second = (
            codes.CONSTRAINTS.get(row.get("cstr_type", "")),
            codes.CONSTRAINTS.get(row.get("cstr_type2", "")),
        )
        return {
            "constraint": first or ConstraintType.AS_SOON_AS_POSSIBLE,
            "constraint_date": self._read.instant(row, "cstr_date"),
            "second_constraint": second,
            "second_constraint_date": self._read.instant(row, "cstr_date2"),
            "expected_finish": self._read.instant(row, "expect_end_date"),
        }

    def _progress(self, row: Row, uid: int) -> dict[str, Any]:
        read = self._read
        planned, remaining = read.ticks(row, "target_drtn_hr_cnt"), read.ticks(row, "remain_drtn_hr_cnt")
        actual_start, actual_finish = read.instant(row, "act_start_date"), read.instant(row, "act_end_date")
        physical = read.number(row, "phys_complete_pct")
        kind = codes.PERCENT_KINDS.get(row.get("complete_pct_type", ""), PercentKind.DURATION)
        restart, reend = read.instant(row, "restart_date"), read.instant(row, "reend_date")
        self._remaining[uid] = (restart, reend)
        actual = self._actual_duration(row, actual_start, _first(actual_finish, self._status))
        return {
            # At completion: what was planned, or once started what has passed and what remains.
            "duration": planned if actual is None else actual + (remaining or 0),
            "actual_duration": actual,
            "duration_unit": "h",
            "remaining": remaining,
            "actual_start": actual_start,
            "actual_finish": actual_finish,
            "percent_complete": _percent(row, planned, remaining),
            "percent_physical": physical,
            "percent_kind": kind,
            "suspended_at": read.instant(row, "suspend_date"),
            "resumes_at": read.instant(row, "resume_date"),
        }

    def _actual_duration(self, row: Row, starts: Instant | None, ends: Instant | None) -> Ticks | None:
        time = self._time(self._read.whole(row, "clndr_id") or self._calendar)
        if time is None or starts is None or ends is None:
            return None
        return max(0, time.between(starts, ends))

    def _dates(self, row: Row) -> dict[str, Any]:
        read = self._read
        early = read.instant(row, "early_start_date"), read.instant(row, "early_end_date")
        remaining = read.instant(row, "restart_date"), read.instant(row, "reend_date")
        planned = read.instant(row, "target_start_date"), read.instant(row, "target_end_date")
        actual = read.instant(row, "act_start_date"), read.instant(row, "act_end_date")
        total = read.ticks(row, "total_float_hr_cnt")
        return {
            "start": _first(actual[0], remaining[0], early[0], planned[0]),
            "finish": _first(actual[1], remaining[1], early[1], planned[1]),
            "early_start": early[0],
            "early_finish": early[1],
            "late_start": read.instant(row, "late_start_date"),
            "late_finish": read.instant(row, "late_end_date"),
            "total_float": total,
            "free_float": read.ticks(row, "free_float_hr_cnt"),
            "is_critical": total is not None and total <= 0,
            "baselines": {0: self._baseline(row, planned)} if planned[0] is not None else {},
        }

    def _baseline(self, row: Row, planned: tuple[Instant | None, Instant | None]) -> Baseline:
        """P6 holds a project against its own planned dates where no baseline is chosen."""
        return Baseline(
            start=planned[0],
            finish=planned[1],
            duration=self._read.ticks(row, "target_drtn_hr_cnt"),
            duration_unit="h",
            work=_sum(
                self._read.minutes(row, "target_work_qty"), self._read.minutes(row, "target_equip_qty")
            ),
        )

    def _effort(self, row: Row) -> dict[str, Any]:
        read = self._read
        actual = _sum(read.minutes(row, "act_work_qty"), read.minutes(row, "act_equip_qty"))
        remaining = _sum(read.minutes(row, "remain_work_qty"), read.minutes(row, "remain_equip_qty"))
        actual_cost, remaining_cost = self._costs.get(row["task_id"], (None, None))
        work = _sum(actual, remaining)
        return {
            "work": work,
            "percent_work_complete": (actual or 0) / work * _WHOLE if work else 0,
            "actual_work": actual,
            "remaining_work": remaining,
            "cost": None if actual_cost is None or remaining_cost is None else actual_cost + remaining_cost,
            "actual_cost": actual_cost,
            "remaining_cost": remaining_cost,
        }

    def _links_by_successor(self, tables: Tables) -> dict[str, list[Link]]:
        own = {row["task_id"] for row in self._rows}
        found: dict[str, list[Link]] = defaultdict(list)
        for row in tables.rows("TASKPRED"):
            successor, predecessor = row.get("task_id"), self._read.whole(row, "pred_task_id")
            if successor not in own or predecessor is None:
                continue
            is_elsewhere = row.get("pred_proj_id", self._project) != self._project
            found[successor].append(
                Link(
                    predecessor=predecessor,
                    type=codes.LINK_TYPES.get(row.get("pred_type", ""), LinkType.FINISH_START),
                    lag=self._read.ticks(row, "lag_hr_cnt") or 0,
                    lag_unit=LagUnit.WORKING,
                    unit="h",
                    project=row.get("pred_proj_id") if is_elsewhere else None,
                )
            )
        return found


_USED_NODE = {"wbs_id", "proj_id", "parent_wbs_id", "wbs_short_name", "wbs_name", "guid"}


def _sequence(row: Row) -> tuple[int, str]:
    number = row.get("seq_num", "")
    return (int(number) if number.lstrip("-").isdecimal() and len(number) < 12 else 0, row.get("wbs_id", ""))


def _first(*found: Instant | None) -> Instant | None:
    return next((at for at in found if at is not None), None)


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _percent(row: Row, planned: Ticks | None, remaining: Ticks | None) -> float | None:
    """Percent complete by duration: the share of the planned duration that is no longer to do."""
    if row.get("status_code") == "TK_Complete":
        return _WHOLE
    if row.get("status_code") == "TK_NotStart":
        return 0
    if not planned or remaining is None:
        return 0
    share = max(0.0, (planned - remaining) / planned * _WHOLE)
    return int(share) if share.is_integer() else share


def _notes(tables: Tables) -> dict[str, str]:
    """The notebook texts of activities, as the HTML they are."""
    found: dict[str, str] = {}
    for row in tables.rows("TASKMEMO"):
        if "task_id" in row and "task_memo" in row:
            before = found.get(row["task_id"])
            found[row["task_id"]] = row["task_memo"] if before is None else f"{before}\n{row['task_memo']}"
    return found


def _costs(tables: Tables) -> dict[str, tuple[Decimal, Decimal]]:
    """Actual and remaining cost of activities, summed over their assignments."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for row in tables.rows("TASKRSRC"):
        actual, remaining = found.get(row.get("task_id", ""), (Decimal(0), Decimal(0)))
        try:
            actual += sum(
                (codes.money_of(row[name]) for name in ("act_reg_cost", "act_ot_cost") if name in row),
                Decimal(0),
            )
            remaining += codes.money_of(row.get("remain_cost", "0"))
        except ValueError:
            continue
        found[row.get("task_id", "")] = (actual, remaining)
    return found
