"""Lists narrowed by conditions and ordered by fields."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.surfaces.catalog.narrowing import Given, narrowed
from milepost.surfaces.catalog.places import WrongField

ROWS: tuple[Given, ...] = (
    {"name": "Dig", "float": 0, "done": True, "finish": "2026-03-04T17:00", "people": ["Ana"], "more": {}},
    {"name": "pour; cure", "float": 480, "done": False, "finish": None, "people": [], "more": {}},
    {"name": "Test", "float": -480.5, "done": False, "finish": "2026-04-01T17:00", "people": ["Bo", "Ana"]},
)


def names(conditions: str | None = None, order: str | None = None) -> list[Any]:
    return [row["name"] for row in narrowed(ROWS, dict, conditions, order)]


@pytest.mark.parametrize(
    ("conditions", "kept"),
    [
        ("done=true", ["Dig"]),
        ("done!=true", ["pour; cure", "Test"]),
        ("float<=0", ["Dig", "Test"]),
        ("float=-480.5", ["Test"]),
        ("finish<2026-04-01", ["Dig"]),
        ("finish>=2026-04-01T17:00;done=false", ["Test"]),
        ("finish=null", ["pour; cure"]),
        ("finish!=null", ["Dig", "Test"]),
        ("name~T", ["Test"]),
        ('name="pour; cure"', ["pour; cure"]),
        ('name ~ "; c" ; float > 0', ["pour; cure"]),
        ("people=Ana", ["Dig", "Test"]),
        ("people!=Ana", ["pour; cure"]),
        ("", ["Dig", "pour; cure", "Test"]),
    ],
)
def test_rows_that_meet_every_condition_are_kept(conditions: str, kept: list[str]) -> None:
    assert names(conditions) == kept


@pytest.mark.parametrize(
    ("order", "ordered"),
    [
        ("name", ["Dig", "pour; cure", "Test"]),
        ("-float", ["pour; cure", "Dig", "Test"]),
        ("finish", ["Dig", "Test", "pour; cure"]),
        ("-finish", ["Test", "Dig", "pour; cure"]),
        ("done,-name", ["Test", "pour; cure", "Dig"]),
    ],
)
def test_rows_come_in_the_order_asked_for_those_without_the_field_last(
    order: str, ordered: list[str]
) -> None:
    assert names(order=order) == ordered


@pytest.mark.parametrize(
    ("conditions", "order", "sentence"),
    [
        ("slack=0", None, "'slack' is not a field here; there are name, float"),
        ("float=much", None, "'float' is a number, not 'much'"),
        ("done=yes", None, "'done' is true or false, not 'yes'"),
        ("late", None, "'late' does not"),
        ('name="open', None, "does not"),
        ("more=1", None, "holds several values"),
        (";".join(["float=0"] * 21), None, "20 at most"),
        (None, "rank", "'rank' is not a field here"),
        (None, "people", "no order by it"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(
    conditions: str | None, order: str | None, sentence: str
) -> None:
    with pytest.raises(WrongField, match=sentence):
        narrowed(ROWS, dict, conditions, order)
