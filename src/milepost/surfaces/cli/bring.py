"""`milepost import`: plan files into a program, with a word on what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import click

from milepost.surfaces.cli import bring_there, house, output, renew


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--program", "name", required=True, help="The program: one there is, or the name of a new one.")
@click.option("--as", "person", envvar="MILEPOST_AS", help="Who imports, by e-mail address.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; save nothing.")
@click.option("--update", is_flag=True, help="FILE is a newer version of a project in the program.")
@click.option("--project", type=int, help="With --update: the project it belongs to, by number.")
@click.option(
    "--take",
    multiple=True,
    default=("suggested",),
    show_default=True,
    help="With --update: suggested (what only the file changed), all, or a piece by its code; repeatable.",
)
@click.option(
    "--server",
    envvar="MILEPOST_SERVER",
    help="Another Milepost, by its address; else this machine's database.",
)
@click.option("--token", envvar="MILEPOST_TOKEN", help="With --server: the personal token to act with.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON document and nothing else.")
def bring(
    files: tuple[str, ...],
    name: str,
    person: str | None,
    dry_run: bool,
    update: bool,
    project: int | None,
    take: tuple[str, ...],
    server: str | None,
    token: str | None,
    is_json: bool,
) -> None:
    """Bring plan files into a program, together as one entry of its history and one undo.

    Every file is read before the first is saved: one that cannot be read stops all of them. With --update
    one file is held against the project it belongs to, and what differs is taken over piece by piece.
    """
    if update and len(files) != 1:
        raise click.UsageError("--update takes one file and the name of a program there is.")
    there = None if server is None else bring_there.Milepost(server.rstrip("/"), token)
    if update:
        if there is not None:
            told = there.update(name, files[0], project=project, take=take, saves=not dry_run)
        else:
            told = _update(files[0], name, person, project=project, take=take, saves=not dry_run)
        output.answer(told, as_json=is_json, lines=renew.lines(told))
        return
    told = there.bring(name, files, saves=not dry_run) if there else _bring(files, name, person, not dry_run)
    output.answer(told, as_json=is_json, lines=_lines(told))


def _bring(files: tuple[str, ...], name: str, person: str | None, saves: bool) -> dict[str, Any]:
    """Bring files into this machine's database. Raises: Unreadable, Refusal."""
    house.settings()
    from milepost.interop.load import bring as loading
    from milepost.interop.load.preview.examine import examine
    from milepost.surfaces.catalog import forms
    from milepost.surfaces.cli.files.source import read_plan

    actor = house.actor(person)
    read = [(file, examine(read_plan(file))) for file in files]
    slug = _program(actor, name)
    left_out = [] if slug is None else _left_out(actor, slug)
    if saves:
        brought = [
            loading.PlanFile(PurePath(file).name, one.exchange, one.planned, _path(file))
            for file, one in read
        ]
        if slug is None:
            slug, _written = loading.into_new_program(house.acting(actor), *brought, name=name)
        else:
            loading.into_program(house.acting(actor, slug), *brought)
    return {
        "program": slug,
        "saved": saves,
        "left_out": left_out,
        "files": [{"file": file, **forms.give_plain(one.report)} for file, one in read],
    }


def _path(file: str) -> Path | None:
    """Where a file's bytes lie, so that the original is kept; what came through a pipe is gone."""
    return None if file == "-" else Path(file)


def _update(
    file: str,
    name: str,
    person: str | None,
    *,
    project: int | None,
    take: tuple[str, ...],
    saves: bool,
) -> dict[str, Any]:
    house.settings()
    actor = house.actor(person)
    slug = _program(actor, name)
    if slug is None:
        raise click.UsageError("--update takes one file and the name of a program there is.")
    return renew.update(actor, slug, file, project=project, take=take, saves=saves)


def _program(actor: Any, name: str) -> str | None:
    """The slug of the program meant, by slug or by name; None for one that is to be opened."""
    from milepost.domain.programs.queries import programs

    for row in programs.programs(actor):
        if name in (row.slug, row.name):
            return row.slug
    return None


def _left_out(actor: Any, slug: str) -> list[str]:
    """What of the files' money this person may not write in the program, as the fields are called."""
    from milepost.domain.programs.queries import programs
    from milepost.domain.resources.queries import imports

    found = imports.left_out(actor, program=programs.named(actor, slug=slug))
    return [name for name in ("rates", "task_costs", "booking_costs") if getattr(found, name)]


def _lines(told: dict[str, Any]) -> Iterator[str]:
    for file in told["files"]:
        for project in file["projects"]:
            yield (
                f"{project['title'] or file['file']}: {project['tasks']} tasks, {project['links']} links, "
                f"{project['resources']} resources; finish {project['finish'] or '-'}"
            )
        yield f"  {file['headline']}"
        yield from (f"  {one['dates']} differ: {one['code']}" for one in file["reasons"])
        yield from (f"  {one['message']}" for one in file["oddities"])
        dropped = (one for one in file["fields"] if one["fate"] == "dropped")
        yield from (f"  dropped: {one['field']} ({one['count']}): {one['because']}" for one in dropped)
    if told["left_out"]:
        yield f"Left out, because you may not write it: {', '.join(told['left_out']).replace('_', ' ')}"
    yield f"Saved in program '{told['program']}'." if told["saved"] else "Nothing was saved."
