"""Every plan in text has the dates, floats, path and problems written below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from milepost.engine import notation, paths
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import moment
from milepost.engine.kernels.layout import NEVER
from milepost.engine.problems import ProblemCode

ROOT = Path(__file__).parents[2]
PAGES = ("how-milepost-schedules.md", "differences.md")
BLOCK = re.compile(r"```plan\n(.*?)```", re.DOTALL)


def examples() -> list[object]:
    found: list[object] = []
    for page in PAGES:
        text = (ROOT / "docs" / "guide" / page).read_text(encoding="utf-8")
        for number, block in enumerate(BLOCK.findall(text), 1):
            found.append(pytest.param(block, id=f"{page}-{number}"))
    files = sorted(Path(__file__).parent.glob("*.plan"))
    return found + [pytest.param(path.read_text(encoding="utf-8"), id=path.stem) for path in files]


@pytest.mark.parametrize("text", examples())
def test_a_plan_has_the_dates_written_below_it(text: str) -> None:
    stated, _, expected = text.partition("---\n")
    analysis = analyse(notation.parse(stated))
    codes: list[str] = []
    for line in expected.splitlines():
        words = line.split()
        match words[0]:
            case "problems":
                codes = words[1:]
            case "path":
                names = {task.id: task.name for task in analysis.plan.tasks}
                assert [names[id_] for id_ in paths.longest_path(analysis.schedule)] == words[1:]
            case "finish":
                assert analysis.finish is not None
                assert f"{moment(analysis.finish):%Y-%m-%d %H:%M}" == " ".join(words[1:])
            case _:
                assert shown(analysis, words[0]) == " ".join(words), line
    assert sorted({str(problem.code) for problem in analysis.problems}) == sorted(codes)


def shown(analysis: Analysis, name: str) -> str:
    """A task the way the examples write it."""
    row = analysis.schedule.row(notation.ids(analysis.plan)[name])
    assert row.start is not None
    assert row.finish is not None
    return (
        f"{name} {moment(row.start):%Y-%m-%d %H:%M} {moment(row.finish):%Y-%m-%d %H:%M}"
        f" float {_length(row.total_float)}"
    )


def _length(ticks: int | None) -> str:
    if ticks is None or ticks == NEVER:
        return "-"
    day, hour = notation.days(1), notation.days(1) // 8
    return f"{ticks // day}d" if ticks % day == 0 and abs(ticks) < 5 * day else f"{ticks / hour:g}h"


def test_every_problem_the_engine_reports_is_explained() -> None:
    page = (ROOT / "docs" / "guide" / PAGES[0]).read_text(encoding="utf-8")
    assert [code for code in ProblemCode if f"`{code}`" not in page] == []
