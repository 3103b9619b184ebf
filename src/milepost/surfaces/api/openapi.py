"""The catalogue as an OpenAPI 3.1 document, with an example for every operation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pydantic
from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from milepost import __version__
from milepost.surfaces.api import described
from milepost.surfaces.catalog import forms, index
from milepost.surfaces.catalog.offers import Offer, example_of, placeholders, right_of
from milepost.surfaces.catalog.paging import DEFAULT_LIMIT, MAX_LIMIT

Json = dict[str, Any]
PREFIX = "/api/v1/"
REF = "#/components/schemas/{model}"


def serve(request: HttpRequest) -> HttpResponse:
    """The document, for anybody: it holds nothing of anybody's."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@cache
def document() -> Json:
    """The whole document, made once."""
    found = describe(index.offers())
    return {**found, "paths": {**found["paths"], **described.PATHS}}


def describe(offers: Iterable[Offer]) -> Json:
    """The document of these offers."""
    offers = tuple(offers)
    schemas, definitions = _schemas(offers)
    paths: dict[str, Json] = defaultdict(dict)
    for offer in offers:
        paths[PREFIX + offer.address.path][offer.address.method.lower()] = _operation(offer, schemas)
    nouns = {offer.entry.noun.plural: offer.entry.noun.about for offer in offers}
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Milepost",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Programs, their plans and their history. Instants are local to the program, "
            "durations are working minutes, money is text with a currency. Reads answer with an ETag, the "
            "revision of what was read; writes send it back as If-Match.",
        },
        "servers": [{"url": "/", "description": "This Milepost"}],
        "tags": [{"name": name, "description": about} for name, about in nouns.items()],
        "security": [{"token": []}, {"session": []}],
        "paths": dict(paths),
        "components": {
            "schemas": {**definitions, "Problem": _PROBLEM},
            "parameters": _SHARED,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A personal token."},
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
            "responses": {"Refused": _response("Refused: what is wrong, and what to do.", "Problem")},
        },
    }


def _schemas(offers: tuple[Offer, ...]) -> tuple[dict[tuple[str, str], Json], Json]:
    """The schema of what each offer takes and gives, and the definitions they refer to."""
    wanted: list[tuple[tuple[str, str], JsonSchemaMode, Any]] = [
        ((offer.entry.code, part), "validation", pydantic.TypeAdapter(kind).core_schema)
        for offer in offers
        for part, kind in (("takes", offer.accepts), ("gives", offer.answers.accepts))
    ]
    schemas, definitions = GenerateJsonSchema(ref_template=REF).generate_definitions(wanted)
    return {key: schema for (key, _), schema in schemas.items()}, {
        str(name): schema for name, schema in definitions.items()
    }


def _operation(offer: Offer, schemas: Mapping[tuple[str, str], Json]) -> Json:
    takes, gives = schemas[offer.entry.code, "takes"], schemas[offer.entry.code, "gives"]
    named, example = example_of(offer)
    described = {
        "operationId": offer.entry.code,
        "tags": [offer.entry.noun.plural],
        "summary": offer.sentence,
        "parameters": _in_address(offer, named) + (_of_write(offer) if offer.is_write else _of_read(offer)),
        "responses": {**_answers(offer, gives), "default": {"$ref": "#/components/responses/Refused"}},
        "x-milepost-needs": right_of(offer.entry),
    }
    if offer.is_write and offer.address.method != "DELETE":
        described["requestBody"] = {
            "required": any(field.is_required for field in offer.fields),
            "content": {"application/json": {"schema": takes, "example": example}},
        }
    return described


def _in_address(offer: Offer, named: Mapping[str, object]) -> list[Json]:
    described = []
    for name in placeholders(offer.address.path):
        is_number = (
            offer.item is not None and name == offer.item.name and offer.item.form.accepts is forms.Whole
        )
        schema = {"type": "integer", "minimum": 0} if is_number else {"type": "string"}
        example = named.get(name, 12 if is_number else "atlas" if name == "program" else "member")
        described.append({"name": name, "in": "path", "required": True, "schema": schema, "example": example})
    return described


