"""Code in every text field there is: on no page, in no answer and in no file does it become code."""

from __future__ import annotations

import csv
import html.parser
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse

from milepost.base.identity import ORGANISATION
from milepost.base.models import Row
from milepost.base.operation import Write, operation
from milepost.domain.accounts.models import SavedView, Token
from milepost.domain.programs.operations import projects
from milepost.domain.schedule.operations import tasks
from milepost.surfaces.catalog import index
from milepost.surfaces.web.exports import formats
from tests.surfaces.matrix.lines import PAGES
from tests.surfaces.matrix.test_machines import ASKED_ABOUT, ASKED_WITH
from tests.surfaces.matrix.test_pages import ROUTES, ask
from tests.surfaces.matrix.world import World, acting

pytestmark = pytest.mark.django_db

CODE = "'\"><script>alert(7)</script><svg onload=alert(7)>{{7*7}}{%now%}</textarea>"
FORMULA = "=cmd|' /C calc'!A0"
KEPT = {
    # What a choice or a reference of another kind holds is no text of a person's.
    *("kind", "type", "slug", "external_uid", "stage", "status", "constraint", "second_constraint", "colour"),
    *("role", "scope_kind", "currency", "time_zone", "duration_unit", "lag_unit", "key", "document", "email"),
    *("effort_type", "currency_symbol", "slot", "rule", "source", "rules", "field_type", "is_built_in"),
}
SCREENS = [
    name for name, line in PAGES.items() if line.place in ("shared", "anybody", "own") and name in ROUTES
]
MORE = (
    *(
        "/p/atlas/plan?task={task}",
        "/p/atlas/plan?task={task}&tab=details",
        "/p/atlas/plan?task={task}&tab=people",
    ),
    *("/p/atlas/plan?task={task}&tab=history", "/p/atlas?why=finish", "/p/atlas/brief?edit=vision"),
    *("/search?q=script", "/palette?q=script", "/people?person={person}", "/p/atlas/history?group=person"),
    *(
        "/p/atlas/calendars?edit={calendar}",
        "/p/atlas/trends?milestone={milestone}",
        "/portfolio?group=portfolio",
    ),
    "/people/security",
)


@operation("tests.rename", needs="plan.edit")
def rename(write: Write, *, text: str) -> int:
    """Put a text into every field of every row that holds text of people's; how many."""
    done = 0
    for model in apps.get_models():
        if not issubclass(model, Row):
            continue
        names = _texts(model)
        for row in write.rows(model) if names else ():
            limits = {name: model._meta.get_field(name).max_length or 10_000 for name in names}
            values = {name: f"{text}"[: limits[name]] for name in names}
            # Where a name must be the only one of its kind, it stays so.
            done += write.change(row, **{n: (f"{row.number} {v}"[: limits[n]]) for n, v in values.items()})
    return done


def _texts(model: type[Row]) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        and field.name not in KEPT
        and not field.choices
        and (field.max_length or 10_000) >= 60
    ]


@pytest.fixture(scope="module")
def nasty(world: World) -> Iterator[World]:
    """The world with code in every text of it, its owner's views and tokens too."""
    with transaction.atomic():
        for ledger in (ORGANISATION, world.ledger("own")):
            assert rename(acting(ledger), text=CODE).value > 5
        SavedView.objects.update(name=CODE[:60])
        Token.objects.update(name=CODE)
        yield world
        transaction.set_rollback(True)


