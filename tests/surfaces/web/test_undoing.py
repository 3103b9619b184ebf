"""What was saved is told with the way back beside it, offered only where it would be taken."""

from __future__ import annotations

import re

from django.test import Client

from milepost.base.identity import SYSTEM, Actor
from milepost.domain.accounts.operations import accounts
from milepost.domain.accounts.operations import people as operations_on_people
from milepost.domain.accounts.queries import people
from milepost.domain.programs.operations import programs as operations
from milepost.domain.programs.queries import programs
from milepost.domain.schedule.operations import tasks
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program
from tests.domain.accounts.conftest import at, somebody
from tests.surfaces.web.conftest import As, SignedIn, text_of

OFFER = re.compile(
    r'<form method="post" action="(?P<action>[^"]+)">.*?name="back" value="(?P<back>[^"]*)"', re.S
)


def _offered(browser: Client, page: str) -> tuple[str, str]:
    """What the toast on this page says, and where its button leads ("" without one)."""
    html = browser.get(page).content.decode()
    toast = re.search(r'<div class="toast.*?</div>', html, re.S)
    if toast is None:
        return "", ""
    offer = OFFER.search(toast[0])
    return text_of(toast[0].encode()).strip(), offer["action"] if offer else ""


def test_a_change_is_told_and_taken_back_from_where_it_was_made(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    settings = f"/p/{atlas.slug}/settings"
    browser.post(f"{settings}/stage", {"stage": "delivering"})

    said, action = _offered(browser, settings)
    answer = browser.post(action, {"back": settings})

    assert said.startswith("The stage is changed. Undo")
    assert answer.headers["Location"] == settings
    assert programs.program(SYSTEM, program=atlas.ledger).stage == "defining"
    again, redo = _offered(browser, settings)
    assert "Redo" in again
    browser.post(redo, {"back": settings})
    assert programs.program(SYSTEM, program=atlas.ledger).stage == "delivering"


def test_undo_is_told_once(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    browser.post(f"/p/{atlas.slug}/settings/stage", {"stage": "delivering"})

    assert _offered(browser, f"/p/{atlas.slug}/settings")[1]
    assert _offered(browser, f"/p/{atlas.slug}/settings") == ("", "")


def test_what_changed_nothing_is_not_told(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    operations.set_stage(atlas.by(), stage="delivering")
    browser.post(f"/p/{atlas.slug}/settings/stage", {"stage": "delivering"})

    assert _offered(browser, f"/p/{atlas.slug}/settings") == ("", "")


def test_a_member_takes_back_the_progress_he_reported(atlas: Program, browser_of: SignedIn) -> None:
    actor = somebody("Elena Petrova", member=atlas.slug)
    tasks.edit(atlas.by(), task=atlas["design"], owner=actor.person)
    browser = browser_of(actor)
    browser.post(
        f"/report/atlas/{atlas['design']}", {"remaining": "5d", "percent_complete": "40", "note": ""}
    )

    said, action = _offered(browser, "/")
    browser.post(action, {"back": "/"})

    assert said.startswith("design is updated. Undo")
    assert task_queries.task(SYSTEM, program=atlas.ledger, task=atlas["design"]).percent_complete == 0


def test_undo_leads_to_no_other_host(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    browser.post(f"/p/{atlas.slug}/settings/stage", {"stage": "delivering"})
    _said, action = _offered(browser, f"/p/{atlas.slug}/settings")

    answer = browser.post(action, {"back": "//elsewhere.example/"})

    assert answer.headers["Location"] == f"/p/{atlas.slug}/history"


def test_a_line_that_was_removed_comes_back(atlas: Program, signed_in_as: As) -> None:
    browser, brief = signed_in_as("program_manager"), f"/p/{atlas.slug}/brief"
    browser.post(f"{brief}/list/objectives", {"title": "Pay in ten seconds"})
    browser.get(brief)
    [number] = re.findall(r"edit=objectives-(\d+)", browser.get(brief).content.decode())[:1]
    browser.post(f"{brief}/list/objectives/{number}/remove")

    said, action = _offered(browser, brief)
    browser.post(action, {"back": brief})

    assert said.startswith("Removed. Undo")
    assert "Pay in ten seconds" in text_of(browser.get(brief).content)


def test_what_is_corrected_of_somebody_is_taken_back_with_the_address_they_sign_in_with(
    owner: Actor, browser_of: SignedIn
) -> None:
    keeper = somebody("Kim Keeper", portfolio_administrator="organisation")
    ada = somebody("Ada Okafor")
    accounts.open_account(ada.person or 0, email="ada.okafor@nordhaven.example", password=None)
    browser, panel = browser_of(keeper), f"/people?person={ada.person}"
    browser.post(f"/people/{ada.person}/edit", {"name": "Ada O.", "email": "ada@nordhaven.example"})
    assert accounts.account_of(ada.person or 0).email == "ada@nordhaven.example"  # type: ignore[union-attr]

    said, action = _offered(browser, panel)
    answer = browser.post(action, {"back": panel})

    assert said.startswith("Saved. Undo")
    assert answer.headers["Location"] == panel
    assert people.person(SYSTEM, person=ada.person or 0).name == "Ada Okafor"
    account = accounts.account_of(ada.person or 0)
    assert account is not None
    assert account.email == "ada.okafor@nordhaven.example"


def test_what_is_not_undone_offers_no_undo(owner: Actor, browser_of: SignedIn) -> None:
    keeper, ada = somebody("Kim Keeper", portfolio_administrator="organisation"), somebody("Ada Okafor")
    browser = browser_of(keeper)
    browser.post(f"/people/{ada.person}/roles", {"role": "viewer", "on": "organisation"})

    assert _offered(browser, f"/people?person={ada.person}")[1] == ""


def test_nobody_takes_back_in_the_organisation_what_they_may_not_change(
    owner: Actor, browser_of: SignedIn, atlas: Program
) -> None:
    ada = somebody("Ada Okafor", viewer=atlas.slug)
    entry = operations_on_people.edit(at(owner), person=ada.person or 0, name="Ada O.").entry

    browser_of(ada).post(f"/organisation/history/{entry}/undo")

    assert people.person(SYSTEM, person=ada.person or 0).name == "Ada O."
