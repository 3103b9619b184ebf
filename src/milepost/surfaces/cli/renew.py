"""`milepost import --update`: a newer version of a file against the program it is in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from milepost.base.documents.sources import Unreadable
from milepost.surfaces.cli import house

if TYPE_CHECKING:
    from milepost.interop.load.renewal.gather import Against


def update(
    actor: Any, slug: str, file: str, *, project: int | None, take: tuple[str, ...], saves: bool
) -> dict[str, Any]:
    """What differs, and, where it `saves`, taking it over: what is suggested, all, or the pieces named.

    Raises: Unreadable, NothingTaken, NotAllowed.
    """
    from milepost.domain.programs.queries import programs
    from milepost.interop.exchange.planning import to_plan
    from milepost.interop.load.bring import PlanFile
    from milepost.interop.load.renewal import gather
    from milepost.interop.load.renewal.take import take as take_over
    from milepost.surfaces.cli.files.source import read_plan

    exchange, source = read_plan(file), PurePath(file).name
    kept = PlanFile(source, exchange, path=None if file == "-" else Path(file))
    found = gather.against(
        actor,
        program=programs.named(actor, slug=slug),
        exchange=exchange,
        planned=to_plan(exchange),
        source=source,
        into=project,
    )
    if not found.differences:
        raise Unreadable(
            f"{source} is no newer version of a project of '{slug}'; name the project with --project."
        )
    pieces = list(_pieces(found))
    chosen = {one["piece"] for one in pieces if _is_chosen(one, take)}
    if saves:
        take_over(
            house.acting(actor, slug), found.differences, source=source, chosen=chosen, file=kept.kept()
        )
    return {
        "program": slug,
        "file": file,
        "saved": saves,
        "taken": sorted(chosen) if saves else [],
        "unknown": list(found.unknown),
        "pieces": pieces,
    }


def _pieces(found: Against) -> Iterator[dict[str, Any]]:
    from milepost.interop.load.renewal.take import code_of

    for difference in found.differences:
        for piece in difference.pieces:
            yield {
                "piece": code_of(difference, piece),
                "project": difference.project,
                "kind": piece.kind,
                "name": piece.name,
                "field": piece.field or None,
                "changed_in": piece.moved.value,
                "suggested": piece.is_suggested,
                "before": piece.before,
                "here": piece.here,
                "file": piece.file,
            }


def _is_chosen(piece: dict[str, Any], take: tuple[str, ...]) -> bool:
    return "all" in take or piece["piece"] in take or ("suggested" in take and piece["suggested"])


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    signs = {"file": " ", "both": "!", "here": "="}
    for one in told["pieces"]:
        what = one["field"] or one["kind"].partition("_")[2]
        yield f"{signs[one['changed_in']]} {one['piece']}  {one['name']}: {what}"
    if any(one["changed_in"] != "file" for one in told["pieces"]):
        yield "! changed in both, = changed only here: taken over only by name or with --take all."
    for title in told["unknown"]:
        yield f"'{title}' is no newer version of a project here; bring it in as one of its own."
    if told["saved"]:
        yield f"{len(told['taken'])} taken over in program '{told['program']}'."
    else:
        yield f"{len(told['pieces'])} differences. Nothing was saved."
