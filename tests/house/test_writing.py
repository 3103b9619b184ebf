"""One way to write, one clock, one way out: what no type can promise."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from milepost.base.models import Row
from milepost.base.operation import DECIDED_INSIDE, OPERATIONS, OperationSpec, Write
from tests.house.sources import MODULES, PACKAGE, below, calls, named, parsed

ABOVE_BASE = [*below("domain"), *below("interop"), *below("surfaces")]
DECIDE_INSIDE = {"history.undo", "history.undo_last", "history.redo"}

SAVERS = {
    "save",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "delete",
    "create",
    "update",
}
UNJOURNALLED = {
    "domain/accounts/": "sessions, tokens, sign-in and the security log live outside ledgers",
    "domain/analysis/": "stored results are derived, thrown away and rebuilt",
    "surfaces/cli/init.py": "the first run makes the database",
    "surfaces/web/access/": "signing out ends a session, which lives outside ledgers",
}


JOURNALLED = [path for path in ABOVE_BASE if not named(path).startswith(tuple(UNJOURNALLED))]


@pytest.mark.parametrize("path", JOURNALLED, ids=named)
def test_only_write_saves(path: Path) -> None:
    savers = [
        f"line {line}: {called}"
        for line, called in calls(path)
        if called.rpartition(".")[2] in SAVERS
        and (".objects" in called or "_default_manager" in called or called.endswith((".save", ".delete")))
    ]

    assert savers == []


@pytest.mark.parametrize("model", [m for m in apps.get_models() if issubclass(m, Row)], ids=str)
def test_a_domain_row_refuses_to_save_itself(model: type[Row]) -> None:
    assert model.save is Row.save
    assert model.delete is Row.delete


@pytest.mark.parametrize("path", [p for p in MODULES if named(p) != "base/clock.py"], ids=named)
def test_only_the_clock_asks_the_time(path: Path) -> None:
    asked = {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "dt.datetime.now",
        "dt.date.today",
        "timezone.now",
        "time.time",
    }
    found = [
        f"line {line}: {called}" for line, called in calls(path) if called.removeprefix("datetime.") in asked
    ]

    assert found == []


@pytest.mark.parametrize("path", [p for p in MODULES if not named(p).startswith("base/outbound")], ids=named)
def test_only_outbound_opens_connections(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }
    clients = {
        "httpx",
        "requests",
        "socket",
        "urllib.request",
        "http.client",
        "urllib3",
        "smtplib",
        "aiohttp",
    }

    assert not {name for name in imported if name in clients} - ALLOWED_CLIENTS.get(named(path), set())


ALLOWED_CLIENTS = {
    # A remote Milepost is reached by whoever typed its address on his own command line.
    "surfaces/cli/rest.py": {"httpx"},
    # It looks for a free port and waits until its own server answers there.
    "surfaces/cli/serve.py": {"socket", "urllib.request"},
}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_models_are_imported_not_looked_up(path: Path) -> None:
    assert not [line for line, called in calls(path) if called.endswith("apps.get_model")]


def cross_room_references() -> list[models.ForeignKey[object, object]]:
    return [
        field
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("milepost.domain.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label != model._meta.app_label
        and field.name != "ledger"
    ]


def test_references_across_rooms_leave_no_way_back() -> None:
    assert [str(field) for field in cross_room_references() if field.remote_field.related_name != "+"] == []


def declared_operations() -> list[OperationSpec]:
    """Every operation of the product, each room's operations modules imported."""
    for path in ABOVE_BASE:
        if "operations" in named(path):
            module = ".".join(("milepost", *path.relative_to(PACKAGE).with_suffix("").parts))
            importlib.import_module(module.removesuffix(".__init__"))
    importlib.import_module("milepost.base.undo")
    return [spec for spec in OPERATIONS.values() if spec.body.__module__.startswith("milepost.")]


@pytest.mark.parametrize("spec", declared_operations(), ids=lambda spec: spec.name)
def test_an_operation_says_what_it_does_takes_keywords_and_needs_a_right(spec: OperationSpec) -> None:
    first, *rest = inspect.signature(spec.body).parameters.values()

    assert spec.doc, "it has no docstring"
    assert first.annotation in (Write, "Write"), "its first parameter is its Write"
    assert all(parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD) for parameter in rest)
    assert spec.needs != DECIDED_INSIDE or spec.name in DECIDE_INSIDE
