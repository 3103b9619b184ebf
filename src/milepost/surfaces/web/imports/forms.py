"""What is asked when plans are brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from milepost.surfaces.web.shell.forms import Form


class IntoForm(Form):
    """Where the files go: a program there is, or a new one with a name."""

    program = forms.ChoiceField(label=_("Into"), required=False)
    name = forms.CharField(
        label=_("Name of the new program"),
        required=False,
        max_length=200,
        help_text=_("Each file becomes a project, or several, of this one program."),
    )

    def __init__(
        self, *arguments: object, programs: list[tuple[str, str]], may_open: bool, **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["program"]
        self._choices = [*([("", _("a new program"))] if may_open else []), *programs]
        if isinstance(field, forms.ChoiceField):
            field.choices = self._choices

    @property
    def has_choice(self) -> bool:
        """Whether there is anywhere at all for this person to bring files to."""
        return bool(self._choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("program") and not (cleaned.get("name") or "").strip():
            raise ValidationError(_("Give the new program a name, or choose one there is."))
        return cleaned
