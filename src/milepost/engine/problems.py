"""What is wrong with a plan, as data.

Real plans are never clean. Whatever the engine finds odd (a circle of links, a constraint that beats the
logic, a date after the status date) is returned beside the result it was found with, never raised.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """The kinds of oddity the engine reports, each explained in docs/guide/how-milepost-schedules.md."""

    CIRCULAR_LOGIC = "circular_logic"
    CIRCULAR_OUTLINE = "circular_outline"
    CIRCULAR_CALENDAR = "circular_calendar"
    UNKNOWN_TASK = "unknown_task"
    UNKNOWN_CALENDAR = "unknown_calendar"
    UNKNOWN_PROJECT = "unknown_project"
    CALENDAR_WITHOUT_WORK = "calendar_without_work"
    CONSTRAINT_WITHOUT_DATE = "constraint_without_date"
    CONSTRAINT_CONFLICT = "constraint_conflict"
    DEADLINE_MISSED = "deadline_missed"
    OUT_OF_SEQUENCE = "out_of_sequence"
    ACTUAL_AFTER_STATUS = "actual_after_status"
    FINISH_WITHOUT_START = "finish_without_start"
    LINK_TO_OWN_SUMMARY = "link_to_own_summary"
    LINK_TO_ITSELF = "link_to_itself"
    LEAD_BEFORE_STATUS = "lead_before_status"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, slots=True)
class Problem:
    """One oddity: a code to filter by, the task it concerns and a sentence for a person.

    `subject` is a task id, None where the problem belongs to no single task. `related` holds the other
    tasks concerned: the rest of a circle, the predecessor of an out-of-sequence pair.
    """

    code: ProblemCode
    subject: int | None
    message: str
    related: tuple[int, ...] = ()


def with_code(problems: Iterable[Problem], code: ProblemCode) -> tuple[Problem, ...]:
    """The problems of one kind, in the order they were found."""
    return tuple(problem for problem in problems if problem.code is code)
