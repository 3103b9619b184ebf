"""Roles, resources, rates and assignments as rows of a P6 file."""

from __future__ import annotations

from decimal import Decimal

from milepost.interop.exchange.values import Assignment, Exchange, Project, Resource
from milepost.interop.xer import codes, rows
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
            for row in _rate_rows(resource):
                found.append({"rsrc_rate_id": str(len(found) + 1), "rsrc_id": str(number), **row})
    return found


def _rate_rows(resource: Resource) -> list[Row]:
    """One row for each date from which a resource costs something else, with all its prices."""
    found: dict[int | None, Row] = {}
    for rate in resource.rates:
        if rate.table >= len(codes.PRICES):
            continue
        row = found.setdefault(rate.starts, {})
        units = rate.units_per_hour if rate.units_per_hour is not None else resource.max_units
        price = None if rate.cost_per_hour is None else str(rate.cost_per_hour)
        said = {codes.PRICES[rate.table]: price, "start_date": rows.at(rate.starts)}
        if rate.table == 0:
            said["max_qty_per_hr"] = None if units is None else f"{units:g}"
        row.update(rows.stated(said))
    return list(found.values())


def _spent(assignment: Assignment, own: Row) -> tuple[float | None, Decimal | None]:
    """The work in minutes and the money spent in regular time: all but what P6 booked as overtime."""
    work, money = assignment.actual_work, assignment.actual_cost
    if work is not None and "act_ot_qty" in own:
        work -= codes.minutes_of(own["act_ot_qty"])
    if money is not None and "act_ot_cost" in own:
        money -= codes.money_of(own["act_ot_cost"])
    return work, money


def assignments(place: int, project: Project, numbering: Numbering) -> list[Row]:
    """The assignments of a project to activities."""
    nodes = {task.uid for task in project.tasks if numbering.is_node(place, task)}
    roles = {one.uid for one in project.resources if _is_role(one, numbering)}
    found: list[Row] = []
    for assignment in project.assignments:
        if assignment.task in nodes or assignment.resource is None:
            continue
        own = dict(assignment.carried) if numbering.is_own else {}
        spent = _spent(assignment, own)
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
                    "act_reg_qty": rows.work(spent[0]),
                    "act_reg_cost": None if spent[1] is None else str(spent[1]),
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
