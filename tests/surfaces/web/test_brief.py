"""Brief and scope are written in place and agreed to; two people who write at once see both values."""

from __future__ import annotations

from milepost.base.identity import SYSTEM
from milepost.domain.programs.operations import aims
from milepost.domain.programs.operations import documents as operations
from milepost.domain.programs.queries import documents
from tests.builders import Program
from tests.surfaces.web.conftest import As, text_of


def test_the_empty_brief_says_what_it_is_for(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/brief").content)

    assert "what will be different" in shown


def test_the_brief_is_written_and_read_as_paragraphs(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    answer = browser.post(
        f"/p/{atlas.slug}/brief/brief",
        {"vision": "- cheap\n- **quick**", "seen": "1", "background": "", "outcome": "", "approach": ""},
    )

    assert answer.status_code == 302
    html = browser.get(f"/p/{atlas.slug}/brief").content.decode()
    assert "<li>cheap</li>" in html
    assert "<strong>quick</strong>" in html


def test_words_that_look_like_a_script_stay_words(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    nasty = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"

    browser.post(f"/p/{atlas.slug}/brief/brief", {"vision": nasty})

    html = browser.get(f"/p/{atlas.slug}/brief").content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html


def test_two_people_who_wrote_the_same_part_see_both(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    operations.write_brief(atlas.by(), vision="as it was")
    seen = documents.brief(SYSTEM, program=atlas.ledger)
    assert seen is not None
    operations.write_brief(atlas.by(), vision="what Bo wrote")

    answer = browser.post(
        f"/p/{atlas.slug}/brief/brief",
        {
            "vision": "what Ana wrote",
            "seen": str(seen.version),
            "background": "",
            "outcome": "",
            "approach": "",
        },
    )

    assert answer.status_code == 422
    shown = text_of(answer.content)
    assert "what Bo wrote" in shown
    assert "what Ana wrote" in shown
    assert "Nothing was saved" in shown
    again = answer.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    browser.post(f"/p/{atlas.slug}/brief/brief", {"vision": "what Ana wrote", "seen": again})
    now = documents.brief(SYSTEM, program=atlas.ledger)
    assert now is not None
    assert now.vision == "what Ana wrote"


def test_an_edition_is_kept_word_for_word(atlas: Program, signed_in_as: As) -> None:
    sponsor = signed_in_as("sponsor", name="Henrik Dahl")
    operations.write_scope(atlas.by(), included="Accounts")

    sponsor.post(f"/p/{atlas.slug}/brief/scope/agree", {"note": "Board"})
    operations.write_scope(atlas.by(), included="Accounts and cards")

    assert "changed since edition 1" in text_of(sponsor.get(f"/p/{atlas.slug}/brief").content)
    kept = text_of(sponsor.get(f"/p/{atlas.slug}/brief/scope/1").content)
    assert "Accounts" in kept
    assert "cards" not in kept


def test_a_line_is_added_changed_and_removed(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    here = f"/p/{atlas.slug}/brief/list/objectives"

    browser.post(here, {"title": "Settle in ten seconds", "target": "10 s"})
    [line] = documents.objectives(SYSTEM, program=atlas.ledger)
    assert "Settle in ten seconds" in text_of(browser.get(f"/p/{atlas.slug}/brief").content)

    browser.post(f"{here}/{line.number}", {"title": "Settle in eight seconds", "target": "8 s"})
    [line] = documents.objectives(SYSTEM, program=atlas.ledger)
    assert (line.title, line.target) == ("Settle in eight seconds", "8 s")

    browser.post(f"{here}/{line.number}/remove")
    assert documents.objectives(SYSTEM, program=atlas.ledger) == []


def test_a_line_without_a_title_is_refused_beside_the_field(atlas: Program, signed_in_as: As) -> None:
    answer = signed_in_as("program_manager").post(f"/p/{atlas.slug}/brief/list/deliverables", {"title": ""})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_whoever_may_only_read_is_offered_no_edit_and_refused_one(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("project_manager", on=f"{atlas.slug}/{atlas.project}")

    assert "edit=brief" not in browser.get(f"/p/{atlas.slug}/brief").content.decode()
    answer = browser.post(f"/p/{atlas.slug}/brief/list/objectives", {"title": "Mine"})
    assert answer.status_code in (403, 422)
    assert documents.objectives(SYSTEM, program=atlas.ledger) == []


def test_a_key_date_names_the_task_that_keeps_it(atlas: Program, signed_in_as: As) -> None:
    aims.add_key_date(atlas.by(), name="Go live", task=atlas["launch"])
    aims.add_key_date(atlas.by(), name="Build", task=atlas["build"])

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/brief").content)

    assert "kept by “launch”" in shown
    assert "kept by the task of this name" in shown
