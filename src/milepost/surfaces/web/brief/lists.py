"""The four lists beside the documents: each with its form, its operations and its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.base.operation import Operation
from milepost.domain.programs.operations import aims
from milepost.domain.programs.queries import documents
from milepost.surfaces.web.brief import forms


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of lines that are written, changed and removed one at a time.

    `item` is what its operations call the number of a line.
    """

    key: str
    title: str | Promise
    purpose: str | Promise
    first: str | Promise
    item: str
    form: type[forms.ItemForm]
    add: Operation[Any, Any]
    edit: Operation[Any, Any]
    remove: Operation[Any, Any]
    rows: Callable[..., list[Any]]


LISTINGS = {
    listing.key: listing
    for listing in (
        Listing(
            "objectives",
            _("Objectives"),
            _("what the program is to achieve, and how that is measured"),
            _("Add an objective"),
            "objective",
            forms.ObjectiveForm,
            aims.add_objective,
            aims.edit_objective,
            aims.remove_objective,
            documents.objectives,
        ),
        Listing(
            "criteria",
            _("Success criteria"),
            _("the conditions under which it counts as a success"),
            _("Add a criterion"),
            "criterion",
            forms.CriterionForm,
            aims.add_criterion,
            aims.edit_criterion,
            aims.remove_criterion,
            documents.criteria,
        ),
        Listing(
            "deliverables",
            _("Deliverables"),
            _("what is handed over, and when it is accepted"),
            _("Add a deliverable"),
            "deliverable",
            forms.DeliverableForm,
            aims.add_deliverable,
            aims.edit_deliverable,
            aims.remove_deliverable,
            documents.deliverables,
        ),
        Listing(
            "dates",
            _("Key dates"),
            _("what was promised to whom, and the task that keeps the promise"),
            _("Add a key date"),
            "key_date",
            forms.KeyDateForm,
            aims.add_key_date,
            aims.edit_key_date,
            aims.remove_key_date,
            documents.key_dates,
        ),
    )
}
