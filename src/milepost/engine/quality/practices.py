"""Evidence for the ten best practices of the GAO schedule guide.

A reviewer rates them; what can be computed is laid beside each, nothing more.
Source: GAO-16-89G, "Schedule Assessment Guide" (2015).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.engine.quality.checks import Check


@dataclass(frozen=True, slots=True)
class Practice:
    """One best practice: which characteristic it belongs to, and the checks that speak to it."""

    number: int
    name: str
    characteristic: str
    evidence: tuple[Check, ...]


_PRACTICES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Capturing all activities", "comprehensive", ("bei",)),
    (
        "Sequencing all activities",
        "well-constructed",
        ("logic", "leads", "lags", "relationship_types", "open_ends"),
    ),
    ("Assigning resources to all activities", "comprehensive", ("resources",)),
    ("Establishing the duration of all activities", "comprehensive", ("high_duration", "round_durations")),
    ("Verifying the schedule can be traced horizontally and vertically", "credible", ("critical_path_test",)),
    (
        "Confirming that the critical path is valid",
        "well-constructed",
        ("hard_constraints", "critical_path_test", "constrained_path", "cpli"),
    ),
    ("Ensuring reasonable total float", "well-constructed", ("high_float", "negative_float")),
    ("Conducting a schedule risk analysis", "credible", ()),
    (
        "Updating the schedule using actual progress and logic",
        "controlled",
        ("invalid_dates", "out_of_sequence", "stale"),
    ),
    ("Maintaining a baseline schedule", "controlled", ("missed_tasks", "bei")),
)


def evidence(checks: Sequence[Check]) -> tuple[Practice, ...]:
    """The ten practices in the guide's order, with the checks that speak to each."""
    by_id = {check.id: check for check in checks}
    return tuple(
        Practice(number, name, characteristic, tuple(by_id[id_] for id_ in ids if id_ in by_id))
        for number, (name, characteristic, ids) in enumerate(_PRACTICES, 1)
    )
