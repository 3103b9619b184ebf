"""Resources, their rates, and assignments of P6."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from decimal import Decimal

from milepost.engine.instants import Instant
from milepost.engine.plan import ResourceKind
from milepost.interop.exchange.values import Assignment, Rate, Resource, Task, Uid
from milepost.interop.xer import codes
from milepost.interop.xer.reader import Reader
from milepost.interop.xer.tables import Row, Tables

_USED_RESOURCE = {
    "rsrc_id",
    "clndr_id",
    "rsrc_name",
    "rsrc_short_name",
    "rsrc_type",
    "guid",
    "email_addr",
    "rsrc_notes",
}
_USED_ROLE = {"role_id", "role_name", "role_short_name"}
_USED_ASSIGNMENT = {
    *(
        "taskrsrc_id",
        "task_id",
        "proj_id",
        "rsrc_id",
        "remain_qty",
        "target_qty",
        "act_ot_qty",
        "act_reg_qty",
    ),
    *("target_qty_per_hr", "remain_qty_per_hr", "act_reg_cost", "act_ot_cost", "remain_cost", "target_cost"),
    *("act_start_date", "act_end_date"),
}


_ALSO_CARRIED = {"target_qty", "remain_qty_per_hr", "target_cost", "act_ot_qty", "act_ot_cost"}
"""What was planned, and the share of overtime: written back as they were."""
_USED_RATE = {"rsrc_rate_id", "rsrc_id", "start_date", "max_qty_per_hr", *codes.PRICES}


def resources(tables: Tables, read: Reader) -> tuple[Resource, ...]:
    """The resources of the file, in its order."""
    rates = _rates(tables, read)
    found = []
    for place, row in enumerate(tables.rows("RSRC"), start=1):
        uid = read.whole(row, "rsrc_id")
        if uid is None:
            continue
        carried = tuple((name, value) for name, value in row.items() if name not in _USED_RESOURCE)
        read.tally.carried += len(carried)
        table = rates.get(row["rsrc_id"], [])
        found.append(
            Resource(
                uid=uid,
                id=place,
                name=row.get("rsrc_name", ""),
                code=row.get("rsrc_short_name"),
                guid=row.get("guid"),
                email=row.get("email_addr"),
                kind=codes.RESOURCE_KINDS.get(row.get("rsrc_type", ""), ResourceKind.WORK),
                max_units=next(
                    (rate.units_per_hour for rate in table if rate.units_per_hour is not None), None
                ),
                calendar=read.whole(row, "clndr_id"),
                rates=tuple(table),
                notes=row.get("rsrc_notes"),
                carried=carried,
            )
        )
    return (*found, *_roles(tables, read, {resource.uid for resource in found}))


def role_uid(role: int, taken: Container[Uid]) -> Uid:
    """The id of a role among resources, which P6 numbers separately."""
    return f"role-{role}" if role in taken else role


def _roles(tables: Tables, read: Reader, taken: Container[Uid]) -> list[Resource]:
    """Roles, which stand for people not named yet."""
    found = []
    for row in tables.rows("ROLES"):
        uid = read.whole(row, "role_id")
        if uid is not None:
            carried = tuple((name, value) for name, value in row.items() if name not in _USED_ROLE)
            name, code = row.get("role_name", ""), row.get("role_short_name")
            found.append(
                Resource(role_uid(uid, taken), name=name, code=code, is_generic=True, carried=carried)
            )
    return found


def _rates(tables: Tables, read: Reader) -> dict[str, list[Rate]]:
    """The rates of each resource by its id: the first price of every date, then the second, and so on."""
    found: dict[str, list[Rate]] = defaultdict(list)
    for row in sorted(tables.rows("RSRCRATE"), key=lambda row: row.get("start_date", "")):
        starts, units = read.instant(row, "start_date"), read.number(row, "max_qty_per_hr")
        for table, name in enumerate(codes.PRICES):
            if table == 0 or name in row:
                price = read.money(row, name)
                own_units = units if table == 0 else None
                rate = Rate(starts=starts, cost_per_hour=price, units_per_hour=own_units, table=table)
                found[row.get("rsrc_id", "")].append(rate)
        for name in row.keys() - _USED_RATE:
            read.tally.drop(f"RSRCRATE {name}", "rates keep their prices, their units and when they begin")
    return {uid: sorted(rates, key=lambda rate: rate.table) for uid, rates in found.items()}


def assignments(
    tables: Tables, read: Reader, project: str, tasks: tuple[Task, ...]
) -> tuple[Assignment, ...]:
    """The assignments of one project; one without dates of its own has those of its activity."""
    spans = {task.uid: (task.start, task.finish) for task in tasks}
    named: set[Uid] = {
        int(row["rsrc_id"]) for row in tables.rows("RSRC") if row.get("rsrc_id", "").isdecimal()
    }
    found = []
    for row in tables.rows("TASKRSRC"):
        uid, task = read.whole(row, "taskrsrc_id"), read.whole(row, "task_id")
        if uid is None or task is None or row.get("proj_id", project) != project:
            continue
        carried = tuple(
            (name, value)
            for name, value in row.items()
            if name not in _USED_ASSIGNMENT or name in _ALSO_CARRIED
        )
        read.tally.carried += len(carried)
        who: Uid | None = read.whole(row, "rsrc_id")
        role = read.whole(row, "role_id")
        if who is None and role is not None:
            who = role_uid(role, named)
        found.append(_assignment(row, uid, task, who, read, spans.get(task, (None, None)), carried))
    return tuple(found)


def _assignment(
    row: Row,
    uid: int,
    task: int,
    who: Uid | None,
    read: Reader,
    span: tuple[Instant | None, Instant | None],
    carried: tuple[tuple[str, str], ...],
) -> Assignment:
    actual = (read.minutes(row, "act_reg_qty") or 0) + (read.minutes(row, "act_ot_qty") or 0)
    remaining = read.minutes(row, "remain_qty")
    spent = (read.money(row, "act_reg_cost") or Decimal(0)) + (read.money(row, "act_ot_cost") or Decimal(0))
    to_come = read.money(row, "remain_cost")
    actual_start, actual_finish = read.instant(row, "act_start_date"), read.instant(row, "act_end_date")
    return Assignment(
        uid=uid,
        task=task,
        resource=who,
        units=read.number(row, "target_qty_per_hr"),
        work=actual + (remaining or 0),
        actual_work=actual,
        remaining_work=remaining,
        start=_first(
            actual_start, read.instant(row, "restart_date"), read.instant(row, "target_start_date"), span[0]
        ),
        finish=_first(
            actual_finish, read.instant(row, "reend_date"), read.instant(row, "target_end_date"), span[1]
        ),
        actual_start=actual_start,
        actual_finish=actual_finish,
        cost=spent + (to_come or 0),
        actual_cost=spent,
        remaining_cost=to_come,
        carried=carried,
    )


def _first(*found: Instant | None) -> Instant | None:
    return next((at for at in found if at is not None), None)
