"""Plans taken out as files: what a format cannot hold is said before, and nobody takes out what is hidden."""

from __future__ import annotations

import io
import zipfile

import pytest

from milepost.domain.resources.operations import people
from milepost.interop import reading
from milepost.interop.exchange.values import Exchange, Project, Resource, Task
from milepost.interop.load import bring
from milepost.surfaces.web.exports import formats
from tests.builders import Program
from tests.surfaces.web.conftest import As, text_of


@pytest.mark.parametrize("kind", [one.key for one in formats.FORMATS])
def test_every_format_comes_as_a_file_that_is_read_again(atlas: Program, signed_in_as: As, kind: str) -> None:
    answer = signed_in_as("viewer").get(f"/p/{atlas.slug}/export/{kind}?project={atlas.project}")

    assert answer.status_code == 200
    assert f"{formats.named(kind).ending}" in answer.headers["Content-Disposition"]
    assert sum(len(one.tasks) for one in reading.read(answer.content).projects) > 0


def test_the_page_offers_every_format_and_says_what_stays_behind(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("viewer")
    people.assign(atlas.by(), task=next(iter(atlas.tasks.values())), people="Ana[50%]")

    shown = text_of(browser.get(f"/p/{atlas.slug}/export").content)
    sheet = text_of(browser.get(f"/p/{atlas.slug}/export/csv/left?project={atlas.project}").content)
    text = text_of(browser.get(f"/p/{atlas.slug}/export/plan/left?project={atlas.project}").content)

    assert all(str(one.name) in shown for one in formats.FORMATS)
    assert "fields of this plan stay behind" in sheet
    assert "resources max units" in sheet
    assert "Holds everything this plan has." in text


def test_a_format_there_is_not_is_not_found(atlas: Program, signed_in_as: As) -> None:
    assert signed_in_as("viewer").get(f"/p/{atlas.slug}/export/pdf").status_code == 404


@pytest.mark.parametrize("kind", [one.key for one in formats.FORMATS])
def test_no_rate_leaves_the_house_by_somebody_who_may_not_see_it(
    atlas: Program, signed_in_as: As, kind: str
) -> None:
    canary = "731947"
    resource = Resource(
        uid=7, name="Zoe", carried=(("Rates/", f"<Rates><Rate>{canary}</Rate></Rates>"), ("ACWP", canary))
    )
    task = Task(uid=1, name="Dig", duration=4800, carried=(("BCWP", canary), ("cost_per_qty", canary)))
    project = Project(
        uid=1,
        title="Works",
        start=295_444_800,
        tasks=(task,),
        resources=(resource,),
        carried=(("DefaultStandardRate", canary),),
    )
    file = bring.PlanFile("works.xml", Exchange(format="mspdi", projects=(project,)))
    (number,) = bring.into_program(atlas.by(), file).value

    answer = signed_in_as("viewer").get(f"/p/{atlas.slug}/export/{kind}?project={number}")
    listed = signed_in_as("viewer", name="Vera Voss").get(f"/api/v1/programs/{atlas.slug}/resources")

    assert answer.status_code == 200
    assert canary not in _text(answer.content)
    assert listed.status_code == 200
    assert canary not in listed.content.decode()


def _text(content: bytes) -> str:
    """What a file says, a workbook unpacked."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
