"""Saved views: kept per person and list, replaced by name, shared with those who may open the list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.base.identity import ORGANISATION, Actor
from milepost.base.models import Ledger
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.domain.accounts.operations import views
from milepost.domain.accounts.queries import views as view_queries
from tests.domain.accounts.conftest import a_program, somebody

LATE = {"columns": ["name", "slip"], "sort": "-slip"}

pytestmark = pytest.mark.django_db


def _names(reader: Actor, of: str = "atlas") -> list[str]:
    return [view.name for view in view_queries.views(reader, screen="plan", of=of)]


def test_a_view_is_kept_for_the_person_who_saved_it(owner: Actor) -> None:
    a_program("atlas")
    marek, mina = (
        somebody("Marek", program_manager="atlas"),
        somebody("Mina", member="atlas"),
    )

    number = views.keep(marek, screen="plan", of="atlas", name="  Late   work ", look=LATE)

    [kept] = view_queries.views(marek, screen="plan", of="atlas")
    assert (kept.number, kept.name, kept.look, kept.is_mine) == (number, "Late work", LATE, True)
    assert _names(mina) == []
    assert view_queries.views(marek, screen="portfolio") == ()


def test_saving_under_the_same_name_replaces_the_view(owner: Actor) -> None:
    first = views.keep(owner, screen="portfolio", name="Late", look={"q": "a"})
    second = views.keep(owner, screen="portfolio", name="late", look={"q": "b"})

    [kept] = view_queries.views(owner, screen="portfolio")
    assert first == second == kept.number
    assert (kept.name, kept.look) == ("late", {"q": "b"})


def test_a_shared_view_is_offered_to_whoever_may_open_the_list(owner: Actor) -> None:
    a_program("atlas")
    marek = somebody("Marek", program_manager="atlas")
    mina = somebody("Mina", member="atlas")
    number = views.keep(marek, screen="plan", of="atlas", name="Late", look=LATE, is_shared=True)

    [seen] = view_queries.views(mina, screen="plan", of="atlas")

    assert (seen.number, seen.by, seen.is_mine) == (number, "Marek", False)
    assert view_queries.view(mina, view=number).of == "atlas"
    with pytest.raises(NotFound):
        views.edit(mina, view=number, name="Mine now")


def test_a_shared_view_of_a_program_nobody_may_see_is_not_found(owner: Actor) -> None:
    a_program("atlas")
    a_program("borealis")
    marek = somebody("Marek", program_manager="atlas")
    bea = somebody("Bea", program_manager="borealis")
    number = views.keep(marek, screen="plan", of="atlas", name="Late", look=LATE, is_shared=True)

    with pytest.raises(NotFound):
        view_queries.view(bea, view=number)
    with pytest.raises(NotFound):
        view_queries.views(bea, screen="plan", of="atlas")


def test_sharing_takes_the_right_to_share(owner: Actor) -> None:
    a_program("atlas")
    mina = somebody("Mina", member="atlas")
    number = views.keep(mina, screen="plan", of="atlas", name="Mine", look=LATE)

    with pytest.raises(NotAllowed):
        views.edit(mina, view=number, is_shared=True)
    with pytest.raises(NotAllowed):
        views.keep(mina, screen="plan", of="atlas", name="Other", look=LATE, is_shared=True)


def test_a_view_is_renamed_and_forgotten(owner: Actor) -> None:
    number = views.keep(owner, screen="people", name="Coming", look={})
    views.keep(owner, screen="people", name="Left", look={})

    views.edit(owner, view=number, name="Invited")
    with pytest.raises(views.NameTaken):
        views.edit(owner, view=number, name="LEFT")
    views.forget(owner, view=number)

    assert [view.name for view in view_queries.views(owner, screen="people")] == ["Left"]
    with pytest.raises(NotFound):
        views.forget(owner, view=number)


@pytest.mark.parametrize(
    ("name", "look"),
    [(" ", {}), ("x" * 61, {}), ("Wide", {"columns": ["x" * 9_000]})],
    ids=["no name", "long name", "much to keep"],
)
def test_what_does_not_fit_is_refused_in_a_sentence(owner: Actor, name: str, look: dict[str, object]) -> None:
    with pytest.raises(Refusal, match=r"\.$"):
        views.keep(owner, screen="portfolio", name=name, look=look)


def test_a_token_that_only_reads_keeps_no_view(owner: Actor) -> None:
    reading = replace(owner, limits=frozenset({"program.read"}))

    with pytest.raises(NotAllowed):
        views.keep(reading, screen="portfolio", name="Late", look={})


def test_keeping_a_view_leaves_no_history_and_makes_no_plan_newer(owner: Actor) -> None:
    before = Ledger.objects.get(pk=ORGANISATION).revision

    views.keep(owner, screen="portfolio", name="Late", look={})

    assert Ledger.objects.get(pk=ORGANISATION).revision == before
