"""Answers shaped for the plan sheet: columns instead of rows, and after an edit only what moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milepost.base.operation import Acting


def after(acting: Acting, done: Mapping[str, Any]) -> dict[str, Any]:
    return dict(done)
