"""The program's commands: derived from the catalogue, on this machine and on a server elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.operation import Acting
from milepost.domain.accounts.operations import organisation
from milepost.interop import reading
from milepost.surfaces.catalog import index
from milepost.surfaces.cli import derive, main
from tests.builders import a_program
from tests.surfaces.served import Served, command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main.milepost, list(arguments))


def test_every_entry_of_the_catalogue_is_a_command() -> None:
    groups = derive.groups()

    for offer in index.offers():
        entry = offer.entry
        assert (entry.called or entry.verb) in groups[entry.noun.plural].commands, entry.code


@pytest.mark.parametrize("noun", sorted({offer.entry.noun.plural for offer in index.offers()}))
def test_a_noun_says_what_can_be_done_with_it(noun: str) -> None:
    shown = run(noun, "--help")

    assert shown.exit_code == 0
    assert "Commands:" in shown.output


def test_an_option_says_how_it_is_written() -> None:
    shown = run("tasks", "edit", "--help").output

    assert "--deadline YYYY-MM-DDTHH:MM" in shown
    assert "--is-active / --no-is-active" in shown
    assert "TASK" in shown


@pytest.mark.django_db
def test_the_program_is_asked_for_when_nobody_named_it() -> None:
    refused = run("tasks", "list")

    assert refused.exit_code == 2
    assert "--program" in refused.output


@pytest.mark.xdist_group("served")
class TestWithAHouse:
    """The same words here and there."""

    def test_a_plan_is_built_and_read_from_the_command_line(self, house: Served) -> None:
        here = house.command
        assert here("programs", "add", "--name", "Cli", "--slug", "cli").stdout.startswith("cli")
        project = json.loads(here("projects", "add", "--program", "cli", "--name", "Core", "--json").stdout)[
            "result"
        ]
        added = here(
            "tasks", "add", "--program", "cli", "--project", str(project), "--name", "Build",
            "--duration", "3d", "--reason", "The plan of March", "--json",
        )  # fmt: skip
        task = json.loads(added.stdout)["result"]
        edited = here("tasks", "edit", str(task), "--program", "cli", "--deadline", "2026-10-21T17:00")
        shown = json.loads(here("tasks", "show", str(task), "--program", "cli", "--json").stdout)

        assert edited.returncode == 0, edited.stderr
        assert (shown["duration_minutes"], shown["deadline"]) == (3 * 480, "2026-10-21T17:00")
        cleared = here("tasks", "edit", str(task), "--program", "cli", "--deadline", "none")
        assert cleared.returncode == 0, cleared.stderr
        table = here("tasks", "list", "--program", "cli").stdout
        assert "Build" in table
        assert "2026-10-21" not in table
        told = here("history", "list", "--program", "cli", "--json")
        assert "The plan of March" in [row["reason"] for row in json.loads(told.stdout)["items"]]

    def test_a_server_elsewhere_answers_the_same(self, house: Served, tmp_path: Path) -> None:
        house.command("programs", "add", "--name", "There", "--slug", "there")
        elsewhere = ("--server", house.address, "--token", house.token, "--json")

        there = command(tmp_path, "programs", "list", *elsewhere)
        here = house.command("programs", "list", "--json")
        added = command(tmp_path, "projects", "add", "--program", "there", "--name", "Core", *elsewhere)

        assert json.loads(there.stdout) == json.loads(here.stdout)
        assert added.returncode == 0, added.stderr
        assert list(tmp_path.iterdir()) == [], "asking a server elsewhere leaves nothing behind"

    def test_plan_files_go_to_a_server_elsewhere_are_renewed_there_and_come_back(
        self, house: Served, tmp_path: Path
    ) -> None:
        elsewhere = ("--server", house.address, "--token", house.token)
        source, target = tmp_path / "move.csv", tmp_path / "move.plan"
        source.write_text("ID,Name,Duration\n1,Pack,2d\n2,Drive,1d\n", encoding="utf-8")

        tried = command(
            tmp_path, "import", str(source), "--program", "Far away", "--dry-run", "--json", *elsewhere
        )
        saved = command(tmp_path, "import", str(source), "--program", "Far away", "--json", *elsewhere)
        source.write_text("ID,Name,Duration\n1,Pack,5d\n2,Drive,1d\n", encoding="utf-8")
        renewed = command(tmp_path, "import", str(source), "--program", "far-away", "--update", *elsewhere)
        out = command(tmp_path, "export", "far-away", "--format", "plan", "--output", str(target), *elsewhere)

        assert json.loads(tried.stdout)["program"] is None
        assert json.loads(saved.stdout)["program"] == "far-away"
        assert "1 taken over in program 'far-away'." in renewed.stdout, renewed.stderr
        assert out.returncode == 0, out.stderr
        lengths = {task.name: task.duration for task in reading.read(target).projects[0].tasks}
        assert lengths == {"Pack": 5 * 4800, "Drive": 4800}

    def test_a_file_that_cannot_be_read_stops_an_import_elsewhere(
        self, house: Served, tmp_path: Path
    ) -> None:
        picture = tmp_path / "plan.mpp"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        before = house.command("uploads", "list", "--json").stdout

        refused = command(
            tmp_path,
            "import",
            str(picture),
            "--program",
            "X",
            "--server",
            house.address,
            "--token",
            house.token,
        )

        assert refused.returncode == 1
        assert refused.stderr == "plan.mpp: The file is a picture, not a plan.\n"
        assert json.loads(house.command("uploads", "list", "--json").stdout) == json.loads(before)

    def test_a_refusal_is_one_line_and_an_empty_answer(self, house: Served, tmp_path: Path) -> None:
        refusals = [
            house.command("tasks", "show", "1", "--program", "nowhere"),
            house.command("tasks", "list", "--program", "nowhere", "--as", "nobody@nordhaven.example"),
            command(tmp_path, "programs", "list", "--server", house.address, "--token", "mp_wrong"),
            command(tmp_path, "programs", "list", "--server", "http://127.0.0.1:9", "--token", "x"),
        ]

        for refused in refusals:
            assert refused.returncode == 1, refused
            assert refused.stdout == ""
            assert len(refused.stderr.strip().splitlines()) == 1

    def test_a_field_that_does_not_fit_is_named(self, house: Served) -> None:
        refused = house.command("programs", "add", "--name", "x" * 300)

        assert refused.returncode == 1
        assert "name" in refused.stderr

    def test_tokens_are_made_listed_and_revoked(self, house: Served) -> None:
        made = json.loads(house.command("token", "make", "--name", "Monday report", "--json").stdout)
        listed = house.command("token", "list")
        revoked = house.command("token", "revoke", str(made["number"]))

        assert made["secret"].startswith("mp_")
        assert "Monday report" in listed.stdout
        assert made["secret"] not in listed.stdout
        assert revoked.returncode == 0
        assert "Monday report" not in house.command("token", "list").stdout

    def test_people_are_invited_with_a_link(self, house: Served) -> None:
        invited = house.command("user", "invite", "ana@nordhaven.example", "--name", "Ana", "--json")

        assert "/join/" in json.loads(invited.stdout)["link"]
        assert "ana@nordhaven.example" in house.command("user", "list").stdout
        assert house.command("user", "deactivate", "ana@nordhaven.example").returncode == 0


def test_a_new_house_prints_the_owners_link(tmp_path: Path) -> None:
    first = command(tmp_path, "init")

    assert first.returncode == 0, first.stderr
    assert "/start/owner/" in first.stdout


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["mspdi", "xer", "csv", "xlsx", "json"])
def test_a_program_is_exported_and_read_again(tmp_path: Path, kind: str) -> None:
    organisation.found(Acting(SYSTEM, ORGANISATION), name="Olga", email="olga@nordhaven.example")
    a_program("Atlas", with_tasks=3)
    target = tmp_path / f"atlas.{kind}"

    done = run("export", "atlas", "--format", kind, "--output", str(target), "--json")

    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["tasks"] == 3
    if kind == "json":
        names = [task["name"] for task in json.loads(target.read_text())["projects"][0]["tasks"]]
    else:
        names = [task.name for task in reading.read(target).projects[0].tasks]
    # P6 keeps a project's own name as the top of its outline.
    assert [name for name in names if name != "Build"] == ["t1", "t2", "t3"]


@pytest.mark.django_db
def test_a_plan_file_is_imported_once_it_was_looked_at(tmp_path: Path) -> None:
    organisation.found(Acting(SYSTEM, ORGANISATION), name="Olga", email="olga@nordhaven.example")
    a_program("Atlas", with_tasks=3)
    source = tmp_path / "atlas.xml"
    run("export", "atlas", "--output", str(source))

    tried = json.loads(run("import", str(source), "--program", "Borea", "--dry-run", "--json").output)
    saved = json.loads(run("import", str(source), "--program", "Borea", "--json").output)

    assert (tried["program"], tried["saved"]) == (None, False)
    assert (saved["program"], saved["files"][0]["projects"][0]["tasks"]) == ("borea", 3)
    assert run("tasks", "list", "--program", "borea").output.count("t1") == 1


@pytest.mark.django_db
def test_a_newer_version_of_a_file_is_taken_over_where_only_the_file_changed(tmp_path: Path) -> None:
    organisation.found(Acting(SYSTEM, ORGANISATION), name="Olga", email="olga@nordhaven.example")
    a_program("Atlas", with_tasks=1)
    source = tmp_path / "move.csv"
    source.write_text("ID,Name,Duration\n1,Pack,2d\n2,Drive,1d\n", encoding="utf-8")
    run("import", str(source), "--program", "atlas")
    source.write_text("ID,Name,Duration\n1,Pack,5d\n2,Drive,1d\n3,Unpack,1d\n", encoding="utf-8")

    tried = json.loads(
        run("import", str(source), "--program", "atlas", "--update", "--dry-run", "--json").output
    )
    saved = run("import", str(source), "--program", "atlas", "--update")

    assert [(one["kind"], one["name"], one["changed_in"]) for one in tried["pieces"]] == [
        ("task_changed", "Pack", "file"),
        ("task_added", "Unpack", "file"),
    ]
    assert "2 taken over in program 'atlas'." in saved.output
    assert run("tasks", "list", "--program", "atlas").output.count("Unpack") == 1
    assert run("import", str(source), "--program", "atlas", "--update", "--project", "99").exit_code == 1