class Reader(html.parser.HTMLParser):
    """What of a page would run: scripts with words in them, handlers, addresses that are code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            is_code = (value or "").strip().lower().startswith(("javascript:", "data:text/html"))
            if name.startswith("on") or (is_code and name in ("href", "src", "action", "formaction")):
                self.found.append(f"<{tag} {name}={value!r}>")
        if tag == "script" and not dict(attrs).get("src"):
            self.found.append("<script> without an address")


def running(answer: HttpResponse) -> list[str]:
    """What would run if this answer were opened in a browser."""
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith(("text/html", "image/svg")):
        return []
    reader = Reader()
    reader.feed(answer.content.decode(errors="replace"))
    return reader.found


@pytest.mark.parametrize("name", SCREENS)
def test_no_screen_runs_what_somebody_typed(nasty: World, name: str) -> None:
    answer = ask(nasty, name, nasty.clients["program_manager"], "own", "get")

    assert answer.status_code < 500
    assert running(answer) == []


@pytest.mark.parametrize("address", MORE)
def test_no_panel_list_or_search_runs_it_either(nasty: World, address: str) -> None:
    things = nasty.things["own"] | {"person": nasty.people["bystander"]}
    for principal in ("program_manager", "portfolio_administrator", "system_administrator"):
        answer = nasty.clients[principal].get(address.format(**things))

        assert answer.status_code < 500
        assert running(answer) == []


def test_the_code_is_there_to_be_shown(nasty: World) -> None:
    page = nasty.clients["program_manager"].get("/p/atlas/plan/paper").content.decode()

    assert "&lt;script&gt;" in page


def test_machines_are_answered_in_a_type_no_browser_opens_as_a_page(nasty: World) -> None:
    for offer in index.offers():
        if offer.is_write or offer.item is not None:
            continue
        plural = offer.entry.noun.plural
        asked = ASKED_WITH.get(plural, ASKED_ABOUT.get(plural, "").format(**nasty.things["own"]))
        path = f"/api/v1/{offer.address.path.format(program='atlas')}{asked}"
        answer = nasty.clients["program_manager"].get(path)
        assert answer.headers["Content-Type"].startswith("application/"), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        json.loads(answer.content)


@pytest.fixture(scope="module")
def formulas(world: World) -> Iterator[World]:
    """The world with a formula in every text of the program."""
    with transaction.atomic():
        rename(acting(world.ledger("own")), text=FORMULA)
        for task in ("task", "task_2", "task_3"):
            _named(world, task, {"task": FORMULA, "task_2": "@SUM(A1)", "task_3": "+1-1"}[task])
        yield world
        transaction.set_rollback(True)


def _named(world: World, task: str, name: str) -> None:
    tasks.edit(acting(world.ledger("own")), task=world.things["own"][task], name=name)


@pytest.mark.parametrize("kind", [one.key for one in formats.FORMATS])
def test_no_cell_that_leaves_the_house_starts_a_formula(formulas: World, kind: str) -> None:
    answer = formulas.clients["program_manager"].get(
        f"/p/atlas/export/{kind}?project={formulas.things['own']['project']}"
    )

    assert answer.status_code == 200
    cells = list(_cells(answer.content)) if kind in ("csv", "xlsx") else []
    assert kind not in ("csv", "xlsx") or any("cmd|" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and not _is_number(cell)] == []


def _cells(content: bytes) -> Iterator[str]:
    if not content.startswith(b"PK"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            yield from (cell for cell in row if cell)
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                if isinstance(cell.value, str) and cell.value:
                    # A spreadsheet program takes a text cell as text, whatever it begins with.
                    yield cell.value if cell.quotePrefix else f"'{cell.value}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


NAMES = [
    'x"\r\nSet-Cookie: a=b',
    "x\u2028y",
    "../../etc/passwd",
    "\u202egnp.exe",
    "C:\\x",
    "a" * 4000,
    "..",
    "\x00",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_breaks_the_headers(world: World, name: str) -> None:
    """A project may be called anything; the file it leaves in is called something harmless."""
    with transaction.atomic():
        _project_named(world, name.replace("\x00", "")[:200])
        answer = world.clients["program_manager"].get(
            f"/p/atlas/export/csv?project={world.things['own']['project']}"
        )
        transaction.set_rollback(True)

    said: Any = answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert not {"\r", "\n", "/", "\\"} & set(said.replace('\\"', ""))
    assert ".." not in said


def _project_named(world: World, name: str) -> None:
    projects.edit(acting(world.ledger("own")), project=world.things["own"]["project"], name=name)
