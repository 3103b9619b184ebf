"""What is typed in on the screens of this folder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.domain.accounts.rows import RoleRow, ScopeRow
from milepost.surfaces.web.access.nodes import Node
from milepost.surfaces.web.shell.forms import Form

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "NOK", "SEK", "DKK", "PLN", "CZK", "CAD", "AUD", "JPY", "INR")
_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def _password() -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": "new-password"})


class Owner(Form):
    """The first person."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        widget=_password(),
        help_text=_(
            "Twelve characters or more. A few words you will remember are better than one you will not."
        ),
    )


class Join(Form):
    """What somebody invited adds."""

    name = Owner.base_fields["name"]
    password = Owner.base_fields["password"]


class Organisation(Form):
    """What the organisation is called, what it counts in, and the week it works."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    time_zone = forms.ChoiceField(label=_("Time zone"))
    days = forms.MultipleChoiceField(
        label=_("Working days"),
        choices=list(enumerate(_DAYS)),
        widget=forms.CheckboxSelectMultiple,
        initial=["0", "1", "2", "3", "4"],
    )
    starts = forms.TimeField(label=_("From"), initial="08:00", widget=forms.TimeInput(attrs={"type": "time"}))
    pause_starts = forms.TimeField(
        label=_("Pause from"),
        initial="12:00",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    pause_ends = forms.TimeField(
        label=_("Pause to"), initial="13:00", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(label=_("To"), initial="17:00", widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        _offer(self, "time_zone", [(zone, zone.replace("_", " ")) for zone in ("UTC", *zones)])

    def week(self) -> list[list[list[str]]]:
        """Seven days, Monday first, each with its working spans."""
        told = self.cleaned_data
        working = [[told["starts"], told["pause_starts"]], [told["pause_ends"], told["ends"]]]
        if not told["pause_starts"] or not told["pause_ends"]:
            working = [[told["starts"], told["ends"]]]
        spans = [[f"{starts:%H:%M}", f"{ends:%H:%M}"] for starts, ends in working]
        return [spans if str(day) in told["days"] else [] for day in range(7)]


class Invite(Form):
    """Somebody new, with a first role."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    title = forms.CharField(label=_("What they do"), max_length=200, required=False)
    team = forms.CharField(label=_("Team"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    on = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(
        self, *arguments: object, roles: tuple[RoleRow, ...], nodes: tuple[Node, ...], **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        _offer(self, "role", [("", gettext("None yet")), *((role.key, role.name) for role in roles)])
        _offer(self, "on", [(node.on, _indented(node)) for node in nodes])
        if not roles:
            del self.fields["role"], self.fields["on"]


class GiveRole(Form):
    """A role for somebody known."""

    role = forms.ChoiceField(label=_("Role"))
    on = forms.ChoiceField(label=_("Where"))

    def __init__(
        self, *arguments: object, roles: tuple[RoleRow, ...], nodes: tuple[Node, ...], **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        # The table starts with the mightiest role; nobody should give that by not choosing.
        self.initial.setdefault("role", "member" if any(role.key == "member" for role in roles) else "")
        self.initial.setdefault("on", next((n.on for n in nodes if n.scope.kind == "program"), nodes[0].on))
        _offer(self, "role", [(role.key, role.name) for role in roles])
        _offer(self, "on", [(node.on, _indented(node)) for node in nodes])


class Person(Form):
    """What is known of somebody."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    title = forms.CharField(label=_("What they do"), max_length=200, required=False)
    team = forms.CharField(label=_("Team"), max_length=200, required=False)


class NewToken(Form):
    """A personal token."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "Monday report"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    expires_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *arguments: object, scopes: tuple[ScopeRow, ...], today: date, **named: Any) -> None:
        named.setdefault(
            "initial", {"expires_on": (today + timedelta(days=90)).isoformat(), "scopes": ["read"]}
        )
        super().__init__(*arguments, **named)
        _offer(self, "scopes", [(scope.key, scope.sentence) for scope in scopes])
        longest = (today + timedelta(days=365)).isoformat()
        self.fields["expires_on"].widget.attrs.update(
            min=(today + timedelta(days=1)).isoformat(), max=longest
        )


def _offer(form: Form, field: str, choices: list[tuple[str, str]]) -> None:
    """What can be chosen, known only when the form is made."""
    offered = form.fields[field]
    assert isinstance(offered, forms.ChoiceField)
    offered.choices = choices


def _indented(node: Node) -> str:
    """A name under its parent's in a plain list of choices."""
    return "\u2003" * node.depth + node.name
