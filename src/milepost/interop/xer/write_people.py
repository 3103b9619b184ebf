"""Roles, resources, rates and assignments as rows of a P6 file."""

from __future__ import annotations

from milepost.interop.exchange.values import Exchange, Project, Resource
from milepost.interop.xer import rows
from milepost.interop.xer.numbering import Numbering
from milepost.interop.xer.tables import Row


def _is_role(resource: Resource, numbering: Numbering) -> bool:
    return resource.is_generic and numbering.is_own


def roles(exchange: Exchange, numbering: Numbering) -> list[Row]:
    """The roles P6 had."""
    found: dict[int, Row] = {}
    for place, project in enumerate(exchange.projects):
        for role in project.resources:
            if _is_role(role, numbering):
                number = numbering.resource(place, role.uid)
                said = {"role_id": str(number), "role_name": role.name, "role_short_name": role.code}
                found.setdefault(number, rows.row(role.carried, said, is_own=True))
    return list(found.values())


def resources(exchange: Exchange, numbering: Numbering) -> list[Row]:
    """The resources of all projects, each once."""
    found: dict[int, Row] = {}
    for place, project in enumerate(exchange.projects):
        for resource in project.resources:
            if _is_role(resource, numbering):
                continue
            number = numbering.resource(place, resource.uid)
            kind = "RT_Mat" if resource.kind.value == "material" else "RT_Labor"
            found.setdefault(
                number,
                rows.row(
                    resource.carried,
                    {
                        "rsrc_id": str(number),
                        "clndr_id": None
                        if resource.calendar is None
                        else str(numbering.calendar(place, resource.calendar)),
                        "rsrc_name": resource.name or f"Resource {number}",
                        "rsrc_short_name": resource.code or resource.initials or f"R{number}",
                        "rsrc_type": kind,
                        "email_addr": resource.email,
                        "guid": resource.guid,
                        "rsrc_notes": resource.notes,
                    },
                    is_own=numbering.is_own,
                ),
            )
    return list(found.values())


def rates(exchange: Exchange, numbering: Numbering) -> list[Row]:
    """The rates of all resources."""
    found: list[Row] = []
    seen: set[int] = set()
    for place, project in enumerate(exchange.projects):
        for resource in project.resources:
            number = numbering.resource(place, resource.uid)
            if number in seen:
                continue
            seen.add(number)
            for rate in resource.rates:
                if rate.table == 0:
                    units = rate.units_per_hour if rate.units_per_hour is not None else resource.max_units
                    found.append(
                        rows.stated(
                            {
                                "rsrc_rate_id": str(len(found) + 1),
                                "rsrc_id": str(number),
                                "max_qty_per_hr": None if units is None else f"{units:g}",
                                "cost_per_qty": None
                                if rate.cost_per_hour is None
                                else str(rate.cost_per_hour),
                                "start_date": rows.at(rate.starts),
                            }
                        )
                    )
    return found


def assignments(place: int, project: Project, numbering: Numbering) -> list[Row]:
    """The assignments of a project to activities."""
    nodes = {task.uid for task in project.tasks if numbering.is_node(place, task)}
    roles = {one.uid for one in project.resources if _is_role(one, numbering)}
    found: list[Row] = []
    for assignment in project.assignments:
        if assignment.task in nodes or assignment.resource is None:
            continue
        own = dict(assignment.carried) if numbering.is_own else {}
        is_role = "role_id" in own and "rsrc_id" not in own and assignment.resource in roles
        found.append(
            rows.row(
                assignment.carried,
                {
                    "taskrsrc_id": str(numbering.assignment(place, assignment.uid)),
                    "task_id": str(numbering.task(place, assignment.task)),
                    "proj_id": str(numbering.project(place)),
                    "rsrc_id": None if is_role else str(numbering.resource(place, assignment.resource)),
                    "target_qty_per_hr": None if assignment.units is None else f"{assignment.units:g}",
                    "remain_qty": rows.work(assignment.remaining_work),
                    "target_qty": rows.work(assignment.work),
                    "act_reg_qty": rows.work(assignment.actual_work),
                    "act_reg_cost": None if assignment.actual_cost is None else str(assignment.actual_cost),
                    "remain_cost": None
                    if assignment.remaining_cost is None
                    else str(assignment.remaining_cost),
                    "act_start_date": rows.at(assignment.actual_start),
                    "act_end_date": rows.at(assignment.actual_finish),
                    "target_start_date": rows.at(assignment.start),
                    "target_end_date": rows.at(assignment.finish),
                },
                is_own=numbering.is_own,
            )
        )
    return found
