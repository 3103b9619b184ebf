"""Kinds of float, computed by hand, in working days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.engine import floats, notation, paths
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.kernels.layout import NEVER
from milepost.engine.notation import days
from milepost.engine.plan import Project
from milepost.engine.rules import MSPROJECT, FloatTarget
from tests.engine.conftest import at


def two_projects() -> Analysis:
    """Dig (5 days) and build (5) in the first project, a survey (2) and a report (3) in the second.

    The report follows the survey; the first project ends on the 16th, the second on the 9th.
    """
    plan = notation.parse("dig 5d\nbuild 5d after dig\nsurvey 2d\nreport 3d after survey")
    start = at("2026-01-05T08:00")
    projects = (Project(1, "works", start, 1), Project(2, "papers", start, 1))
    tasks = tuple(replace(task, project=1 if task.name in ("dig", "build") else 2) for task in plan.tasks)
    return analyse(replace(plan, projects=projects, tasks=tasks))


def by_name(analysis: Analysis, found: list[int]) -> dict[str, float | None]:
    """Floats in days."""
    return {
        task.name: None if ticks == NEVER else ticks / days(1)
        for task, ticks in zip(analysis.plan.tasks, found, strict=True)
    }


def test_each_project_has_float_to_its_own_finish_and_to_the_programs() -> None:
    analysis = two_projects()

    own = by_name(analysis, floats.to_finish(analysis, FloatTarget.PROJECT).tolist())
    program = by_name(analysis, floats.to_finish(analysis, FloatTarget.PROGRAM).tolist())

    assert own == {"dig": 0, "build": 0, "survey": 0, "report": 0}
    assert program == {"dig": 0, "build": 0, "survey": 5, "report": 5}


def test_float_to_a_milestone_is_known_for_what_leads_to_it() -> None:
    plan = notation.parse(
        "dig 5d\nsurvey 2d\nopening 0d after dig, after survey\nreport 9d after survey\nparty 1d"
    )
    analysis = analyse(plan)
    opening = notation.ids(plan)["opening"]

    found = by_name(analysis, floats.to_milestone(analysis, opening).tolist())

    # The opening is on the 9th; what happens after it, or beside it, has nothing to do with that date.
    assert found == {"dig": 0, "survey": 3, "opening": 0, "report": None, "party": None}


def test_floats_asked_for_leave_the_analysis_as_it_is() -> None:
    analysis = two_projects()
    before = analysis.schedule.total_float.copy()
    floats.to_milestone(analysis, analysis.plan.tasks[3].id)
    floats.to_finish(analysis, FloatTarget.PROJECT)

    assert (analysis.schedule.total_float == before).all()
    assert (analyse(analysis.plan).schedule.total_float == before).all()


@pytest.fixture
def diamond() -> Analysis:
    """Through the middle 10 days; `north` takes 4 with 3 more behind it, `south` takes 2."""
    return analyse(
        notation.parse(
            "go 1d\nmiddle 10d after go\nnorth 4d after go\nafterwards 3d after north\nsouth 2d after go\n"
            "end 1d after middle, after afterwards, after south"
        )
    )


def test_interfering_float_is_what_others_lose(diamond: Analysis) -> None:
    ids = notation.ids(diamond.plan)

    assert floats.interfering(diamond, ids["north"]) == days(3)
    assert floats.interfering(diamond, ids["afterwards"]) == 0
    assert floats.interfering(diamond, ids["middle"]) == 0


def test_independent_float_remains_when_all_others_use_theirs(diamond: Analysis) -> None:
    ids = notation.ids(diamond.plan)

    assert floats.independent(diamond, ids["south"]) == days(10 - 2)
    # North may be three days late, then nothing of its successor's is its own.
    assert floats.independent(diamond, ids["afterwards"]) == 0


def test_a_link_has_a_float_of_its_own(diamond: Analysis) -> None:
    ids = notation.ids(diamond.plan)
    slack = {
        link.predecessor: int(diamond.schedule.slack[place])
        for place, link in diamond.schedule.links_to(ids["end"])
    }

    assert slack == {ids["middle"]: 0, ids["afterwards"]: days(3), ids["south"]: days(8)}


def test_paths_follow_one_another_by_the_float_of_the_link_they_enter_by(diamond: Analysis) -> None:
    ids = notation.ids(diamond.plan)
    names = {number: name for name, number in ids.items()}

    found = paths.float_paths(diamond.schedule, ids["end"], count=5)

    assert [([names[task] for task in path.tasks], path.relative_float) for path in found] == [
        (["go", "middle", "end"], 0),
        (["north", "afterwards"], days(3)),
        (["south"], days(8)),
    ]


def test_paths_by_total_float_need_not_follow_drivers(diamond: Analysis) -> None:
    """South may slip 8 days, north and what follows it 3; nothing else leads to the end."""
    ids = notation.ids(diamond.plan)
    names = {number: name for name, number in ids.items()}

    found = paths.total_float_paths(diamond.schedule, ids["end"], count=2)

    assert [([names[task] for task in path.tasks], path.relative_float) for path in found] == [
        (["go", "middle", "end"], 0),
        (["north", "afterwards"], days(3)),
    ]


def test_near_critical_is_the_next_band_of_float() -> None:
    analysis = analyse(notation.parse("go 10d\nclose 6d\nfar 4d"))
    near = {task.name: analysis.schedule.row(task.id).is_near_critical for task in analysis.plan.tasks}

    assert near == {"go": False, "close": True, "far": False}


def test_many_critical_paths_give_each_chain_its_own() -> None:
    plan = notation.parse("rules msproject\ndig 5d\nbuild 5d after dig\nsurvey 2d\nreport 3d after survey")
    rules = replace(MSPROJECT, multiple_critical_paths=True)

    schedule = analyse(replace(plan, rules=rules)).schedule

    assert schedule.is_critical.all()
