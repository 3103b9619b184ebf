"""Making the compiled kernels ready before anybody needs them.

A server runs this module as a process of its own first: compiling holds the interpreter for most of its half
minute, which requests would feel. Afterwards loading what was kept takes it a few seconds.
"""

from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_DAY
from milepost.engine.kernels import compiled
from milepost.engine.plan import Calendar, Link, LinkType, Plan, Project, Task


def warm_up() -> None:
    """Work out a plan of every kind of link that is large enough for the compiled kernels to run."""
    with compiled.preparing():
        analyse(_plan(compiled.WORTH_RUNNING + 1))


def _plan(size: int) -> Plan:
    tasks = tuple(Task(id=number, project=1, duration=TICKS_PER_DAY) for number in range(1, size + 1))
    kinds = tuple(LinkType)
    links = tuple(
        Link(id=number, predecessor=number, successor=number + 1, type=kinds[number % len(kinds)])
        for number in range(1, size)
    )
    calendars = (Calendar(id=1, name="Office"),)
    return Plan(
        projects=(Project(id=1, name="Warm", start=0),), calendars=calendars, tasks=tasks, links=links
    )


if __name__ == "__main__":
    warm_up()
