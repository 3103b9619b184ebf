"""Milestone trends over a row of reports."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milepost.engine.trend import trend


def check(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    found = trend(
        [date.fromisoformat(day) for day in inputs["reports"]],
        [date.fromisoformat(day) for day in inputs["forecasts"]],
        date.fromisoformat(inputs["baseline"]),
    )
    answers = {
        "slip_days_total": found.slip,
        "slip_per_report": list(found.slips),
        "trend": found.direction.value,
        "days_to_go": list(found.to_go),
        "convergence_ratio": pytest.approx(list(found.convergence), abs=case["tolerance"]["abs"]),
    }
    assert {name: answers[name] for name in expected} == expected
