"""Instants, lengths and differences in words: one voice for every screen.

Dates are written as the reader's locale writes them, the year only where it is not the obvious one. Slip and
float are working days everywhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.engine.instants import Instant, Ticks, moment

Tone = Literal["", "good", "bad"]

MINUS = "\N{MINUS SIGN}"
_MINUTES_PER_DAY = 480


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference against what was promised, in words and with its tone: "+14 d" (bad), "on date"."""

    text: str
    tone: Tone = ""


def day_of(instant: Instant) -> dt.date:
    """The calendar day of a planned instant."""
    return moment(instant).date()


def finish_day(instant: Instant) -> dt.date:
    """The calendar day something finishes on: at midnight sharp it is the day that ends then."""
    return moment(instant - 1).date()


def day(value: dt.date, *, year: bool = True) -> str:
    """ "9 Apr 2027", or "9 Apr" where the year goes without saying."""
    return date_format(value, "j M Y" if year else "j M")


def near_day(value: dt.date, today: dt.date) -> str:
    """A day with its year only when it is another one than today's."""
    return day(value, year=value.year != today.year)


def long_day(value: dt.date, today: dt.date) -> str:
    """ "Tuesday 22 September", with the year when it is another one than today's."""
    return date_format(value, "l j F" if value.year == today.year else "l j F Y")


def clock(at: dt.datetime) -> str:
    """The time of a recorded instant on the reader's clock: "14:32"."""
    return date_format(timezone.localtime(at), "H:i")


def recorded_day(at: dt.datetime) -> dt.date:
    """The day of a recorded instant on the reader's calendar."""
    return timezone.localtime(at).date()


def number(value: float, *, places: int = 1) -> str:
    """A number with a real minus, thin spaces between thousands, and no zeros it does not need."""
    text = f"{abs(value):,.{places}f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 and text != "0" else text


def days(value: float) -> str:
    """ "14 days", "1 day", "half a day"."""
    rounded = round(abs(value), 1)
    if rounded == 0.5:
        return _("half a day")
    return ngettext("%(days)s day", "%(days)s days", 1 if rounded == 1 else 2) % {"days": number(rounded)}


def slip(value: float | None) -> Difference:
    """Working days later (bad) or earlier (good) than the baseline; None where nothing was promised."""
    if value is None:
        return Difference("")
    rounded = round(value, 1)
    if rounded == 0:
        return Difference(_("on date"))
    sign = "+" if rounded > 0 else MINUS
    return Difference(f"{sign}{number(abs(rounded))} d", "bad" if rounded > 0 else "good")


def worked(ticks: Ticks, minutes_per_day: float = _MINUTES_PER_DAY) -> float:
    """Working ticks as working days."""
    return ticks / (10 * minutes_per_day)


def counted(amount: int, one: str, many: str) -> str:
    """ "3 tasks": a number with the noun in the right form, which the caller has translated."""
    return f"{number(amount, places=0)} {one if amount == 1 else many}"


def listed(words: list[str]) -> str:
    """ "Ana, Bo and Chloé"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def month(value: dt.date) -> str:
    """ "Apr", with its year in January: "Jan 27"."""
    return date_format(value, "M y" if value.month == 1 else "M")
