"""The base of every form on a screen: its fields look as the style sheet draws them."""

from __future__ import annotations

from django import forms

_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class DateInput(forms.DateInput):
    """The browser's own date field: typed or picked, and read without doubt about day and month."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Form(forms.Form):
    """A form whose widgets carry the class of the style sheet; `shell/fields.html` prints it.

    `clashes` are the fields somebody else changed meanwhile, `seen` the revision at which that was known
    (None: nothing clashed); `written` what the operation answered once it was saved.
    """

    clashes: tuple[object, ...] = ()
    seen: int | None = None
    written: object = None

    def __init__(self, *arguments: object, **named: object) -> None:
        named.setdefault("label_suffix", "")
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        for field in self.fields.values():
            if not isinstance(field.widget, _PLAIN):
                field.widget.attrs.setdefault("class", "input")
