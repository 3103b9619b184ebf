"""The number of database queries of a screen does not grow with what is on it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.domain.accounts.operations import tokens
from milepost.domain.analysis.operations import baselines
from milepost.domain.programs.operations import aims
from milepost.domain.schedule.operations import calendars, tasks
from tests.builders import Program, a_plan, a_project, a_task
from tests.domain.accounts.conftest import somebody
from tests.surfaces.web.conftest import As, SignedIn
from tests.surfaces.web.test_imports import a_plan_file, uploaded

SCREENS = [
    "",
    "?why=finish",
    "?why=critical",
    "?why=near",
    "/plan",
    "/plan?task={task}",
    "/plan?task={task}&tab=float&paths=10",
    "/plan?task={task}&tab=details",
    "/plan?task={task}&tab=people",
    "/plan?task={task}&tab=history",
    "/plan/paper",
    "/brief",
    "/calendars",
    "/history",
    "/moves",
    "/compare",
    "/compare?earlier=3",
    "/compare.csv?earlier=3",
    "/compare/causes?earlier=3",
    "/trends",
    "/quality",
    "/quality?check=logic",
    "/quality?by=project",
    "/settings",
    "/imports",
]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_asks_as_often_for_much_as_for_little(atlas: Program, signed_in_as: As, screen: str) -> None:
    browser = signed_in_as("program_manager")
    address = f"/p/{atlas.slug}{screen.format(task=atlas['build'])}"
    baselines.set_baseline(atlas.by(), reason="Agreed")
    _grow(atlas, "a", 2)
    few = _queries(browser, address)

    _grow(atlas, "b", 12)

    assert _queries(browser, address) <= few


def test_my_work_and_search_ask_as_often_for_much_as_for_little(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    _grow(atlas, "a", 2)
    few = [_queries(browser, address) for address in ("/", "/palette?q=task")]

    _grow(atlas, "b", 12)

    assert [_queries(browser, address) for address in ("/", "/palette?q=task")] <= few


LISTS = ["/portfolio", "/people", "/people/roles", "/account/tokens", "/account/sessions", "/people/security"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_the_organisation_asks_as_often_for_much_as_for_little(
    atlas: Program, browser_of: SignedIn, address: str
) -> None:
    me = somebody(
        "Pia Portfolio", portfolio_administrator="organisation", system_administrator="organisation"
    )
    browser = browser_of(me)
    _populate(me, "a", 2)
    few = _queries(browser, address)

    _populate(me, "b", 9)

    assert _queries(browser, address) <= few


def test_the_preview_of_an_import_asks_as_often_for_a_long_plan_as_for_a_short_one(
    atlas: Program, signed_in_as: As
) -> None:
    browser = signed_in_as("program_manager")
    short = uploaded(browser, a_plan_file("Short", "one", "two"))
    long = uploaded(browser, a_plan_file("Long", *(f"task {place}" for place in range(40))))

    assert _queries(browser, long) <= _queries(browser, short)


def _populate(me: Actor, name: str, count: int) -> None:
    """More of everything the organisation's lists hold."""
    for place in range(count):
        program = a_plan("dig  2d\nfill  1d  dig", name=f"Program {name}{place}")
        somebody(f"Person {name}{place}", project_manager=f"{program.slug}/{program.project}")
        expires_at = clock.now() + dt.timedelta(days=30)
        tokens.make(me, name=f"Token {name}{place}", scopes=["read"], expires_at=expires_at)


def _grow(program: Program, name: str, count: int) -> None:
    """More of everything a screen lists."""
    for place in range(count):
        a_project(program.ledger, f"Project {name}{place}")
        a_task(program, f"task {name}{place}", "2d")
        a_task(program, f"milestone {name}{place}", "0d", deadline=None)
        aims.add_objective(program.by(), title=f"Objective {name}{place}")
        aims.add_key_date(program.by(), name=f"Date {name}{place}", task=program[f"task {name}{place}"])
        calendar = calendars.add(program.by(), name=f"Calendar {name}{place}").value
        tasks.edit(program.by(), task=program["build"], calendar=calendar)


def _queries(browser: Client, address: str) -> int:
    """Queries of the second visit: the first one works the plan out and keeps it."""
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200
    return len(asked)
