"""The one toolbar over lists: narrowed, parted, sorted and kept, all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

import pytest
from django.test import Client

from milepost.base.identity import Actor
from milepost.domain.accounts.operations import views
from milepost.domain.accounts.queries import views as view_queries
from milepost.surfaces.web.lists.arranged import arranged
from milepost.surfaces.web.lists.asked import asked
from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing
from tests.builders import Program, a_program
from tests.domain.accounts.conftest import somebody
from tests.surfaces.web.conftest import As, SignedIn, text_of


@dataclass(frozen=True)
class Ship:
    name: str
    tons: int | None
    port: str = ""


SHIPS = (Ship("Astra", 300, "Oslo"), Ship("bruno", None, "Kiel"), Ship("Cara", 120, "Oslo"))
LISTING: Listing[Ship] = Listing(
    screen="ships",
    noun=("ship", "ships"),
    columns=(
        Column("name", "Name", lambda row: row.name, is_fixed=True),
        Column("tons", "Tons", lambda row: row.tons, is_number=True),
        Column("port", "Port", lambda row: row.port),
        Column("flag", "Flag", is_at_first=False),
    ),
    filters=(
        Filter("port", "Port", (("Oslo", "Oslo"), ("Kiel", "Kiel")), lambda row, value: row.port == value),
    ),
    groupings=(Grouping("port", "By port", lambda row: (row.port, row.port)),),
    words_of=lambda row: f"{row.name} {row.port}",
    group="port",
)


def _shown(**parameters: str) -> list[tuple[str, list[str]]]:
    found = arranged(SHIPS, asked(parameters, LISTING))
    return [(group.heading, [row.name for row in group.rows]) for group in found]


def test_rows_stand_in_groups_by_their_place() -> None:
    assert _shown() == [("Kiel", ["bruno"]), ("Oslo", ["Astra", "Cara"])]
    assert _shown(group="none") == [("", ["Astra", "bruno", "Cara"])]


def test_rows_without_a_value_come_last_in_either_order() -> None:
    assert _shown(group="none", sort="tons") == [("", ["Cara", "Astra", "bruno"])]
    assert _shown(group="none", sort="-tons") == [("", ["Astra", "Cara", "bruno"])]


def test_words_are_sorted_and_found_whatever_their_case() -> None:
    assert _shown(group="none", sort="-name") == [("", ["Cara", "bruno", "Astra"])]
    assert _shown(group="none", q="OSLO ca") == [("", ["Cara"])]


def test_a_filter_keeps_what_fits() -> None:
    assert _shown(port="Oslo", q="bruno") == []
    assert _shown(port="Oslo") == [("Oslo", ["Astra", "Cara"])]


@pytest.mark.parametrize(
    "parameters",
    [
        {"sort": "flag"},
        {"sort": "gone"},
        {"group": "gone"},
        {"port": "Rio"},
        {"columns": "gone"},
        {"view": "²"},
    ],
    ids=str,
)
def test_what_an_address_says_that_the_list_does_not_know_is_left_unheard(parameters: dict[str, str]) -> None:
    assert _shown(**parameters) == _shown()


def test_an_address_says_only_what_differs_from_the_list_as_it_comes() -> None:
    plain = asked({}, LISTING)

    assert plain.query() == "?"
    assert parse_qs(plain.query(group="", sort="-tons", is_tight=True, columns=("port",))[1:]) == {
        "group": ["none"],
        "sort": ["-tons"],
        "rows": ["tight"],
        "columns": ["port"],
    }


@pytest.mark.parametrize("columns", ["port", "none", "tons,port,flag", ""])
def test_what_is_asked_is_asked_again_by_its_own_address(columns: str) -> None:
    first = asked({"columns": columns, "q": "a b", "port": "Kiel", "group": "none"}, LISTING)
    again = asked({name: value[0] for name, value in parse_qs(first.query()[1:]).items()}, LISTING)

    assert (again.columns, again.words, again.filters, again.group) == (
        first.columns,
        first.words,
        first.filters,
        first.group,
    )


def test_the_address_of_the_screen_is_carried_along() -> None:
    assert asked({"person": "5", "q": "a"}, LISTING, keep=["person"]).query(words="") == "?person=5"


@pytest.mark.django_db
def test_the_portfolio_is_narrowed_sorted_and_parted(
    atlas: Program, owner: Actor, browser_of: SignedIn
) -> None:
    a_program("Borealis")
    browser = browser_of(owner)

    found = text_of(browser.get("/portfolio?q=borealis").content)
    gone = text_of(browser.get("/portfolio?q=nothing+like+it").content)
    parted = text_of(browser.get("/portfolio?group=manager").content)
    backwards = text_of(browser.get("/portfolio?group=none&sort=-program").content)
    fewer = browser.get("/portfolio?columns=finish").content.decode()

    assert "1 of 2 programs" in found
    assert "No program fits." in gone
    assert "Nobody yet" in parted
    rows = backwards[backwards.index("Since Monday") :]
    assert rows.index("Borealis") < rows.index("Atlas")
    assert '<th class="n"' in fewer
    assert ">Stage</a></th>" not in fewer


@pytest.mark.django_db
def test_a_view_is_kept_opened_shared_and_forgotten(
    atlas: Program, owner: Actor, browser_of: SignedIn
) -> None:
    browser = browser_of(owner)
    kept = _keep(browser, "Late ones", "date=late&sort=-slip")
    [view] = view_queries.views(owner, screen="portfolio")
    here = f"/portfolio?date=late&sort=-slip&view={view.number}"

    assert kept == here
    assert "“Late ones” is kept." in text_of(browser.get(kept).content)

    _change(browser, view.number, here, do="share")
    other = browser_of(somebody("Vera", viewer="organisation"))
    assert "Late ones Olga Owner" in text_of(other.get("/portfolio").content)

    _change(browser, view.number, here, do="rename", name="Behind")
    assert "Behind" in text_of(browser.get("/portfolio").content)
    _change(browser, view.number, here, do="forget")
    assert view_queries.views(owner, screen="portfolio") == ()


@pytest.mark.django_db
def test_a_view_of_somebody_else_is_not_changed(atlas: Program, owner: Actor, browser_of: SignedIn) -> None:
    number = views.keep(owner, screen="portfolio", name="Late", look={"query": "date=late"}, is_shared=True)
    other = browser_of(somebody("Vera", viewer="organisation"))

    assert other.post(f"/views/{number}", {"do": "forget", "back": "/portfolio"}).status_code == 404


@pytest.mark.django_db
def test_a_viewer_is_not_offered_sharing(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("viewer").get("/portfolio").content)

    assert "Keep this view" in shown
    assert "Share it with everybody" not in shown


@pytest.mark.django_db
def test_what_is_done_with_a_view_leads_back_to_our_own_pages_only(
    owner: Actor, browser_of: SignedIn
) -> None:
    answer = browser_of(owner).post(
        "/views", {"screen": "portfolio", "name": "Late", "look": "", "back": "https://elsewhere.example/"}
    )

    assert answer.headers["Location"].startswith("/?view=")


def _keep(browser: Client, name: str, look: str) -> str:
    answer = browser.post(
        "/views", {"screen": "portfolio", "of": "", "name": name, "look": look, "back": f"/portfolio?{look}"}
    )
    return str(answer.headers["Location"])


def _change(browser: Client, view: int, back: str, **said: str) -> None:
    assert browser.post(f"/views/{view}", {"back": back, **said}).status_code == 302
