"""Types inside, and how they look at a door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import pydantic
import pytest

from milepost.base.unset import UNSET, Unset
from milepost.engine.instants import Instant, Ticks, instant
from milepost.surfaces.catalog import forms


@dataclass(frozen=True, slots=True)
class Shift:
    """A record with fields of every awkward kind."""

    task: int
    start: Instant | Unset | None = UNSET
    duration: Ticks | Unset = UNSET


NINE = instant(datetime(2026, 3, 2, 9, 0))


def accept(annotation: Any, value: object) -> object:
    """A JSON value, taken in through the form of a type."""
    form = forms.form_of(annotation)
    return form.take(pydantic.TypeAdapter(form.accepts).validate_python(value))


def test_an_instant_is_a_local_date_and_time_outside() -> None:
    assert accept(Instant, "2026-03-02T09:00") == NINE
    assert forms.form_of(Instant).give(NINE) == "2026-03-02T09:00"


def test_an_instant_with_a_zone_is_refused() -> None:
    with pytest.raises(pydantic.ValidationError, match="leave the time zone out"):
        accept(Instant, "2026-03-02T09:00Z")


def test_a_length_of_time_is_minutes_outside_and_its_field_says_so() -> None:
    fields = forms.fields_of({"lag": Ticks}, {})

    assert [(field.name, field.keyword) for field in fields] == [("lag_minutes", "lag")]
    assert accept(Ticks, 90) == 900
    assert forms.form_of(Ticks).give(905) == 90.5


def test_a_field_left_out_stays_unset_and_null_clears() -> None:
    assert accept(Shift, {"task": 4, "duration_minutes": 480}) == Shift(4, UNSET, 4800)
    assert accept(Shift, {"task": 4, "start": None}) == Shift(4, None, UNSET)


def test_a_field_nobody_declared_is_refused() -> None:
    with pytest.raises(pydantic.ValidationError, match="approved_by"):
        accept(Shift, {"task": 4, "approved_by": "me"})


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 10**4000])
def test_a_number_no_column_holds_is_refused(number: int) -> None:
    with pytest.raises(pydantic.ValidationError):
        accept(int, number)


@pytest.mark.parametrize("text", ["a\0b", "bell\a", "x" * (forms.MAX_TEXT + 1), "half \ud83d"])
def test_text_no_one_can_have_typed_is_refused(text: str) -> None:
    with pytest.raises(pydantic.ValidationError):
        accept(str, text)


def test_rows_come_out_as_plain_json() -> None:
    rows = (Shift(1, NINE, 10), Shift(2, None, 4800))

    assert forms.form_of(tuple[Shift, ...]).give(rows) == [
        {"task": 1, "start": "2026-03-02T09:00", "duration_minutes": 1},
        {"task": 2, "start": None, "duration_minutes": 480},
    ]


@pytest.mark.parametrize(
    ("annotation", "inside", "outside"),
    [
        (date, date(2026, 2, 28), "2026-02-28"),
        (Decimal, Decimal("12.3400"), "12.3400"),
        (Literal["FS", "SS"], "FS", "FS"),
        (dict[str, int], {"a": 1}, {"a": 1}),
        (frozenset[int], frozenset({3}), [3]),
        (tuple[str, int], ("a", 1), ["a", 1]),
    ],
)
def test_values_go_out_and_come_back(annotation: Any, inside: object, outside: object) -> None:
    assert forms.form_of(annotation).give(inside) == outside
    assert accept(annotation, outside) == inside


def test_stored_fields_are_named_as_at_the_doors() -> None:
    assert forms.outside("start_tick", NINE) == ("start", "2026-03-02T09:00")
    assert forms.outside("remaining_ticks", 4800) == ("remaining_minutes", 480)
    assert forms.outside("name", "Cut over") == ("name", "Cut over")
