"""Whatever is sent to a derived address is answered: never with an error of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pydantic
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.surfaces.catalog import index
from milepost.surfaces.catalog.offers import Offer, example_of
from tests.surfaces.api.conftest import Api
from tests.surfaces.api.test_plan import Plan

OFFERS = index.offers()
NASTY = st.sampled_from(
    [
        *(None, True, -1, 0, 2**31 - 1, 2**31, -(2**63), 10**30, 1e308, -0.0, 0.1),
        *("", " ", "\u200b", "\u202egnp", "0", "-1", "1e9", "٣", "NaN", "a" * 5000, "["),
        *("=cmd|' /C calc'!A0", "<svg onload=alert(1)>", "__class__", "EUR", "atlas/1", "organisation"),
        *("2026-02-30", "0001-01-01", "9999-12-31", "2026-03-29T02:30", "2026-03-02T09:00"),
        *("3d", "999999999999d", "1,5d", "-2w", "1FS+2d;2SS", "99FS", "Ana[50%];Bo"),
        *(
            [],
            {},
            [[]],
            ["08:00", "12:00"],
            [[["24:00", "00:00"]]] * 7,
            [None] * 7,
            {"__proto__": 1},
            [1, 1],
            [-5],
        ),
    ]
)


def quick(is_long: bool) -> Any:
    """How often each address is tried: a handful of times, in the long version a hundred."""
    return settings(
        max_examples=100 if is_long else 6,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def plausible(schema: dict[str, Any], rooms: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of about the right kind: what gets past the door's own checks and into the operation."""
    if "$ref" in schema:
        schema = rooms[schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return st.one_of([plausible(arm, rooms) for arm in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "integer":
            return st.integers(-2, 12)
        case "number":
            return st.floats(-1e6, 1e6) | st.integers(-100, 10_000)
        case "boolean":
            return st.booleans()
        case "string":
            return st.text(max_size=12) | NASTY.filter(lambda value: isinstance(value, str))
        case "array":
            return st.lists(plausible(schema.get("items", {}), rooms), max_size=4)
        case "object" if "properties" in schema:
            wanted = {name: plausible(part, rooms) for name, part in schema["properties"].items()}
            return st.fixed_dictionaries({}, optional=wanted)
        case "null":
            return st.none()
    return NASTY


def bodies(offer: Offer) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies of which most fields fit, some do not, some are missing."""
    schema = offer.accepts.model_json_schema()
    rooms = schema.get("$defs", {})
    fields = {
        name: st.one_of(plausible(part, rooms), NASTY) for name, part in schema.get("properties", {}).items()
    }
    return st.fixed_dictionaries({}, optional=fields)


@pytest.fixture
def house(api: Api) -> Api:
    """A program with a little of everything, so that small numbers name something."""
    plan = Plan(api)
    first = plan.task("Build", duration="3d")
    plan.task("Test", predecessors=str(first), people="Ana")
    plan.do("POST", "/baselines", {"name": "First"})
    plan.do("POST", "/calendars", {"name": "Nights"})
    plan.do("POST", "/objectives", {"title": "Faster"})
    return api


def address(offer: Offer, item: Any) -> str:
    return offer.address.path.replace("{program}", "atlas").replace(f"{{{offer.entry.noun.name}}}", str(item))


@pytest.mark.parametrize("offer", [o for o in OFFERS if o.is_write], ids=lambda o: o.entry.code)
def test_a_write_is_carried_out_or_refused(house: Api, offer: Offer, is_long: bool) -> None:
    @quick(is_long)
    @given(body=bodies(offer), item=st.integers(0, 9))
    def send(body: dict[str, Any], item: int) -> None:
        answer = house(offer.address.method, address(offer, item), body, seen="*")

        assert answer.status_code < 500, (body, answer.content)
        if answer.status_code >= 400:
            told = answer.json()
            assert told["reason"]
            assert told["next"]

    send()


@pytest.mark.parametrize("offer", [o for o in OFFERS if not o.is_write], ids=lambda o: o.entry.code)
def test_a_read_is_answered_or_refused(house: Api, offer: Offer, is_long: bool) -> None:
    words = NASTY.filter(lambda value: isinstance(value, (str, int))).map(str)
    names = [field.name for field in offer.fields]
    asked = st.dictionaries(
        st.sampled_from([*names, "as_of", "limit", "cursor", "fields", "x"]), words, max_size=3
    )

    @quick(is_long)
    @given(query=asked, item=st.one_of(st.integers(0, 9), st.just(2**33), st.text("abc-_:", min_size=1)))
    def send(query: dict[str, str], item: Any) -> None:
        answer = house("GET", f"{address(offer, item)}?{urlencode(query)}")

        assert answer.status_code < 500, (query, answer.content)

    send()


@pytest.mark.parametrize("offer", [o for o in OFFERS if not o.is_write], ids=lambda o: o.entry.code)
def test_what_is_answered_is_what_was_described(house: Api, offer: Offer) -> None:
    example = {
        name: value for name, value in example_of(offer)[1].items() if name in offer.accepts.model_fields
    }
    if "since" in example:
        example["since"] = 0
    items = house("GET", address(offer, "").rstrip("/")) if offer.is_pick else None
    rows = [] if items is None or items.status_code != 200 else items.json()["items"]
    item = rows[0][offer.item.keyword] if rows and offer.item else 2
    answer = house("GET", f"{address(offer, item)}?{urlencode(example)}")

    assert answer.status_code in (200, 403, 404), answer.content
    if answer.status_code == 200:
        described = pydantic.TypeAdapter(offer.answers.accepts)
        told = answer.json()
        for row in told["items"] if offer.is_list else [told]:
            described.validate_python(row)
