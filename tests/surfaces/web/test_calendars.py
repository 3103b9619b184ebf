"""Calendars are read as rulers and changed as people write working time."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from milepost.base.identity import SYSTEM
from milepost.domain.schedule.operations import calendars as operations
from milepost.domain.schedule.queries import calendars
from milepost.surfaces.web.calendars.forms import TimesField
from tests.builders import Program
from tests.surfaces.web.conftest import As, text_of

OFFICE = "08:00-12:00, 13:00-17:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (OFFICE, [["08:00", "12:00"], ["13:00", "17:00"]]),
        ("8-12; 13-17", [["08:00", "12:00"], ["13:00", "17:00"]]),
        ("22:00 to 6:00", [["22:00", "06:00"]]),
        ("", []),
        ("=", None),
    ],
)
def test_working_time_is_read_as_people_type_it(typed: str, meant: object) -> None:
    assert TimesField().clean(typed) == meant


def test_what_is_no_working_time_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError, match="Write 08:00-12:00"):
        TimesField().clean("mornings")


def test_a_program_without_calendars_says_how_it_works(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/calendars").content)

    assert "It works Monday to Friday, 8 to 12 and 13 to 17." in shown


def test_a_calendar_is_added_and_its_week_changed(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    answer = browser.post(f"/p/{atlas.slug}/calendars/add", {"name": "Night shift", "follows": ""})
    [row] = calendars.calendars(SYSTEM, program=atlas.ledger)
    assert answer.headers["Location"].endswith(f"/calendars/{row.number}")
    week = {f"day_{place}": "20-24" if place < 5 else "" for place in range(7)}
    browser.post(f"/p/{atlas.slug}/calendars/{row.number}/edit", {"name": "Nights", **week})

    shown = text_of(browser.get(f"/p/{atlas.slug}/calendars/{row.number}").content)
    assert "Nights" in shown
    assert "20 hours a week" in shown  # 5 nights of 4 hours
    assert "20:00–24:00" in shown


def test_an_overlap_is_told_beside_the_form(atlas: Program, signed_in_as: As) -> None:
    number = operations.add(atlas.by(), name="Odd").value
    week = {f"day_{place}": "8-12, 11-15" for place in range(7)}

    answer = signed_in_as("program_manager").post(
        f"/p/{atlas.slug}/calendars/{number}/edit", {"name": "Odd", **week}
    )

    assert answer.status_code == 422
    assert "overlaps" in text_of(answer.content)


def test_days_that_differ_come_and_go(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    number = operations.add(atlas.by(), name="Office").value
    here = f"/p/{atlas.slug}/calendars/{number}"

    browser.post(f"{here}/days", {"name": "Freeze", "starts_on": "2026-12-18", "last_on": "2027-01-03"})

    [row] = calendars.exceptions(SYSTEM, program=atlas.ledger)
    assert (row.ends_before - row.starts_on).days == 14 + 3  # to 31 December, and three days of January
    assert "18 Dec 2026 – 3 Jan 2027" in text_of(browser.get(here).content)
    browser.post(f"{here}/days/{row.number}/remove")
    assert calendars.exceptions(SYSTEM, program=atlas.ledger) == []


def test_a_yearly_holiday_is_said_once(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    number = operations.add(atlas.by(), name="Office").value

    browser.post(
        f"/p/{atlas.slug}/calendars/{number}/days",
        {"name": "Constitution Day", "starts_on": "2026-05-17", "is_yearly": "on"},
    )

    shown = text_of(browser.get(f"/p/{atlas.slug}/calendars/{number}").content)
    assert "every 17 May until 2035" in shown


def test_a_viewer_is_refused_a_change(atlas: Program, signed_in_as: As) -> None:
    number = operations.add(atlas.by(), name="Office").value
    browser = signed_in_as("viewer")

    answer = browser.post(f"/p/{atlas.slug}/calendars/{number}/remove")

    assert answer.status_code == 403
    assert "That is not yours to do" in text_of(answer.content)
    assert len(calendars.calendars(SYSTEM, program=atlas.ledger)) == 1


def test_several_calendars_are_listed_under_the_toolbar(atlas: Program, signed_in_as: As) -> None:
    for name in ("Nights", "Weekends"):
        operations.add(atlas.by(), name=name)
    browser = signed_in_as("program_manager")

    found = text_of(browser.get(f"/p/{atlas.slug}/calendars?q=night").content)
    gone = text_of(browser.get(f"/p/{atlas.slug}/calendars?q=dawn").content)

    assert re.search(r"1 of \d+ calendars", found)
    assert "No calendar fits." in gone
