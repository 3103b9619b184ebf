"""What can be written in the brief, the scope statement and the lists beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.surfaces.web.shell.forms import DateInput, Form

Choices = Sequence[tuple[int, str]]


class BriefForm(Form):
    """Why: from a sentence to the approach."""

    vision = forms.CharField(
        label=_("Vision"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One or two sentences that everybody can repeat."),
    )
    background = forms.CharField(label=_("Background"), required=False, widget=forms.Textarea)
    outcome = forms.CharField(label=_("Outcome wanted"), required=False, widget=forms.Textarea)
    approach = forms.CharField(label=_("Approach"), required=False, widget=forms.Textarea)


class ScopeForm(Form):
    """What belongs to it, and what does not."""

    included = forms.CharField(label=_("In scope"), required=False, widget=forms.Textarea)
    excluded = forms.CharField(label=_("Out of scope"), required=False, widget=forms.Textarea)
    assumptions = forms.CharField(label=_("Assumptions"), required=False, widget=forms.Textarea)
    limits = forms.CharField(label=_("Constraints"), required=False, widget=forms.Textarea)


class ItemForm(Form):
    """A line of one of the lists; what can be chosen depends on the program."""

    def __init__(
        self,
        *arguments: object,
        people: Choices = (),
        projects: Choices = (),
        objectives: Choices = (),
        **named: object,
    ) -> None:
        super().__init__(*arguments, **named)
        offered = {"owner": people, "project": projects, "objective": objectives}
        for name, choices in offered.items():
            if isinstance(field := self.fields.get(name), forms.TypedChoiceField):
                field.choices = [("", _("none")), *choices]


def _chosen(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None, **more)


class ObjectiveForm(ItemForm):
    """What the program is to achieve."""

    title = forms.CharField(label=_("Objective"), max_length=300)
    measure = forms.CharField(label=_("Measured by"), required=False, max_length=300)
    target = forms.CharField(label=_("Target"), required=False, max_length=200)
    due_on = forms.DateField(label=_("Due"), required=False, widget=DateInput)
    owner = _chosen(_("Owner"))


class CriterionForm(ItemForm):
    """When the program counts as a success."""

    title = forms.CharField(label=_("Criterion"), max_length=300)
    measure = forms.CharField(label=_("Measured by"), required=False, max_length=300)
    threshold = forms.CharField(label=_("Threshold"), required=False, max_length=200)
    objective = _chosen(_("Objective"))


class DeliverableForm(ItemForm):
    """What is handed over."""

    title = forms.CharField(label=_("Deliverable"), max_length=300)
    project = _chosen(_("Project"))
    acceptance = forms.CharField(label=_("Accepted when"), required=False, widget=forms.Textarea)
    due_on = forms.DateField(label=_("Due"), required=False, widget=DateInput)
    owner = _chosen(_("Owner"))


class KeyDateForm(ItemForm):
    """A promised date, and the task that stands for it."""

    name = forms.CharField(label=_("Key date"), max_length=300)
    due_on = forms.DateField(label=_("Promised for"), required=False, widget=DateInput)
    promised_to = forms.CharField(label=_("Promised to"), required=False, max_length=200)
    task = forms.IntegerField(
        label=_("Task number"),
        required=False,
        min_value=1,
        help_text=_("The task or milestone whose finish keeps the promise."),
    )
    is_headline = forms.BooleanField(label=_("The program's headline speaks of this date"), required=False)


class AgreeForm(Form):
    """Agreeing to a document as it stands."""

    note = forms.CharField(label=_("Note"), required=False, max_length=500)
