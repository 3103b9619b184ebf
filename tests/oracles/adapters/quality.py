"""The DCMA 14 points."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milepost.engine.instants import Instant, midnight
from milepost.engine.plan import ConstraintType, LinkType
from milepost.engine.quality import dcma
from milepost.engine.quality.checks import Check
from milepost.engine.quality.facts import CriticalLength, Facts, LinkFacts, Share, Stretch, TaskFacts
from tests.oracles.adapters.dated_networks import CONSTRAINTS

NUMBERS = {"value": "value", "pass_": "passes", "count": "numerator", "fs": "numerator", "of": "denominator"}


def check(case: dict[str, Any]) -> None:
    found = {check.id: check for check in dcma.assess(_facts(case["inputs"]))}
    for name, answer in case["expected"].items():
        assert _answers(found[name], answer) == pytest.approx(answer, abs=case["tolerance"]["abs"]), name


def _answers(found: Check, wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(found, NUMBERS[name]) for name in wanted}


def _facts(inputs: dict[str, Any]) -> Facts:
    critical, stretch = inputs.get("cpli"), inputs.get("critical_path_test")
    missed, executed = inputs.get("missed"), inputs.get("bei")
    return Facts(
        status=_at(inputs.get("data_date")),
        tasks=tuple(_task(at, stated) for at, stated in enumerate(inputs.get("incomplete_tasks", ()), 1)),
        links=tuple(LinkFacts(0, LinkType(link["type"]), link["lag"]) for link in inputs.get("links", ())),
        missed=missed
        and Share(missed["finished_late_or_unfinished"], missed["baselined_to_finish_by_data_date"]),
        executed=executed and Share(executed["completed"], executed["baselined_to_complete"]),
        critical=critical and CriticalLength(critical["critical_path_length_d"], critical["total_float_d"]),
        stretch=stretch and Stretch(stretch["delay_added_d"], stretch["project_finish_moved_d"]),
    )


def _task(id_: int, stated: dict[str, Any]) -> TaskFacts:
    constraint = stated["constraint"]
    return TaskFacts(
        id=id_,
        is_complete=stated["complete"],
        is_discrete=stated["type"] == "task",
        predecessors=(LinkType.FINISH_START,) * len(stated["preds"]),
        successors=(LinkType.FINISH_START,) * len(stated["succs"]),
        constraint=ConstraintType.AS_SOON_AS_POSSIBLE if constraint is None else CONSTRAINTS[constraint],
        total_float_days=stated["total_float_d"],
        duration_days=stated["duration_d"],
        has_resources=stated["resources"] > 0,
        baseline_finish=_at(stated["baseline_finish"]),
        actual_start=_at(stated["actual_start"]),
        actual_finish=_at(stated["actual_finish"]),
        forecast_start=_at(stated["forecast_start"]),
        forecast_finish=_at(stated["forecast_finish"]),
    )


def _at(day: str | None) -> Instant | None:
    return None if day is None else midnight(date.fromisoformat(day))
