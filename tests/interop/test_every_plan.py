"""Whatever plan there may be, written and read again it says the same."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import (
    OFFICE_WEEK,
    ConstraintType,
    EffortType,
    LagUnit,
    LinkType,
    ResourceKind,
)
from milepost.interop import reading, writing
from milepost.interop.exchange.values import (
    Assignment,
    Availability,
    Baseline,
    Calendar,
    Exchange,
    Link,
    Project,
    Rate,
    Resource,
    Task,
)

MONDAY = 29_544_960 * 10
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zs", "Zl", "Zp")), min_size=1, max_size=12
)
INSTANTS = st.integers(0, 365 * 24 * 60).map(lambda minute: MONDAY + 10 * minute)
DURATIONS = st.integers(0, 60 * 24 * 60).map(lambda minutes: 10 * minutes)
WORK = st.integers(0, 20_000).map(lambda minutes: minutes * 60.0)
MONEY = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
SHARES = st.integers(0, 100).map(float)
SET = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


BASELINES = st.builds(Baseline, start=INSTANTS, finish=INSTANTS, duration=DURATIONS, work=WORK, cost=MONEY)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[Task, ...]:
    """Up to eight tasks with links backwards, some dated, constrained, started, priced and promised."""
    made: list[Task] = []
    for uid in range(1, draw(st.integers(1, 8)) + 1):
        constraint = draw(st.sampled_from(list(ConstraintType)[:8]))
        is_free = constraint.value.startswith("as_")
        before = (
            draw(st.lists(st.sampled_from([one.uid for one in made]), unique=True, max_size=2))
            if made
            else []
        )
        links = tuple(
            Link(
                one,
                type=draw(st.sampled_from(list(LinkType))),
                lag=draw(st.integers(-20, 20)) * 10 * 60,
                lag_unit=LagUnit.WORKING,
                unit="h",
            )
            for one in before
        )
        made.append(
            Task(
                uid=uid,
                id=uid,
                name=draw(WORDS),
                wbs=str(uid),
                duration=draw(DURATIONS),
                duration_unit=draw(st.sampled_from(["d", "h", "w"])),
                is_estimated=draw(st.booleans()),
                is_active=draw(st.booleans()),
                constraint=constraint,
                constraint_date=None if is_free else draw(INSTANTS),
                deadline=draw(maybe(INSTANTS)),
                priority=draw(st.integers(0, 1000)),
                effort_type=draw(st.sampled_from([EffortType.FIXED_UNITS, EffortType.FIXED_WORK])),
                percent_complete=draw(SHARES),
                actual_start=draw(maybe(INSTANTS)),
                start=draw(INSTANTS),
                finish=draw(INSTANTS),
                predecessors=links,
                baselines=draw(st.dictionaries(st.integers(0, 10), BASELINES, max_size=2)),
                work=draw(WORK),
                cost=draw(maybe(MONEY)),
                notes=draw(maybe(WORDS)),
                custom=draw(st.dictionaries(st.sampled_from(["Text1", "Text2"]), WORDS, max_size=2)),
            )
        )
    return tuple(made)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project with calendars, people, rates and bookings beside its tasks."""
    rows = draw(tasks())
    people = tuple(
        Resource(
            uid=uid,
            id=uid,
            name=draw(WORDS),
            kind=ResourceKind.WORK,
            max_units=draw(st.sampled_from([0.5, 1.0, 3.0])),
            initials=draw(maybe(WORDS)),
            rates=(Rate(cost_per_hour=draw(MONEY), overtime_per_hour=draw(MONEY), cost_per_use=draw(MONEY)),),
            availability=draw(
                st.sampled_from([(), (Availability(1.0, starts=MONDAY, ends=MONDAY + TICKS_PER_DAY),)])
            ),
        )
        for uid in range(1, draw(st.integers(0, 3)) + 1)
    )
    bookings = tuple(
        Assignment(uid=number, task=task.uid, resource=person.uid, units=1.0, work=draw(WORK))
        for number, (task, person) in enumerate(zip(rows, people, strict=False), 1)
    )
    return Project(
        uid="1",
        title=draw(WORDS),
        start=MONDAY + 8 * TICKS_PER_HOUR,
        status=draw(maybe(INSTANTS)),
        calendar=1,
        calendars=(Calendar(uid=1, name="Standard", week=OFFICE_WEEK),),
        tasks=rows,
        resources=people,
        assignments=bookings,
    )


def said(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What a row says under these names."""
    return {name: getattr(row, name) for name in names}


@SET
@given(projects())
def test_a_text_plan_loses_nothing(project: Project) -> None:
    before = Exchange(format="mspdi", projects=(project,))

    (after,) = reading.read(writing.write(before, "x.plan")).projects

    for field in fields(Project):
        assert getattr(after, field.name) == getattr(project, field.name), field.name


TASK = (
    *("uid", "name", "duration", "duration_unit", "is_estimated", "is_active", "constraint"),
    *("constraint_date", "deadline", "priority", "effort_type", "percent_complete", "actual_start"),
    *("start", "finish", "predecessors", "work", "cost", "notes"),
)
PERSON = ("uid", "name", "kind", "max_units", "initials")
BOOKING = ("uid", "task", "resource", "units", "work")


@SET
@given(projects())
def test_an_ms_project_file_loses_nothing_it_has_a_place_for(project: Project) -> None:
    (after,) = reading.read(writing.write(Exchange(format="mspdi", projects=(project,)), "x.xml")).projects

    for noun, names in (("tasks", TASK), ("resources", PERSON), ("assignments", BOOKING)):
        ours, theirs = getattr(project, noun), getattr(after, noun)
        assert [said(one, names) for one in ours] == [said(one, names) for one in theirs], noun
    for one, other in zip(project.tasks, after.tasks, strict=True):
        assert {
            slot: replace(line, carried=(), duration_unit=None) for slot, line in other.baselines.items()
        } == dict(one.baselines)
        assert dict(other.custom) == dict(one.custom)
    assert after.calendars[0].week == OFFICE_WEEK


@SET
@given(projects())
def test_a_p6_file_keeps_the_network(project: Project) -> None:
    plain = [replace(task, percent_complete=0.0, actual_start=None) for task in project.tasks]
    project = replace(project, tasks=tuple(plain), status=None)

    (after,) = reading.read(writing.write(Exchange(format="mspdi", projects=(project,)), "x.xer")).projects

    by_name = {task.uid: task for task in project.tasks}
    read = [task for task in after.tasks if not task.is_summary]
    assert [(one.name, one.duration) for one in read] == [
        (one.name, one.duration) for one in by_name.values()
    ]
    assert [[(link.type, link.lag) for link in one.predecessors] for one in read] == [
        [(link.type, link.lag) for link in one.predecessors] for one in by_name.values()
    ]


@SET
@given(projects())
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_keeps_names_durations_and_links(ending: str, project: Project) -> None:
    (after,) = reading.read(
        writing.write(Exchange(format="mspdi", projects=(project,)), f"x.{ending}")
    ).projects

    assert [len(one.predecessors) for one in project.tasks] == [len(one.predecessors) for one in after.tasks]
    assert [one.duration for one in project.tasks] == [one.duration for one in after.tasks]
