"""The description of the REST door: complete, valid, and true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from milepost.surfaces.api import openapi
from milepost.surfaces.catalog import index

METHODS = {"get", "post", "patch", "delete"}


def document() -> Any:
    return openapi.document()


def operations() -> Iterator[tuple[str, str, Any]]:
    for path, methods in document()["paths"].items():
        for method, described in methods.items():
            yield path, method, described


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def test_it_is_served_to_anybody(db: None) -> None:
    assert Client().get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"


FILES = {"uploads.file", "exports.file", "plan-files.original"}
"""Described by hand: what goes in or comes out are the bytes of a file."""


def test_every_entry_of_the_catalogue_is_described() -> None:
    described = {operation["operationId"] for _, _, operation in operations()}

    assert described == {offer.entry.code for offer in index.offers()} | FILES


def test_every_reference_leads_somewhere() -> None:
    for reference in set(references(document())):
        place = document()
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


@pytest.mark.parametrize(("path", "method", "operation"), operations(), ids=lambda value: str(value)[:60])
def test_an_operation_says_what_it_does_takes_and_needs(path: str, method: str, operation: Any) -> None:
    assert method in METHODS
    assert operation["summary"]
    named = {part["name"] for part in operation["parameters"] if part.get("in") == "path"}
    assert named == {part.split("}")[0] for part in path.split("{")[1:]}
    if "requestBody" in operation and operation["requestBody"]["required"]:
        (body,) = operation["requestBody"]["content"].values()
        assert body["example"]
