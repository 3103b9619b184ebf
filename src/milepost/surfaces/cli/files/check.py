"""`milepost check FILE`: is the plan sound enough to be believed? DCMA's 14 points and the other checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from milepost.engine.quality.checks import Check
from milepost.engine.quality.health import Health, examine
from milepost.surfaces.cli import output
from milepost.surfaces.cli.files.schedule import Scheduled, plan_problems, work_out


@click.command()
@click.argument("file")
@click.option(
    "--baseline",
    type=click.IntRange(0, 10),
    default=0,
    show_default=True,
    help="Which baseline to hold it against.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def check(file: str, baseline: int, as_json: bool) -> None:
    """Check a plan file's health: DCMA's 14 points and further checks, each with those who offend.

    FILE is a path, or - for standard input. The format is recognised by content.
    """
    done = work_out(file)
    health = examine(done.analysis, baseline)
    output.answer(_document(done, health) if as_json else None, as_json=as_json, lines=_lines(health))


def _document(done: Scheduled, health: Health) -> dict[str, Any]:
    return {
        "checks": [_check(done, one) for one in health.checks],
        "score": health.score,
        "problems": plan_problems(done),
    }


def _check(done: Scheduled, one: Check) -> dict[str, Any]:
    origins = done.planned.origins
    return {
        "id": one.id,
        "name": one.name,
        "value": one.value,
        "limit": one.limit,
        "passes": one.passes,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "offenders": [origins[number - 1][1].uid for number in one.offenders],
    }


def _lines(health: Health) -> Iterator[str]:
    for one in health.checks:
        verdict = {True: "passes", False: "FAILS", None: "-"}[one.passes]
        value = "not known" if one.value is None else f"{one.value:.4g}"
        limit = "" if one.limit is None else f" (limit {one.limit:g})"
        offenders = f", {len(one.offenders)} offend" if one.offenders else ""
        yield f"{verdict:7} {one.name}: {value}{limit}{offenders}"
    if health.score is not None:
        yield f"Score: {health.score:.0f}"
