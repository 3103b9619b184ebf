"""What can be set about a program and its projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.domain.programs.rows import ProjectRow
from milepost.engine.instants import Instant, moment
from milepost.surfaces.web.shell.forms import DateInput, Form

Choices = Sequence[tuple[int, str]]
STAGES = {
    "defining": _("defining"),
    "delivering": _("delivering"),
    "closing": _("closing"),
    "closed": _("closed"),
}
PROJECT_STAGES = {"planned": _("planned"), "running": _("running"), "closed": _("closed")}


def _chosen(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None, **more)


class ChoosingForm(Form):
    """A form in which people, calendars and portfolios are chosen from what the reader may see."""

    def __init__(
        self, *arguments: object, offered: dict[str, Choices] | None = None, **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        for name, choices in (offered or {}).items():
            if isinstance(field := self.fields.get(name), forms.TypedChoiceField):
                field.choices = [("", _("none")), *choices]


class ProgramForm(ChoosingForm):
    """What a program is called, what it is for, who answers for it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("What stands before a colon is used where there is little room."),
    )
    purpose = forms.CharField(label=_("Purpose"), required=False, widget=forms.Textarea)
    portfolio = _chosen(_("Portfolio"))
    manager = _chosen(_("Program manager"))
    sponsor = _chosen(_("Sponsor"))
    calendar = _chosen(_("Calendar"))
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)


class NewProgramForm(ChoosingForm):
    """A program begins with a name; everything else can wait."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("For example: Atlas: core banking to cloud")
    )
    purpose = forms.CharField(label=_("Purpose"), required=False, widget=forms.Textarea)
    portfolio = _chosen(_("Portfolio"))
    manager = _chosen(_("Program manager"))
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, initial="EUR")


class StatusDateForm(Form):
    """To which day progress is reported."""

    status_date = forms.DateField(
        label=_("Status date"),
        required=False,
        widget=DateInput,
        help_text=_(
            "Work not done by the end of this day moves behind it. Empty: plan as if nothing were late."
        ),
    )

    def clean_status_date(self) -> dt.datetime | None:
        day = self.cleaned_data["status_date"]
        return dt.datetime.combine(day, dt.time(17)) if day else None


class StageForm(Form):
    """The stage of a program goes one step forward or back."""

    stage = forms.ChoiceField(label=_("Stage"), choices=list(STAGES.items()))


class ProjectForm(ChoosingForm):
    """A project of the program."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), required=False, max_length=20)
    manager = _chosen(_("Project manager"))
    start = forms.DateField(label=_("Start"), widget=DateInput)
    finish_by = forms.DateField(label=_("Promised finish"), required=False, widget=DateInput)
    calendar = _chosen(_("Calendar"))
    stage = forms.ChoiceField(label=_("Stage"), choices=list(PROJECT_STAGES.items()))

    def clean_start(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["start"], dt.time())

    def clean_finish_by(self) -> dt.datetime | None:
        day = self.cleaned_data["finish_by"]
        return dt.datetime.combine(day, dt.time(17)) if day else None


class NewProjectForm(ChoosingForm):
    """A project begins with a name and a day."""

    name = forms.CharField(label=_("Name"), max_length=200)
    manager = _chosen(_("Project manager"))
    start = forms.DateField(label=_("Start"), widget=DateInput)

    def clean_start(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["start"], dt.time())


def project_values(row: ProjectRow) -> dict[str, object]:
    """What the form of a project starts with."""
    return {
        "name": row.name,
        "code": row.code,
        "manager": row.manager,
        "start": moment(row.start).date(),
        "finish_by": day_of(row.finish_by),
        "calendar": row.calendar,
        "stage": row.stage,
    }


def day_of(instant: Instant | None) -> dt.date | None:
    """The day of an instant, or None."""
    return None if instant is None else moment(instant).date()
