"""Plans to start from: shipped as the spreadsheets they are, and brought in like any other file.

What people see before they confirm is the same preview, so a template can be read, changed and undone like
a plan of their own. The first task starts on the Monday after it is chosen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.base import clock
from milepost.base.refusal import Refusal
from milepost.interop.load.waiting.shelf import Sent

FOLDER = Path(__file__).parent / "starters"


@dataclass(frozen=True, slots=True)
class Starter:
    """A plan to start from: its file, and how it is offered."""

    key: str
    name: Promise
    about: Promise


STARTERS = (
    Starter("software", _("Software release"), _("from discovery to hypercare, in three increments")),
    Starter("migration", _("System migration"), _("two trials, a dress rehearsal and a cut-over")),
    Starter("package", _("Package implementation"), _("choose, fit, configure, train, roll out")),
    Starter("rollout", _("Infrastructure roll-out"), _("a pilot site, then four waves")),
)


def file_of(key: str) -> Sent:
    """The template's plan as a file that starts next Monday.

    Raises: Refusal for a template there is not.
    """
    for starter in STARTERS:
        if starter.key == key:
            text = (FOLDER / f"{key}.csv").read_text(encoding="utf-8")
            plan = text.replace("{start}", f"{_next_monday():%Y-%m-%d}")
            return Sent(f"{starter.name}.csv", [plan.encode()])
    raise Refusal("There is no such template.")


def _next_monday() -> dt.date:
    today = clock.today()
    return today + dt.timedelta(days=7 - today.weekday())
