"""The codes of P6 and how its values are written.

Source: Oracle, "P6 XER Import/Export Data Map Guide"; the codes as MPXJ reads them.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from milepost.engine import instants
from milepost.engine.instants import Instant, Ticks
from milepost.engine.plan import ConstraintType, EffortType, LinkType, PercentKind, ResourceKind, TaskKind
from milepost.engine.rules import FloatKind, LagCalendar

KINDS = {
    "TT_Task": TaskKind.TASK,
    "TT_Rsrc": TaskKind.TASK,
    "TT_LOE": TaskKind.LEVEL_OF_EFFORT,
    "TT_Mile": TaskKind.START_MILESTONE,
    "TT_FinMile": TaskKind.FINISH_MILESTONE,
    "TT_WBS": TaskKind.LEVEL_OF_EFFORT,
}
EFFORT_TYPES = {
    "DT_FixedRate": EffortType.FIXED_UNITS,
    "DT_FixedDrtn": EffortType.FIXED_DURATION,
    "DT_FixedQty": EffortType.FIXED_WORK,
    "DT_FixedDUR2": EffortType.FIXED_DURATION,
}
PERCENT_KINDS = {
    "CP_Drtn": PercentKind.DURATION,
    "CP_Phys": PercentKind.PHYSICAL,
    "CP_Units": PercentKind.UNITS,
}
LINK_TYPES = {
    "PR_FS": LinkType.FINISH_START,
    "PR_SS": LinkType.START_START,
    "PR_FF": LinkType.FINISH_FINISH,
    "PR_SF": LinkType.START_FINISH,
}
CONSTRAINTS = {
    "CS_MSO": ConstraintType.MUST_START_ON,
    "CS_MSOA": ConstraintType.START_NO_EARLIER_THAN,
    "CS_MSOB": ConstraintType.START_NO_LATER_THAN,
    "CS_MEO": ConstraintType.MUST_FINISH_ON,
    "CS_MEOA": ConstraintType.FINISH_NO_EARLIER_THAN,
    "CS_MEOB": ConstraintType.FINISH_NO_LATER_THAN,
    "CS_ALAP": ConstraintType.AS_LATE_AS_POSSIBLE,
    "CS_MANDSTART": ConstraintType.MANDATORY_START,
    "CS_MANDFIN": ConstraintType.MANDATORY_FINISH,
}
"""P6's "start on" yields to logic, so it is not MS Project's; which way it goes is for the rules, not the
name.
"""

PRIORITIES = {"PT_Top": 900, "PT_High": 700, "PT_Normal": 500, "PT_Low": 300, "PT_Lowest": 100}
RESOURCE_KINDS = {
    "RT_Labor": ResourceKind.WORK,
    "RT_Equip": ResourceKind.WORK,
    "RT_Mat": ResourceKind.MATERIAL,
}
LAG_CALENDARS = {
    "rcal_Predecessor": LagCalendar.PREDECESSOR,
    "rcal_Successor": LagCalendar.SUCCESSOR,
    "rcal_ProjDefault": LagCalendar.PROJECT,
    "rcal_24Hour": LagCalendar.ROUND_THE_CLOCK,
}
PRICES = ("cost_per_qty", "cost_per_qty2", "cost_per_qty3", "cost_per_qty4", "cost_per_qty5")
"""The five prices of a rate, by the number of the table they are in ours."""
FLOAT_KINDS = {"FT_FF": FloatKind.FINISH, "FT_SS": FloatKind.START, "FT_Min": FloatKind.SMALLEST}


MOST_HOURS = 1000 * 366 * 24
"""Lengths beyond this are damage, and would overflow dates."""


@lru_cache(maxsize=65_536)
def instant_of(text: str) -> Instant:
    """The instant of `2026-01-05 08:00`.

    Raises: ValueError.
    """
    return instants.instant(datetime.fromisoformat(text.strip()))


def instant_text(at: Instant) -> str:
    """The date and time of an instant, to the minute."""
    return instants.moment(at).strftime("%Y-%m-%d %H:%M")


def number_of(text: str) -> float:
    """A number, with a decimal comma where the exporting computer wrote one.

    Raises: ValueError.
    """
    value = float(text.replace(",", ".") if "," in text and "." not in text else text.replace(",", ""))
    if value - value != 0:
        raise ValueError(f"{text!r} is not a finite number")
    return int(value) if value.is_integer() else value


def ticks_of(hours: str) -> Ticks:
    """Ticks of a number of hours.

    Raises: ValueError, also for lengths no plan has.
    """
    amount = number_of(hours)
    if abs(amount) > MOST_HOURS:
        raise ValueError(f"{hours!r} hours are longer than a thousand years")
    return instants.ticks(amount * 60)


def minutes_of(hours: str) -> float:
    """Minutes of a number of hours, free of the noise of binary fractions."""
    minutes = round(number_of(hours) * 60, 6)
    return int(minutes) if minutes == int(minutes) else minutes


def money_of(text: str) -> Decimal:
    """An amount.

    Raises: ValueError.
    """
    try:
        amount = Decimal(text.replace(",", ".") if "," in text and "." not in text else text.replace(",", ""))
    except InvalidOperation as broken:
        raise ValueError(f"{text!r} is not an amount") from broken
    if not amount.is_finite():
        raise ValueError(f"{text!r} is not an amount")
    return amount


def hours_text(minutes: float) -> str:
    """Hours of a number of minutes, as short as they can be."""
    return f"{minutes / 60:.6f}".rstrip("0").rstrip(".") or "0"
