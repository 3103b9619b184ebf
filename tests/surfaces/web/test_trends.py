"""Milestone trends on screen: a chart, the same in a table, and each milestone report by report."""

from __future__ import annotations

import datetime as dt

from milepost.base import clock
from milepost.domain.schedule.operations import tasks
from tests.builders import Program
from tests.surfaces.web.conftest import As, text_of


def moved_later(atlas: Program) -> None:
    with clock.at(clock.now() + dt.timedelta(weeks=1)):
        tasks.edit(atlas.by(), task=atlas["build"], duration="15d")


def test_the_chart_and_the_table_say_the_same(atlas: Program, signed_in_as: As) -> None:
    moved_later(atlas)

    html = signed_in_as("program_manager").get(f"/p/{atlas.slug}/trends").content.decode()

    assert "1 of 1 milestones ahead slips: launch, by 7 days" in html
    assert 'role="img" aria-label="Dates planned for 1 milestones' in html
    assert "+7 d" in text_of(html.encode())


def test_a_milestone_opens_report_by_report(atlas: Program, signed_in_as: As) -> None:
    moved_later(atlas)
    browser = signed_in_as("program_manager")

    shown = text_of(browser.get(f"/p/{atlas.slug}/trends?task={atlas['launch']}").content)

    assert "Report by report" in shown
    assert "Pace: how many days the date came nearer" in shown
    assert browser.get(f"/p/{atlas.slug}/trends?task={atlas['build']}").status_code == 404


def test_a_plan_without_milestones_says_what_the_page_is_for(atlas: Program, signed_in_as: As) -> None:
    tasks.remove(atlas.by(), tasks=[atlas["launch"]])

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/trends").content)

    assert "There is no milestone to follow yet." in shown
