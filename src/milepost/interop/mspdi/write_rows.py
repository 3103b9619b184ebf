"""Tasks, resources and assignments as MS Project XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from milepost.engine.instants import minutes
from milepost.engine.plan import LagUnit
from milepost.interop.exchange.values import Assignment, Baseline, Carried, Link, Rate, Resource, Task
from milepost.interop.mspdi import codes, numbers, order
from milepost.interop.mspdi.numbering import Numbering
from milepost.interop.mspdi.pieces import Piece, carried, element, escaped, line, row

_TASK_RANKS = order.ranks(order.TASK)
_RESOURCE_RANKS = order.ranks(order.RESOURCE)
_ASSIGNMENT_RANKS = order.ranks(order.ASSIGNMENT)
_BASELINE_RANKS = order.ranks(order.BASELINE)
_LINK_RANKS = order.ranks(order.LINK)
_LINK_CODES = {kind: code for code, kind in codes.LINK_TYPES.items()}
_CONSTRAINT_CODES = {kind: code for code, kind in codes.CONSTRAINT_TYPES.items()}
_EFFORT_CODES = {kind: code for code, kind in codes.EFFORT_TYPES.items()}
_CONTOUR_CODES = {name: code for code, name in codes.CONTOURS.items()}

Written = Callable[[Any], str]


def flag(value: bool) -> str:
    """Yes or no as 1 or 0."""
    return "1" if value else "0"


def number(value: float) -> str:
    """A number, whole where it is whole."""
    return str(int(value)) if value == int(value) else repr(float(value))


def _span(ticks: int) -> str:
    return codes.duration_text(minutes(ticks))


_TASK_FIELDS: tuple[tuple[str, str, Written], ...] = (
    ("UID", "uid", str),
    ("GUID", "guid", escaped),
    ("ID", "id", str),
    ("Name", "name", escaped),
    ("Active", "is_active", flag),
    ("Manual", "is_manual", flag),
    ("WBS", "wbs", escaped),
    ("OutlineLevel", "outline_level", str),
    ("Priority", "priority", str),
    ("Start", "start", codes.instant_text),
    ("Finish", "finish", codes.instant_text),
    ("Duration", "duration", _span),
    ("ManualStart", "manual_start", codes.instant_text),
    ("ManualFinish", "manual_finish", codes.instant_text),
    ("ManualDuration", "manual_duration", _span),
    ("Work", "work", codes.duration_text),
    ("Stop", "suspended_at", codes.instant_text),
    ("Resume", "resumes_at", codes.instant_text),
    ("EffortDriven", "is_effort_driven", flag),
    ("Recurring", "is_recurring", flag),
    ("Estimated", "is_estimated", flag),
    ("Milestone", "is_milestone", flag),
    ("Summary", "is_summary", flag),
    ("Critical", "is_critical", flag),
    ("ExternalTask", "is_external", flag),
    ("EarlyStart", "early_start", codes.instant_text),
    ("EarlyFinish", "early_finish", codes.instant_text),
    ("LateStart", "late_start", codes.instant_text),
    ("LateFinish", "late_finish", codes.instant_text),
    ("FreeSlack", "free_float", str),
    ("TotalSlack", "total_float", str),
    ("FixedCost", "fixed_cost", codes.money_text),
    ("PercentComplete", "percent_complete", number),
    ("PercentWorkComplete", "percent_work_complete", number),
    ("Cost", "cost", codes.money_text),
    ("ActualStart", "actual_start", codes.instant_text),
    ("ActualFinish", "actual_finish", codes.instant_text),
    ("ActualDuration", "actual_duration", _span),
    ("ActualCost", "actual_cost", codes.money_text),
    ("ActualWork", "actual_work", codes.duration_text),
    ("RemainingDuration", "remaining", _span),
    ("RemainingCost", "remaining_cost", codes.money_text),
    ("RemainingWork", "remaining_work", codes.duration_text),
    ("ConstraintDate", "constraint_date", codes.instant_text),
    ("Deadline", "deadline", codes.instant_text),
    ("LevelingDelay", "levelling_delay", str),
    ("IgnoreResourceCalendar", "ignores_resource_calendars", flag),
    ("Notes", "notes", escaped),
    ("PhysicalPercentComplete", "percent_physical", number),
)

_RESOURCE_FIELDS: tuple[tuple[str, str, Written], ...] = (
    ("UID", "uid", str),
    ("GUID", "guid", escaped),
    ("ID", "id", str),
    ("Name", "name", escaped),
    ("Initials", "initials", escaped),
    ("MaterialLabel", "unit_of_measure", escaped),
    ("Code", "code", escaped),
    ("Group", "group", escaped),
    ("EmailAddress", "email", escaped),
    ("MaxUnits", "max_units", number),
    ("Work", "work", codes.duration_text),
    ("Cost", "cost", codes.money_text),
    ("Notes", "notes", escaped),
    ("IsGeneric", "is_generic", flag),
)

_ASSIGNMENT_FIELDS: tuple[tuple[str, str, Written], ...] = (
    ("UID", "uid", str),
    ("PercentWorkComplete", "percent_work_complete", number),
    ("ActualCost", "actual_cost", codes.money_text),
    ("ActualFinish", "actual_finish", codes.instant_text),
    ("ActualStart", "actual_start", codes.instant_text),
    ("ActualWork", "actual_work", codes.duration_text),
    ("Cost", "cost", codes.money_text),
    ("Delay", "delay", str),
    ("Finish", "finish", codes.instant_text),
    ("LevelingDelay", "levelling_delay", str),
    ("Notes", "notes", escaped),
    ("RemainingCost", "remaining_cost", codes.money_text),
    ("RemainingWork", "remaining_work", codes.duration_text),
    ("Start", "start", codes.instant_text),
    ("Units", "units", number),
    ("Work", "work", codes.duration_text),
)


def task_row(task: Task, numbering: Numbering) -> str:
    """One task with its links and baselines."""
    pieces = _fields(task, _TASK_FIELDS, _TASK_RANKS, {"uid": numbering.task(task.uid)})
    rank = _TASK_RANKS
    shown = codes.format_code(task.duration_unit, is_estimated=task.is_estimated)
    pieces += [
        (rank["Type"], line("Type", str(_EFFORT_CODES[task.effort_type]))),
        (rank["IsNull"], line("IsNull", "0")),
        (rank["OutlineNumber"], line("OutlineNumber", numbering.outline(task.uid))),
        (rank["DurationFormat"], line("DurationFormat", str(shown))),
        (rank["ConstraintType"], line("ConstraintType", str(_CONSTRAINT_CODES.get(task.constraint, 0)))),
        (
            rank["CalendarUID"],
            line("CalendarUID", str(-1 if task.calendar is None else numbering.calendar(task.calendar))),
        ),
    ]
    pieces += [(rank["PredecessorLink"], _link(link, numbering)) for link in task.predecessors]
    pieces += [(rank["Baseline"], _baseline(number, one)) for number, one in task.baselines.items()]
    pieces += _custom(task.custom, task.carried, numbers.TASKS, rank)
    pieces += carried(task.carried, rank, but={"OutlineNumber", "ExtendedAttribute/"})
    return row("Task", pieces)


def resource_row(resource: Resource, numbering: Numbering) -> str:
    """One resource with its rates and availability."""
    rank = _RESOURCE_RANKS
    pieces = _fields(resource, _RESOURCE_FIELDS, rank, {"uid": numbering.resource(resource.uid)})
    pieces.append((rank["Type"], line("Type", "0" if resource.kind.value == "material" else "1")))
    if resource.kind.value == "cost":
        pieces.append((rank["IsCostResource"], line("IsCostResource", "1")))
    if resource.calendar is not None:
        pieces.append((rank["CalendarUID"], line("CalendarUID", str(numbering.calendar(resource.calendar)))))
    pieces += _rates(resource.rates)
    pieces += [(rank["Baseline"], _baseline(number, one)) for number, one in resource.baselines.items()]
    pieces += _custom(resource.custom, resource.carried, numbers.RESOURCES, rank)
    pieces += carried(resource.carried, rank, but={"ExtendedAttribute/", "Rates/", "AvailabilityPeriods/"})
    if resource.availability:
        periods = "".join(_availability(starts, ends, units) for starts, ends, units in _periods(resource))
        pieces.append((rank["AvailabilityPeriods"], element("AvailabilityPeriods", periods)))
    return row("Resource", pieces)


def _periods(resource: Resource) -> Iterator[tuple[int | None, int | None, float]]:
    return ((period.starts, period.ends, period.units) for period in resource.availability)


def _availability(starts: int | None, ends: int | None, units: float) -> str:
    inner = "" if starts is None else line("AvailableFrom", codes.instant_text(starts))
    inner += "" if ends is None else line("AvailableTo", codes.instant_text(ends))
    return element("AvailabilityPeriod", inner + line("AvailableUnits", number(units)))


def _rates(rates: tuple[Rate, ...]) -> list[Piece]:
    """The rates: the first as the resource's own, and all as a table where they tell more than that."""
    if not rates:
        return []
    rank = _RESOURCE_RANKS
    first = rates[0]
    stated = (
        ("StandardRate", str, first.cost_per_hour),
        ("OvertimeRate", str, first.overtime_per_hour),
        ("CostPerUse", codes.money_text, first.cost_per_use),
    )
    pieces = [
        (rank[name], line(name, written(amount))) for name, written, amount in stated if amount is not None
    ]
    if len(rates) > 1 or first.starts is not None or first.ends is not None:
        pieces.append((rank["Rates"], element("Rates", "".join(_rate(rate) for rate in rates))))
    return pieces


