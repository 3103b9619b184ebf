"""Reporting progress: what is left, or how much is done, and when it began and ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from milepost.domain.analysis.rows.plans import OwnTask
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.forms import DateInput, Form


class ProgressForm(Form):
    """Only what was changed is reported; the plan follows from it."""

    remaining = forms.CharField(label=_("Work left"), required=False, max_length=20)
    percent_complete = forms.FloatField(label=_("Done, %"), required=False, min_value=0, max_value=100)
    note = forms.CharField(
        label=_("Anything in the way?"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"placeholder": _("Optional; it stands in the history")}),
    )
    actual_start = forms.DateField(label=_("Began on"), required=False, widget=DateInput)
    actual_finish = forms.DateField(label=_("Finished on"), required=False, widget=DateInput)

    @classmethod
    def of(cls, row: OwnTask, data: object = None, **offered: object) -> ProgressForm:
        """The form of one task; a milestone has nothing left or shared, it is reached on a day."""
        form = cls(data, initial={**values(row), **offered})
        if row.task.kind == "milestone":
            for name in ("remaining", "percent_complete", "actual_start"):
                del form.fields[name]
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.changed_fields:
            raise ValidationError(
                _("Nothing is different from what the plan says. Change a value, or cancel.")
            )
        return cleaned

    @property
    def changed_fields(self) -> list[str]:
        """The names of what differs from the plan; a note alone changes nothing."""
        return [name for name in self.changed_data if name != "note"]

    @property
    def said(self) -> dict[str, Any]:
        """The changed values as the operation takes them: days begin at eight and end at five."""
        return {name: _instant(name, self.cleaned_data[name]) for name in self.changed_fields}


def values(row: OwnTask) -> dict[str, object]:
    """What the form starts with: the plan as it stands."""
    task = row.task
    return {
        "remaining": left(row),
        "percent_complete": int(done) if (done := task.percent_complete).is_integer() else done,
        "actual_start": None if task.actual_start is None else present.day_of(task.actual_start),
        "actual_finish": None if task.actual_finish is None else present.finish_day(task.actual_finish),
    }


def left(row: OwnTask, days: float = 0) -> str:
    """What is left as it is typed, with so many days more or less: "14d"."""
    return f"{present.number(max(present.worked(row.remaining) + days, 0)).replace(present.MINUS, '-')}d"


def _instant(name: str, value: object) -> object:
    if not isinstance(value, dt.date):
        return value
    return dt.datetime.combine(value, dt.time(17) if name == "actual_finish" else dt.time(8))
