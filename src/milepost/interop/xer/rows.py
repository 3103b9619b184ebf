"""Rows of a P6 file made of our values and of the fields P6 wrote itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from milepost.engine.instants import minutes
from milepost.interop.xer import codes
from milepost.interop.xer.tables import Row


def own(pairs: Iterable[tuple[str, str]], *, is_own: bool) -> Row:
    """Carried fields of P6's own; those of other formats have names like `LevelAssignments`."""
    return {name: text for name, text in pairs if is_own and not name.startswith(("%", "ERMHDR"))}


def stated(values: Mapping[str, str | None]) -> Row:
    """The values that say something."""
    return {name: value for name, value in values.items() if value is not None}


_MADE = {
    *(
        "restart_date",
        "reend_date",
        "target_start_date",
        "target_end_date",
        "target_drtn_hr_cnt",
        "task_type",
    ),
    *("act_work_qty", "remain_work_qty", "duration_type", "target_qty", "clndr_type", "default_flag"),
    *("day_hr_cnt", "week_hr_cnt", "export_flag", "proj_short_name"),
}
"""Fields ours are only made from: a row P6 wrote has them as they were, or not at all."""


def row(carried: Iterable[tuple[str, str]], values: Mapping[str, str | None], *, is_own: bool) -> Row:
    """A row of ours and, where P6 wrote it, of the fields it had besides."""
    said = stated(values)
    if not is_own:
        return said
    return {name: value for name, value in said.items() if name not in _MADE} | own(carried, is_own=True)


def at(instant: int | None) -> str | None:
    """The date and time of an instant."""
    return None if instant is None else codes.instant_text(instant)


def hours(ticks: int | None) -> str | None:
    """Hours of ticks."""
    return None if ticks is None else codes.hours_text(minutes(ticks))


def work(amount: float | None) -> str | None:
    """Hours of minutes."""
    return None if amount is None else codes.hours_text(amount)
