"""All checks of a plan in one value."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from milepost.engine.analysis import Analysis
from milepost.engine.quality import dcma, others
from milepost.engine.quality.checks import Check
from milepost.engine.quality.gather import facts
from milepost.engine.quality.practices import Practice, evidence


@dataclass(frozen=True, slots=True)
class Health:
    """The fourteen points, the other checks, the share that passes, and the evidence for GAO's practices."""

    dcma: tuple[Check, ...]
    others: tuple[Check, ...]
    score: float | None
    practices: tuple[Practice, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check, the fourteen points first."""
        return (*self.dcma, *self.others)


def examine(
    analysis: Analysis,
    baseline: int = 0,
    weights: Mapping[str, float] | None = None,
    *,
    projects: Collection[int] | None = None,
    stretches: bool = True,
) -> Health:
    """Every check of a plan, or of some of its projects, against one of its baselines.

    Without `stretches` the critical path test is left out: it works the plan out a second time.
    """
    known = facts(analysis, baseline, projects=projects, stretches=stretches)
    points, further = dcma.assess(known), others.checks(analysis, known)
    every = (*points, *further)
    return Health(points, further, others.score(every, weights), evidence(every))
