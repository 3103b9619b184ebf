"""Why a date of ours may differ from the file's, in words: said once for every door.

The page docs/formats/differences.md says the same at length; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.interop.fidelity.dates import Because

PAGE = "/import/reasons"
"""Where every reason is explained, each at an anchor of its code."""


@dataclass(frozen=True, slots=True)
class Words:
    """What to say of a reason: its short name, a sentence, and the evidence a file must hold for it."""

    name: Promise
    sentence: Promise
    evidence: Promise


WORDS: Mapping[Because, Words] = {
    Because.EXTERNAL_TASK: Words(
        _("Task of another file"),
        _("The task lives in another file; its dates are what that file last published."),
        _("The task belongs to another file."),
    ),
    Because.MANUAL_TASK: Words(
        _("Scheduled by hand"),
        _("The task is scheduled by hand; the tool keeps its dates and floats by rules of its own."),
        _("The task is scheduled by hand."),
    ),
    Because.INACTIVE_TASK: Words(
        _("Inactive"),
        _("The task is inactive and takes no part; the file keeps its last dates."),
        _("The task is inactive."),
    ),
    Because.SPLIT_TASK: Words(
        _("Work with pauses"),
        _("The work has pauses, which the file tells only to the day."),
        _("The file holds the parts of the work."),
    ),
    Because.LEVELLED_TASK: Words(
        _("Levelled"),
        _("A levelling delay is stored; the tool's levelling worked it out, not the logic."),
        _("A levelling delay is stored."),
    ),
    Because.IRREGULAR_TIMEPHASED_WORK: Words(
        _("Work along a curve"),
        _("The work follows a curve, so duration and units do not tell its finish."),
        _("An assignment follows a contour other than flat."),
    ),
    Because.RECORDED_PROGRESS: Words(
        _("Started"),
        _("The task has started; the tool keeps late dates and floats as they were when that was recorded."),
        _("The task has an actual start."),
    ),
    Because.PLANNED_DATES: Words(
        _("Not scheduled yet"),
        _("The project was not scheduled in P6 yet; the file shows the dates it was planned for."),
        _("P6 has no early dates for the activity."),
    ),
    Because.DATE_WITHOUT_TIME: Words(
        _("Day only"),
        _("The file has the day only; the day is the same."),
        _("The format wrote the day without an hour."),
    ),
    Because.STORED_BEFORE_EDIT: Words(
        _("Not recalculated"),
        _("The file was changed and not calculated again before it was saved."),
        _("Its own dates do not span its duration, break its links, or lie after everything has ended."),
    ),
    Because.CONTRADICTS_ITSELF: Words(
        _("Contradiction"),
        _("Links, constraints or dates cannot all hold; every tool breaks such a tie in its own way."),
        _("The plan has a circle, or a date that cannot hold; the problem is told beside the dates."),
    ),
    Because.FOLLOWS_DIFFERENCE: Words(
        _("Follows another"),
        _("A task it depends on differs; the reason stands with that one."),
        _("Another task along links, outline or the project's finish differs with a reason."),
    ),
    Because.UNEXPLAINED: Words(
        _("Unexplained"),
        _("We do not know why. Please report the file if you can share it."),
        _("None: a reason is given only with evidence."),
    ),
}


def page_of(because: Because) -> str:
    """The address at which a reason is explained."""
    return f"{PAGE}#{because.value}"
