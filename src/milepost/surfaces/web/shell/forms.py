"""The base of every form on a screen: its fields look as the style sheet draws them."""

from __future__ import annotations

from django import forms

_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class Form(forms.Form):
    """A form whose widgets carry the class of the style sheet. `template` prints `shell/fields.html`."""

    def __init__(self, *arguments: object, **named: object) -> None:
        named.setdefault("label_suffix", "")
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        for field in self.fields.values():
            if not isinstance(field.widget, _PLAIN):
                field.widget.attrs.setdefault("class", "input")
