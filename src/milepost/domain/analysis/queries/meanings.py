"""What each check of a plan's health means: its name, its formula in words, and what to do about it.

The engine knows the checks by their ids and counts; this is what people read beside the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Meaning:
    """A check in words. `unit` is what its value counts: percent, tasks, links, days or index."""

    name: str | Promise
    unit: str
    formula: str | Promise
    advice: str | Promise


MEANINGS: Mapping[str, Meaning] = {
    "logic": Meaning(
        _("Missing logic"),
        "percent",
        _("Tasks without a predecessor or without a successor, of all open tasks. At most 5 %."),
        _("Link each to what it waits for and to what waits for it; a plan's first and last task excepted."),
    ),
    "leads": Meaning(
        _("Leads"),
        "percent",
        _("Links with a negative lag, of all links that are not done. None is tolerated."),
        _("Split the predecessor where the successor may begin, or link start to start."),
    ),
    "lags": Meaning(
        _("Lags"),
        "percent",
        _("Links with a positive lag, of all links that are not done. At most 5 %."),
        _("Make the wait a task of its own, so that it has a name and an owner."),
    ),
    "relationship_types": Meaning(
        _("Relationship types"),
        "percent",
        _("Finish-to-start links, of all links that are not done. At least 90 %; listed are the others."),
        _("Other kinds of link hide what really hands over; keep them where work truly runs side by side."),
    ),
    "hard_constraints": Meaning(
        _("Hard constraints"),
        "percent",
        _("Tasks that must start or finish on a date or no later than one, of all open tasks. At most 5 %."),
        _("State the date as a deadline: it warns, and lets the links decide."),
    ),
    "high_float": Meaning(
        _("High float"),
        "percent",
        _("Tasks with a total float of more than 44 working days, of all open tasks. At most 5 %."),
        _("So much room mostly means that a successor is missing."),
    ),
    "negative_float": Meaning(
        _("Negative float"),
        "percent",
        _("Tasks with a total float below zero, of all open tasks. None is tolerated."),
        _("An imposed date is missed by that much: shorten the path to it or agree another date."),
    ),
    "high_duration": Meaning(
        _("High duration"),
        "percent",
        _(
            "Tasks planned to last more than 44 working days (as promised, else what remains), of all open "
            "tasks. At most 5 %."
        ),
        _("Cut them into pieces whose end somebody can see."),
    ),
    "invalid_dates": Meaning(
        _("Invalid dates"),
        "tasks",
        _("Tasks planned before the status date, or with something recorded after it. None is tolerated."),
        _("Report progress up to the status date, and nothing beyond it."),
    ),
    "resources": Meaning(
        _("Without resources"),
        "percent",
        _("Tasks of a day or more on which nobody is booked, of all open tasks. Reported, without a limit."),
        _("Book somebody, or at least a role: work nobody does takes for ever."),
    ),
    "missed_tasks": Meaning(
        _("Missed tasks"),
        "percent",
        _(
            "Tasks finished later than the baseline promised or not at all, of those it promised by the "
            "status date. At most 5 %."
        ),
        _("Ask each for a new date and for what it pushes; above the limit ask whether the baseline holds."),
    ),
    "critical_path_test": Meaning(
        _("Critical path test"),
        "days",
        _("The finish must move by 600 working days when an open task on the path to it takes 600 longer."),
        _("Less means that a constraint or a missing link cuts the path: look at what holds its tasks."),
    ),
    "cpli": Meaning(
        _("Critical path length index"),
        "index",
        _(
            "Working days from the status date to the planned finish plus its float to the promised one, "
            "divided by those days. At least 0.95."
        ),
        _("Below 1 the rest must be done faster than planned to keep the promise."),
    ),
    "bei": Meaning(
        _("Baseline execution index"),
        "index",
        _(
            "Tasks finished, divided by those the baseline promised by the status date and those it never "
            "promised. At least 0.95; listed are the open ones."
        ),
        _("Below 1 less gets done than was promised: the finish will follow."),
    ),
    "open_ends": Meaning(
        _("Dangling ends"),
        "percent",
        _(
            "Tasks linked at both ends, of which nothing holds the start or nothing waits for the finish, of "
            "all open tasks. At most 5 %."
        ),
        _("Add a link to its start, or from its finish."),
    ),
    "out_of_sequence": Meaning(
        _("Out of sequence"),
        "tasks",
        _("Tasks begun before what they wait for was done. None is tolerated."),
        _("Where the order no longer holds, change the link; else the rest waits for its predecessor."),
    ),
    "start_to_finish": Meaning(
        _("Start-to-finish links"),
        "links",
        _("Links by which a task finishes when another starts. None is tolerated."),
        _("Nearly always the two tasks stand the wrong way round."),
    ),
    "many_predecessors": Meaning(
        _("More than 10 predecessors"),
        "tasks",
        _("Open tasks that wait for more than ten others. None is tolerated."),
        _("Many paths joining make a late start likely: gather them in a milestone that somebody owns."),
    ),
    "constrained_path": Meaning(
        _("Longest path held by a date"),
        "tasks",
        _("Tasks on the longest path held by a constraint, not by a predecessor. None is tolerated."),
        _("Look for what the date stands for and link to it."),
    ),
    "redundant_links": Meaning(
        _("Redundant links"),
        "links",
        _("Finish-to-start links that a longer chain of links implies. Reported, without a limit."),
        _("They do no harm to dates and make the plan harder to read."),
    ),
    "stale": Meaning(
        _("Started a month ago, nothing recorded"),
        "tasks",
        _("Tasks begun more than 30 days before the status date on which no progress was recorded."),
        _("Ask for the remaining duration; until then their finish is a guess."),
    ),
    "round_durations": Meaning(
        _("Round durations"),
        "percent",
        _("Tasks of exactly 5, 10, 20, 40 or 60 working days, of all open tasks. Reported, without a limit."),
        _("Many round durations were guessed: ask for three-point estimates where it matters."),
    ),
}

PRACTICES: Mapping[int, str | Promise] = {
    1: _("Capturing all activities"),
    2: _("Sequencing all activities"),
    3: _("Assigning resources to all activities"),
    4: _("Establishing the duration of all activities"),
    5: _("Verifying the schedule can be traced horizontally and vertically"),
    6: _("Confirming that the critical path is valid"),
    7: _("Ensuring reasonable total float"),
    8: _("Conducting a schedule risk analysis"),
    9: _("Updating the schedule using actual progress and logic"),
    10: _("Maintaining a baseline schedule"),
}
"""The ten best practices of the schedule guide GAO-16-89G."""

CHARACTERISTICS: Mapping[str, str | Promise] = {
    "comprehensive": _("comprehensive"),
    "well-constructed": _("well-constructed"),
    "credible": _("credible"),
    "controlled": _("controlled"),
}