def _rate(rate: Rate) -> str:
    inner = "" if rate.starts is None else line("RatesFrom", codes.instant_text(rate.starts))
    inner += "" if rate.ends is None else line("RatesTo", codes.instant_text(rate.ends))
    inner += line("RateTable", str(rate.table))
    for name, amount in (("StandardRate", rate.cost_per_hour), ("OvertimeRate", rate.overtime_per_hour)):
        inner += "" if amount is None else line(name, str(amount)) + line(f"{name}Format", "2")
    inner += "" if rate.cost_per_use is None else line("CostPerUse", codes.money_text(rate.cost_per_use))
    return element("Rate", inner)


def assignment_row(assignment: Assignment, numbering: Numbering) -> str:
    """One assignment; work nobody is named for goes under Project's number for nobody."""
    rank = _ASSIGNMENT_RANKS
    nobody = codes.NOBODY if assignment.resource is None else numbering.resource(assignment.resource)
    pieces = _fields(assignment, _ASSIGNMENT_FIELDS, rank, {"uid": numbering.assignment(assignment.uid)})
    pieces.append((rank["TaskUID"], line("TaskUID", str(numbering.task(assignment.task)))))
    pieces.append((rank["ResourceUID"], line("ResourceUID", str(nobody))))
    if assignment.contour is not None:
        pieces.append(
            (rank["WorkContour"], line("WorkContour", str(_CONTOUR_CODES.get(assignment.contour.lower(), 0))))
        )
    pieces += [(rank["Baseline"], _baseline(number, one)) for number, one in assignment.baselines.items()]
    pieces += _custom(assignment.custom, assignment.carried, numbers.ASSIGNMENTS, rank)
    pieces += carried(assignment.carried, rank, but={"ExtendedAttribute/"})
    return row("Assignment", pieces)


