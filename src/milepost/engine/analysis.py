"""Everything a plan says when it is worked out, in one frozen value."""

from dataclasses import dataclass, field

from milepost.engine import critical, diagnosis, present
from milepost.engine.instants import Instant
from milepost.engine.kernels.compiled import Kernels
from milepost.engine.network import Network, compile_network
from milepost.engine.plan import Plan
from milepost.engine.problems import Problem
from milepost.engine.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Analysis:
    """A plan with its schedule and what is wrong with it.

    `network` is the compiled plan, for the questions that need calendars and arcs again.
    """

    plan: Plan
    schedule: Schedule
    problems: tuple[Problem, ...]
    network: Network = field(repr=False, compare=False)

    @property
    def start(self) -> Instant | None:
        """When the program's first task starts; None without tasks."""
        return self.schedule.begins

    @property
    def finish(self) -> Instant | None:
        """When the program's last task finishes; None without tasks."""
        return self.schedule.ends

    @property
    def finish_by_project(self) -> dict[int, Instant | None]:
        """When each project's last task finishes, by project id."""
        return self.schedule.finish_by_project


def analyse(plan: Plan, *, kernels: Kernels | None = None) -> Analysis:
    """Work a plan out. Oddities never stop it; they come back as problems."""
    return analyse_network(compile_network(plan), kernels=kernels)


def analyse_network(network: Network, *, kernels: Kernels | None = None) -> Analysis:
    """Work out a plan that is compiled already."""
    solution = critical.solve(network, kernels)
    schedule = present.schedule(solution)
    problems = (*network.problems, *diagnosis.problems(network, solution, schedule))
    return Analysis(network.plan, schedule, problems, network)
