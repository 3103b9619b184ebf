"""The tabs of analytics: screens that ask one question each of the same plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab above a screen."""

    name: str
    label: str
    url: str
    is_here: bool = False


def analytics(
    slug: str, *, query: str = "", here: str = "", has_history: bool = True, has_baselines: bool = True
) -> tuple[Tab, ...]:
    """The screens of analytics a reader has, each with what the address of the present one carries on."""
    hidden = {
        *(() if has_history else ("moves", "trends")),
        *(() if has_baselines else ("compare",)),
    }
    tabs = (
        ("moves", _("Why it moved")),
        ("compare", _("Compare")),
        ("trends", _("Milestone trends")),
        ("quality", _("Plan quality")),
    )
    return tuple(
        Tab(name, label, reverse(f"web:{name}", args=[slug]) + query, name == here)
        for name, label in tabs
        if name not in hidden
    )
