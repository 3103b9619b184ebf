"""What the checks look at: a plan, its dates and its baseline, boiled down to working days and flags."""

from dataclasses import dataclass

from milepost.engine.instants import Instant
from milepost.engine.plan import ConstraintType, LinkType


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One leaf task. Floats, durations in working days; None where unknown.

    `predecessors` and `successors` are its links, dangling ones included.
    """

    id: int
    is_complete: bool = False
    is_discrete: bool = True
    predecessors: tuple[LinkType, ...] = ()
    successors: tuple[LinkType, ...] = ()
    constraint: ConstraintType = ConstraintType.AS_SOON_AS_POSSIBLE
    total_float_days: float | None = None
    duration_days: float = 0
    has_resources: bool = True
    baseline_finish: Instant | None = None
    actual_start: Instant | None = None
    actual_finish: Instant | None = None
    forecast_start: Instant | None = None
    forecast_finish: Instant | None = None


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One link between tasks that are not both complete; the lag's sign is what counts."""

    successor: int
    type: LinkType
    lag: float


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many, and who they are where that is known."""

    numerator: float
    denominator: float
    offenders: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CriticalLength:
    """Working days from the status date to the finish, and its float to the promised finish."""

    length_days: float
    total_float_days: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """What became of the finish when a critical task was made longer, in working days."""

    added_days: float
    moved_days: float


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the fourteen points need. What is None cannot be checked.

    `projects` are those looked at, None for all: links belong to the project of their successor.
    """

    status: Instant | None
    tasks: tuple[TaskFacts, ...] = ()
    links: tuple[LinkFacts, ...] = ()
    missed: Share | None = None
    executed: Share | None = None
    critical: CriticalLength | None = None
    stretch: Stretch | None = None
    projects: frozenset[int] | None = None

    def covers(self, project: int) -> bool:
        """Is this project among those looked at?"""
        return self.projects is None or project in self.projects
