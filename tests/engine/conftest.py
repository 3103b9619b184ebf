"""Plans written in the docstring of the test that uses them."""

from __future__ import annotations

import pytest

from milepost.engine import notation
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import Instant, instant, moment
from milepost.engine.schedule import TaskDates


class Worked:
    """A plan in text, worked out, with its tasks by name."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.ids = notation.ids(analysis.plan)

    def __getitem__(self, name: str) -> TaskDates:
        return self.analysis.schedule.row(self.ids[name])

    def shown(self, name: str) -> str:
        """Start and finish of a task, such as `01-05 08:00 - 01-09 17:00`."""
        row = self[name]
        return f"{shown(row.start)} - {shown(row.finish)}"

    def drivers(self, name: str) -> list[str]:
        """The names of what drives a task."""
        names = {id_: known for known, id_ in self.ids.items()}
        return [names[id_] for id_ in self.analysis.schedule.driven_by(self.ids[name])]

    def problems(self) -> list[str]:
        """Codes of the problems found."""
        return [str(problem.code) for problem in self.analysis.problems]


def shown(at: Instant | None) -> str:
    """An instant by month, day and time."""
    return "-" if at is None else f"{moment(at):%m-%d %H:%M}"


@pytest.fixture
def worked(request: pytest.FixtureRequest) -> Worked:
    """The plan in the test's docstring, worked out."""
    return Worked(analyse(notation.parse(request.function.__doc__)))


def at(text: str) -> Instant:
    """An instant from text."""
    from datetime import datetime

    return instant(datetime.fromisoformat(text))
