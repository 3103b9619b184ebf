"""Every known answer is the product's answer too."""

from __future__ import annotations

from typing import Any

from tests.oracles import adapters


def test_known_answer(known: tuple[str, dict[str, Any]]) -> None:
    suite, case = known
    adapters.SUITES[suite](case)
