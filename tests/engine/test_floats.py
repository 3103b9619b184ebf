"""Kinds of float, computed by hand, in working days."""

from __future__ import annotations

from collections.abc import Sequence
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


def by_name(analysis: Analysis, found: Sequence[int | None]) -> dict[str, float | None]:
    """Floats in days."""
    return {
        task.name: None if ticks is None or ticks == NEVER else ticks / days(1)
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


@pytest.fixture
def yard() -> Analysis:
    """Every kind of float in one plan from Monday the 5th to Thursday the 15th.

    | task   | early   | late    | total | free | interfering | independent              |
    |--------|---------|---------|-------|------|-------------|--------------------------|
    | sign   | 5       | 5       | 0     | 0    | 0           | 0                        |
    | dig    | 6 - 9   | 6 - 9   | 0     | 0    | 0           | 0                        |
    | pour   | 12 - 13 | 12 - 13 | 0     | 0    | 0           | 0                        |
    | survey | 6 - 7   | 8 - 9   | 2     | 0    | 2           | 0: 6 - 7 is all it has   |
    | report | 9       | 13      | 2     | 2    | 0           | 0: from the 13th, to 13  |
    | print  | 8       | 13      | 3     | 3    | 0           | 1: from the 12th, to 13  |
    | snag   | 6 - 9   | 8 - 13  | 2     | 2    | 0           | 2: from the 6th, to 13   |
    | tidy   | 6       | 15      | 7     | 7    | 0           | 7: from the 6th, to 15   |
    | open   | 14 - 15 | 14 - 15 | 0     | 0    | 0           | 0                        |

    Report starts a day after survey, which so may last to the 9th: the 12th is the lag, the 13th report's.
    """
    return analyse(
        notation.parse(
            "sign 1d\ndig 4d after sign\npour 2d after dig\nsurvey 2d after sign\n"
            "report 1d after survey +1d\nprint 1d after survey\nsnag 4d after sign\ntidy 1d after sign\n"
            "open 2d after pour, after report, after print, after snag"
        )
    )


def test_total_and_free_float_of_every_task_of_the_yard(yard: Analysis) -> None:
    rows = [yard.schedule.row(task.id) for task in yard.plan.tasks]

    total = by_name(yard, [row.total_float for row in rows])
    free = by_name(yard, [row.free_float for row in rows])

    held = {"sign": 0, "dig": 0, "pour": 0, "open": 0}
    assert total == {**held, "survey": 2, "report": 2, "print": 3, "snag": 2, "tidy": 7}
    assert free == {**held, "survey": 0, "report": 2, "print": 3, "snag": 2, "tidy": 7}


def test_interfering_and_independent_float_of_every_task_of_the_yard(yard: Analysis) -> None:
    numbers = [task.id for task in yard.plan.tasks]

    interfering = by_name(yard, [floats.interfering(yard, number) for number in numbers])
    independent = by_name(yard, [floats.independent(yard, number) for number in numbers])

    assert {name: found for name, found in interfering.items() if found} == {"survey": 2}
    assert {name: found for name, found in independent.items() if found} == {"print": 1, "snag": 2, "tidy": 7}


def test_every_link_of_the_yard_has_its_own_float(yard: Analysis) -> None:
    """Only the links to open leave a gap: it begins on the 14th, report ends on the 9th, print on the 8th."""
    names = {task.id: task.name for task in yard.plan.tasks}
    slack = {
        (names[link.predecessor], names[link.successor]): ticks / days(1)
        for link, ticks in zip(yard.plan.links, yard.schedule.slack.tolist(), strict=True)
    }

    assert len(slack) == 11
    assert {link: found for link, found in slack.items() if found} == {
        ("report", "open"): 2,
        ("print", "open"): 3,
        ("snag", "open"): 2,
    }


def test_paths_by_free_and_by_total_float_part_the_yard_differently(yard: Analysis) -> None:
    """By free float survey goes with the report it drives, and snag alone; by total float all three."""
    opening = notation.ids(yard.plan)["open"]
    names = {task.id: task.name for task in yard.plan.tasks}

    def told(found: tuple[paths.FloatPath, ...]) -> list[tuple[list[str], float]]:
        return [([names[task] for task in path.tasks], path.relative_float / days(1)) for path in found]

    assert told(paths.float_paths(yard.schedule, opening)) == [
        (["sign", "dig", "pour", "open"], 0),
        (["survey", "report"], 2),
        (["snag"], 2),
        (["print"], 3),
    ]
    assert told(paths.total_float_paths(yard.schedule, opening)) == [
        (["sign", "dig", "pour", "open"], 0),
        (["survey", "snag", "report"], 2),
        (["print"], 3),
    ]


@pytest.mark.parametrize(
    ("limit", "near"),
    [
        (1, set()),
        (2, {"survey", "report", "snag"}),
        (5, {"survey", "report", "snag", "print"}),
        (7, {"survey", "report", "snag", "print", "tidy"}),
    ],
)
def test_nearly_critical_reaches_up_to_the_limit_and_begins_above_the_critical(
    yard: Analysis, limit: int, near: set[str]
) -> None:
    rules = replace(yard.plan.rules, near_critical=days(limit))

    schedule = analyse(replace(yard.plan, rules=rules)).schedule

    assert {task.name for task in yard.plan.tasks if schedule.row(task.id).is_near_critical} == near


def test_a_project_others_wait_for_has_float_to_its_own_finish_the_programs_and_a_milestone() -> None:
    """Survey 7 - 8, permit 9 - 13, archive 14 in the papers; dig 5 - 9, build 14 - 20, open 20 in the works.

    Build waits for the permit, so dig may take the 12th and 13th. The archive is the papers' own finish, and
    four days (15, 16, 19, 20) before the program's; nothing leads from it to the opening.
    """
    plan = notation.parse(
        "project works\ndig 5d\nbuild 5d after dig, after permit\nopen 0d after build\n"
        "project papers start 2026-01-07\nsurvey 2d\npermit 3d after survey\narchive 1d after permit"
    )
    analysis = analyse(plan)
    leading = {"dig": 2, "build": 0, "open": 0, "survey": 0, "permit": 0}

    own = by_name(analysis, floats.to_finish(analysis, FloatTarget.PROJECT).tolist())
    program = by_name(analysis, floats.to_finish(analysis, FloatTarget.PROGRAM).tolist())
    milestone = by_name(analysis, floats.to_milestone(analysis, notation.ids(plan)["open"]).tolist())

    assert own == {**leading, "archive": 0}
    assert program == {**leading, "archive": 4}
    assert milestone == {**leading, "archive": None}


@pytest.mark.parametrize("follower", ["strip 2d", "strip 0d", "strip 2d as late as possible,"])
def test_free_float_before_an_elapsed_lead_is_what_may_really_be_slipped(follower: str) -> None:
    """Pour ends on Tuesday at noon; 16 hours before is Monday 20:00, so strip begins on Tuesday at 8:00.

    It does for any end of pour up to Tuesday midnight, and pour works till 17:00: four hours. Another hour
    of work ends on Wednesday at 9:00, and 16 hours before that is Tuesday 17:00: too late for Tuesday's work.
    """

    def poured(hours: int) -> tuple[int | None, int | None]:
        plan = notation.parse(f"pour {hours}h\n{follower} after pour -16eh")
        schedule = analyse(plan).schedule
        return schedule.row(1).free_float, schedule.row(2).start

    free, start = poured(12)

    assert (free, start) == (days(4 / 8), at("2026-01-06T08:00"))
    assert poured(12 + 4) == (0, start)
    assert poured(12 + 5)[1] != start
