"""`milepost compare A B`: what changed between two plan files, and how far the finish moved."""

from __future__ import annotations

from collections.abc import Iterator

import click

from milepost.engine.calendars import compile_calendars
from milepost.engine.instants import minutes
from milepost.interop.fidelity.changes import Change, changes
from milepost.surfaces.cli import output
from milepost.surfaces.cli.files.schedule import Scheduled, work_out


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def compare(before: str, after: str, as_json: bool) -> None:
    """Compare two plan files: what people changed from A to B, and what that did to the finish.

    Rows are matched by the files' own ids. Both plans are worked out by the rules of the tools that wrote
    them.
    """
    one, other = work_out(before), work_out(after)
    found = changes(one.exchange, other.exchange)
    moved = _finish_moved(one, other)
    document = {
        "changes": [
            {
                "kind": each.kind,
                "uid": each.uid,
                "field": each.field,
                "before": each.before,
                "after": each.after,
            }
            for each in found
        ],
        "finish_moved_minutes": moved,
    }
    output.answer(document if as_json else None, as_json=as_json, lines=_lines(found, moved))


def _finish_moved(one: Scheduled, other: Scheduled) -> int | float | None:
    """Working minutes the finish moved, later being positive, on the newer plan's calendar; None without
    dates.
    """
    before, after = one.analysis.finish, other.analysis.finish
    if before is None or after is None:
        return None
    plan = other.planned.plan
    time = compile_calendars(plan.calendars)[0].working_time(plan.projects[0].calendar)
    first, last = sorted((before, after))
    return minutes(time.between(first, last)) * (1 if after >= before else -1)


def _lines(found: list[Change], moved: float | None) -> Iterator[str]:
    for change in found:
        field = "" if change.field is None else f" {change.field}"
        yield f"{change.kind} {change.uid}{field}: {_short(change.before)} -> {_short(change.after)}"
    if moved is None:
        yield f"{len(found):,} changes."
    else:
        direction = "later" if moved > 0 else "earlier"
        yield f"{len(found):,} changes; the finish " + (
            f"is {abs(moved):g} working minutes {direction}." if moved else "is where it was."
        )


def _short(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
