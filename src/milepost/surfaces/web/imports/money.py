"""What of a file's money an import leaves out, because whoever imports may not write it, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from milepost.base.identity import Actor
from milepost.domain.programs.rows import ProgramRow
from milepost.domain.resources.queries import imports
from milepost.domain.resources.rows import LeftOut


def left_out(reader: Actor, programs: Iterable[ProgramRow]) -> list[str]:
    """A sentence for every set of things left out, naming the programs it holds for."""
    names: dict[LeftOut, list[str]] = {}
    for program in programs:
        found = imports.left_out(reader, program=program.ledger)
        if found.rates or found.task_costs or found.booking_costs:
            names.setdefault(found, []).append(program.name)
    return [
        _("In %(programs)s your role may not write %(things)s: those stay out, everything else comes in.")
        % {"programs": _listed(programs), "things": _listed(_things(found))}
        for found, programs in names.items()
    ]


def _things(found: LeftOut) -> list[str]:
    said = (
        (found.rates, _("what people cost (rates)")),
        (found.booking_costs, _("the cost of assignments")),
        (found.task_costs, _("the cost of tasks and baselines")),
    )
    return [words for is_left_out, words in said if is_left_out]


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
