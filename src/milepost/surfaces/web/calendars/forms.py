"""Working time as people type it: "08:00-12:00, 13:00-17:00"; an empty day is free, "=" is as followed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from milepost.surfaces.web.shell.forms import DateInput, Form

SAME = "="
_SHIFT = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?::?(\d{2}))?")


class TimesField(forms.CharField):
    """The shifts of a day as `[["08:00", "12:00"], …]`; [] is a free day, None the day as followed."""

    def __init__(self, **named: Any) -> None:
        super().__init__(required=False, max_length=200, **named)

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        if text == SAME:
            return None
        return [_shift(part) for part in re.split(r"[,;]", text) if part.strip()]

    def prepare_value(self, value: Any) -> Any:
        if value is None:
            return SAME
        return value if isinstance(value, str) else typed(value)


class CalendarForm(Form):
    """A calendar's name and its week."""

    name = forms.CharField(label=_("Name"), max_length=200)

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        for place, name in WEEKDAYS.items():
            self.fields[f"day_{place}"] = TimesField(label=name)
            self.fields[f"day_{place}"].widget.attrs.setdefault("class", "input")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        week = [cleaned.pop(f"day_{place}", []) for place in range(7)]
        return {**cleaned, "week": week}


class NewCalendarForm(Form):
    """A calendar begins with a name and the calendar it follows."""

    name = forms.CharField(label=_("Name"), max_length=200)
    follows = forms.TypedChoiceField(label=_("Follows"), required=False, coerce=int, empty_value=None)

    def __init__(self, *arguments: object, calendars: list[tuple[int, str]], **named: object) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["follows"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("none: Monday to Friday, 8 to 12 and 13 to 17")), *calendars]


class ExceptionForm(Form):
    """Days that differ: a holiday, a shutdown, a Saturday worked."""

    name = forms.CharField(label=_("What for"), required=False, max_length=200)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    last_on = forms.DateField(
        label=_("Last day"), widget=DateInput, required=False, help_text=_("Empty for a single day.")
    )
    times = TimesField(
        label=_("Working time"), help_text=_("Empty when nobody works; else 08:00-12:00, 13:00-17:00.")
    )
    is_yearly = forms.BooleanField(label=_("Every year on this day, for ten years"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.pop("last_on", None)
        if first and last and last < first:
            self.add_error("last_on", _("The last day is before the first."))
        is_yearly = cleaned.pop("is_yearly", False)
        if first is None:
            return cleaned
        if is_yearly:
            cleaned["pattern"] = {"pattern": "yearly_by_day", "day": first.day, "month": first.month}
            last = first.replace(year=first.year + 9) if (first.month, first.day) != (2, 29) else first
        cleaned["ends_before"] = (last or first) + dt.timedelta(days=1)
        return cleaned


def typed(day: list[list[str]]) -> str:
    """The shifts of a day as they are typed: "08:00-12:00, 13:00-17:00"."""
    return ", ".join(f"{starts}-{ends}" for starts, ends in day)


def _shift(text: str) -> list[str]:
    found = _SHIFT.fullmatch(text.strip())
    if not found:
        raise ValidationError(
            _("“%(text)s” is no working time. Write 08:00-12:00, 13:00-17:00."), params={"text": text.strip()}
        )
    hour, minute, to_hour, to_minute = found.groups(default="00")
    return [f"{int(hour):02d}:{minute}", f"{int(to_hour):02d}:{to_minute}"]