def _fields(
    values: Task | Resource | Assignment,
    table: tuple[tuple[str, str, Written], ...],
    rank: dict[str, int],
    instead: dict[str, int],
) -> list[Piece]:
    """The plain fields that say something; ids as this file numbers them."""
    pieces = []
    for name, attribute, written in table:
        value = instead.get(attribute) if attribute in instead else getattr(values, attribute)
        if value is not None:
            pieces.append((rank[name], line(name, written(value))))
    return pieces


def _link(link: Link, numbering: Numbering) -> str:
    is_percent = link.lag_unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT}
    unit = (
        link.unit
        if is_percent or link.lag_unit is LagUnit.ELAPSED or not link.unit.startswith("e")
        else link.unit[1:]
    )
    pieces = [
        (_LINK_RANKS["PredecessorUID"], line("PredecessorUID", str(numbering.predecessor(link)))),
        (_LINK_RANKS["Type"], line("Type", str(_LINK_CODES[link.type]))),
        (_LINK_RANKS["CrossProject"], line("CrossProject", flag(link.project is not None))),
        (_LINK_RANKS["LinkLag"], line("LinkLag", number(link.lag))),
        (_LINK_RANKS["LagFormat"], line("LagFormat", str(codes.format_code(unit)))),
    ]
    if link.project:
        pieces.append((_LINK_RANKS["CrossProjectName"], line("CrossProjectName", escaped(link.project))))
    return row("PredecessorLink", pieces + carried(link.carried, _LINK_RANKS))


def _baseline(number: int, baseline: Baseline) -> str:
    rank = _BASELINE_RANKS
    stated: list[tuple[str, str | None]] = [
        ("Number", str(number)),
        ("Start", None if baseline.start is None else codes.instant_text(baseline.start)),
        ("Finish", None if baseline.finish is None else codes.instant_text(baseline.finish)),
        ("Duration", None if baseline.duration is None else _span(baseline.duration)),
        (
            "DurationFormat",
            None if baseline.duration_unit is None else str(codes.format_code(baseline.duration_unit)),
        ),
        ("Work", None if baseline.work is None else codes.duration_text(baseline.work)),
        ("Cost", None if baseline.cost is None else codes.money_text(baseline.cost)),
    ]
    pieces = [(rank[name], line(name, text)) for name, text in stated if text is not None]
    return row("Baseline", pieces + carried(baseline.carried, rank))


def _custom(values: Any, kept: Carried, kind: int, rank: dict[str, int]) -> list[Piece]:
    """User-defined values: those that came from this format as they were, others under Project's numbers."""
    own = [pair for pair in kept if pair[0] == "ExtendedAttribute/"]
    if own or not values:
        return carried(own, rank)
    known = numbers.by_name(kind)
    place = rank["ExtendedAttribute"]
    return [
        (
            place,
            element(
                "ExtendedAttribute",
                line("FieldID", str(known[name])) + line("Value", _custom_text(name, value)),
            ),
        )
        for name, value in values.items()
        if name in known
    ]


def _custom_text(name: str, value: str | int | float | bool) -> str:
    kind = name.rstrip("0123456789")
    if isinstance(value, bool):
        return flag(value)
    if kind == "Duration" and isinstance(value, (int, float)):
        return codes.duration_text(value)
    if kind == "Cost" and isinstance(value, (int, float)):
        return number(value * 100)
    return number(value) if isinstance(value, (int, float)) else escaped(value)