def _of_write(offer: Offer) -> list[Json]:
    names = ["IfMatch"] if offer.entry.needs_seen else []
    return [_shared(name) for name in (*names, "IdempotencyKey", "MilepostReason")]


def _of_read(offer: Offer) -> list[Json]:
    own = [
        {
            **_parameter(field.name, "query", "", None),
            "required": field.is_required,
            "schema": pydantic.TypeAdapter(field.form.accepts).json_schema(ref_template=REF),
        }
        for field in offer.fields
    ]
    past = ["AsOf"] if "as_of" in offer.takes else []
    pages = ["Filter", "Sort", "Cursor", "Limit"] if offer.is_list else []
    return own + [_shared(name) for name in (*past, "Scenario", "Fields", *pages)]


def _shared(name: str) -> Json:
    return {"$ref": f"#/components/parameters/{name}"}


def _parameter(name: str, place: str, about: str, example: str | None) -> Json:
    described: Json = {"name": name, "in": place, "required": False, "schema": {"type": "string"}}
    return described | ({"description": about} if about else {}) | ({"example": example} if example else {})


def _answers(offer: Offer, gives: Json) -> Json:
    if offer.is_list:
        page = _object(items={"type": "array", "items": gives}, next={"type": ["string", "null"]})
        return {"200": _response("A page.", _object(**page["properties"], revision={"type": "integer"}))}
    if not offer.is_write:
        return {"200": _response("Found.", gives)}
    done = _object(result=gives, revision={"type": "integer"}, entry={"type": ["integer", "null"]})
    return {"201" if offer.entry.verb == "add" else "200": _response("Done.", done)}


def _object(**properties: Any) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _response(about: str, schema: Json | str) -> Json:
    kind = "application/json" if isinstance(schema, dict) else "application/problem+json"
    reference = schema if isinstance(schema, dict) else {"$ref": REF.format(model=schema)}
    etag = {"ETag": {"description": "The revision answered from.", "schema": {"type": "string"}}}
    headers = {"headers": etag} if isinstance(schema, dict) else {}
    return {"description": about, "content": {kind: {"schema": reference}}, **headers}


_SHARED: Json = {
    "IfMatch": {
        **_parameter("If-Match", "header", "The ETag of what was read before; '*' overwrites.", '"812"'),
        "required": True,
    },
    "IdempotencyKey": _parameter(
        "Idempotency-Key",
        "header",
        "A name for this request: sent again, it is answered as before and not carried out twice.",
        "5f1c7a4e",
    ),
    "MilepostReason": _parameter(
        "Milepost-Reason", "header", "Why, in the words the history shows.", "Vendor moved the date"
    ),
    "AsOf": _parameter(
        "as_of", "query", "A date, an instant or a revision: the answer as it was then.", "2026-03-02"
    ),
    "Scenario": _parameter("scenario", "query", "A scenario of the program instead of its plan.", None),
    "Fields": _parameter("fields", "query", "Only these fields, separated by commas.", None),
    "Filter": _parameter(
        "filter",
        "query",
        "Only rows that meet every condition: =, !=, <, <=, >, >=, ~ (contains); a semicolon between two.",
        "is_critical=true;finish<2027-01-01",
    ),
    "Sort": _parameter("sort", "query", "By these fields, separated by commas; '-' from the last.", None),
    "Cursor": _parameter("cursor", "query", "'next' of the page before.", None),
    "Limit": {
        **_parameter("limit", "query", f"Rows of a page, {DEFAULT_LIMIT} when left out.", None),
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
    },
}

_PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457, with the field at fault, a reason programs can rely on and the next step.",
    "required": ["type", "title", "status", "detail", "reason", "next"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": ["string", "null"]},
        "reason": {"type": "string"},
        "next": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
        "conflicts": {"type": "array", "items": {"type": "object"}},
        "revision": {"type": "integer"},
    },
    "example": {
        "type": "urn:milepost:problem:edit-conflict",
        "title": "Precondition Failed",
        "status": 412,
        "detail": "Bo changed 'finish' while you were setting it. Choose which value to keep.",
        "field": "finish",
        "reason": "edit-conflict",
        "next": "Choose a value for each conflict and send it again with 'If-Match' set to 'revision'.",
        "revision": 813,
    },
}
