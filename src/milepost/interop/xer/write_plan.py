"""Breakdown, activities and links as rows of a P6 file."""

from __future__ import annotations

from collections.abc import Mapping

from milepost.engine.instants import minutes
from milepost.engine.plan import LagUnit, PercentKind, TaskKind
from milepost.interop.exchange.values import Link, Project, Task, Uid
from milepost.interop.xer import codes, rows
from milepost.interop.xer.numbering import Numbering
from milepost.interop.xer.tables import Row

_KIND_CODES = {
    TaskKind.START_MILESTONE: "TT_Mile",
    TaskKind.MILESTONE: "TT_FinMile",
    TaskKind.FINISH_MILESTONE: "TT_FinMile",
    TaskKind.LEVEL_OF_EFFORT: "TT_LOE",
}
_LINK_CODES = {kind: code for code, kind in codes.LINK_TYPES.items()}
_EFFORT_CODES = {kind: code for code, kind in reversed(codes.EFFORT_TYPES.items())}
_CONSTRAINT_CODES = {kind: code for code, kind in codes.CONSTRAINTS.items()}
_PERCENT_CODES = {kind: code for code, kind in codes.PERCENT_KINDS.items()}
_PRIORITY_CODES = {number: code for code, number in codes.PRIORITIES.items()}


def nodes(place: int, project: Project, numbering: Numbering) -> list[Row]:
    """The breakdown: one node for the project and one for each summary task."""
    number = str(numbering.project(place))
    found: list[Row] = []
    if numbering.needs_root(place):
        found.append(
            {
                "wbs_id": str(numbering.root(place)),
                "proj_id": number,
                "seq_num": "0",
                "proj_node_flag": "Y",
                "wbs_short_name": project.title[:20] or number,
                "wbs_name": project.title or number,
            }
        )
    for sequence, task in enumerate(task for task in project.tasks if numbering.is_node(place, task)):
        own = dict(rows.own(task.carried, is_own=numbering.is_own))
        is_root = task.parent is None and not numbering.needs_root(place)
        values = {
            "wbs_id": str(numbering.node(place, task.uid)),
            "proj_id": number,
            "seq_num": str(sequence + 1),
            "proj_node_flag": "Y" if is_root else "N",
            "wbs_short_name": (task.wbs or str(task.id or sequence)).rpartition(".")[2],
            "wbs_name": task.name,
            "parent_wbs_id": None if is_root else str(numbering.node(place, task.parent)),
            "guid": task.guid,
        }
        found.append({**rows.stated(values), **own})
    return found


def activities(place: int, project: Project, numbering: Numbering) -> list[Row]:
    """The activities of a project."""
    return [
        _activity(place, project, task, numbering)
        for task in project.tasks
        if not numbering.is_node(place, task)
    ]


def _activity(place: int, project: Project, task: Task, numbering: Numbering) -> Row:
    calendar = project.calendar if task.calendar is None and not numbering.is_own else task.calendar
    milestone = "TT_FinMile" if task.is_milestone or task.duration == 0 else "TT_Task"
    status = (
        "TK_Complete"
        if task.actual_finish is not None
        else "TK_NotStart"
        if task.actual_start is None
        else "TK_Active"
    )
    is_done = task.actual_finish is not None
    remaining = 0 if is_done else task.duration if task.remaining is None else task.remaining
    return rows.row(
        task.carried,
        {
            "task_id": str(numbering.task(place, task.uid)),
            "proj_id": str(numbering.project(place)),
            "wbs_id": str(numbering.node(place, task.parent)),
            "clndr_id": None if calendar is None else str(numbering.calendar(place, calendar)),
            "phys_complete_pct": "0" if task.percent_physical is None else f"{task.percent_physical:g}",
            "complete_pct_type": _PERCENT_CODES.get(task.percent_kind, _PERCENT_CODES[PercentKind.DURATION]),
            "task_type": _KIND_CODES.get(task.kind, milestone),
            "duration_type": _EFFORT_CODES[task.effort_type],
            "status_code": status,
            "task_code": task.code or f"A{numbering.task(place, task.uid)}",
            "task_name": task.name,
            "total_float_hr_cnt": rows.hours(task.total_float),
            "free_float_hr_cnt": rows.hours(task.free_float),
            "remain_drtn_hr_cnt": rows.hours(remaining),
            "act_work_qty": rows.work(task.actual_work),
            "remain_work_qty": rows.work(task.remaining_work),
            "target_drtn_hr_cnt": rows.hours(task.duration),
            "cstr_type": _CONSTRAINT_CODES.get(task.constraint),
            "cstr_date": rows.at(task.constraint_date),
            "cstr_type2": None
            if task.second_constraint is None
            else _CONSTRAINT_CODES.get(task.second_constraint),
            "cstr_date2": rows.at(task.second_constraint_date),
            "act_start_date": rows.at(task.actual_start),
            "act_end_date": rows.at(task.actual_finish),
            "late_start_date": rows.at(task.late_start),
            "late_end_date": rows.at(task.late_finish),
            "expect_end_date": rows.at(task.expected_finish),
            "early_start_date": rows.at(task.early_start),
            "early_end_date": rows.at(task.early_finish),
            "restart_date": None
            if is_done
            else rows.at(task.early_start if task.actual_start is None else task.resumes_at),
            "reend_date": None if is_done else rows.at(task.early_finish),
            "target_start_date": rows.at(task.start),
            "target_end_date": rows.at(task.finish),
            "priority_type": _PRIORITY_CODES.get(task.priority or 500, "PT_Normal"),
            # MS Project's stop and resume are where progress stands, not an interruption as in P6.
            "suspend_date": rows.at(task.suspended_at) if numbering.is_own else None,
            "resume_date": rows.at(task.resumes_at) if numbering.is_own else None,
            "guid": task.guid,
        },
        is_own=numbering.is_own,
    )


def links(place: int, project: Project, numbering: Numbering) -> list[Row]:
    """The links between activities; P6 has none at nodes."""
    found: list[Row] = []
    number = str(numbering.project(place))
    lengths = {task.uid: task.duration or 0 for task in project.tasks}
    for task in project.tasks:
        for link in task.predecessors:
            ends = numbering.link_ends(place, task, link)
            if ends is None:
                continue
            found.append(
                {
                    "task_pred_id": str(len(found) + 1 + place * 1_000_000),
                    "task_id": str(ends[1]),
                    "pred_task_id": str(ends[0]),
                    "proj_id": number,
                    "pred_proj_id": link.project or number,
                    "pred_type": _LINK_CODES[link.type],
                    "lag_hr_cnt": codes.hours_text(_lag(link, lengths)),
                }
            )
    return found


def _lag(link: Link, lengths: Mapping[Uid, int]) -> float:
    """The lag in minutes; a percentage becomes what it is now, for P6 has none."""
    if link.lag_unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT}:
        return minutes(round(lengths.get(link.predecessor, 0) * link.lag / 100))
    return minutes(int(link.lag))
