"""Refusals as problem+json (RFC 9457): what is wrong, with which field, and what to do next."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import pydantic
from django.http import HttpResponse

from milepost.base.refusal import (
    Conflict,
    EditConflict,
    KeyReused,
    NotAllowed,
    NotFound,
    NotStorable,
    Refusal,
)
from milepost.base.storage import CannotWrite
from milepost.surfaces.catalog import forms
from milepost.surfaces.catalog.places import NoScenarios, WrongField

KIND = "urn:milepost:problem:"


@dataclasses.dataclass
class Wrong(Exception):
    """A request that is refused before or instead of being carried out.

    `reason` is a short code for programs, `detail` a sentence for people, `next_step` what would help.
    """

    status: int
    reason: str
    detail: str
    next_step: str
    field: str | None = None
    more: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)


def answer(wrong: Wrong) -> HttpResponse:
    """The refusal as a response; its bytes depend on nothing but the refusal."""
    body = {
        "type": KIND + wrong.reason,
        "title": HTTPStatus(wrong.status).phrase,
        "status": wrong.status,
        "detail": wrong.detail,
        "field": wrong.field,
        "reason": wrong.reason,
        "next": wrong.next_step,
        **wrong.more,
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=wrong.status,
        content_type="application/problem+json",
        headers={**wrong.headers, "Cache-Control": "no-store"},
    )


def not_found() -> Wrong:
    """The one answer for what does not exist and what may not be seen: the same bytes."""
    return Wrong(404, "not-found", "There is nothing at this address.", "Check the address and your access.")


def busy() -> Wrong:
    """The database did not take or give anything just now; nothing was changed."""
    return Wrong(
        503,
        "database-away",
        "The database is busy, full or away; nothing was changed.",
        "Send it again in a moment.",
        headers={"Retry-After": "2"},
    )


def broken() -> HttpResponse:
    """Our own mistake; what it was stands in the log and nowhere else."""
    return answer(
        Wrong(500, "our-mistake", "Milepost made a mistake; nothing was changed.", "Tell whoever runs it.")
    )


def from_refusal(refusal: Refusal) -> Wrong:
    """A refused operation. What may not be seen is answered like what does not exist."""
    if isinstance(refusal, EditConflict):
        return _conflict(refusal)
    if isinstance(refusal, NoScenarios):
        return Wrong(
            404,
            "no-scenario",
            str(refusal),
            "Leave 'scenario' out, or name a moment with 'as_of'.",
            "scenario",
        )
    if isinstance(refusal, NotFound):
        return not_found()
    if isinstance(refusal, CannotWrite):
        return Wrong(
            503,
            "reading-only",
            str(refusal),
            "Send it again later; reads are answered meanwhile. /readyz says when writes are taken again.",
            headers={"Retry-After": "60"},
        )
    if isinstance(refusal, NotAllowed):
        return Wrong(
            403, "not-allowed", str(refusal), "Ask whoever manages the program for the right to do this."
        )
    if isinstance(refusal, KeyReused):
        return Wrong(
            422, "key-reused", str(refusal), "Send a key of its own with each request.", "Idempotency-Key"
        )
    if isinstance(refusal, (NotStorable, WrongField)):
        return Wrong(422, "wrong-field", str(refusal), "Correct the field.", refusal.field)
    field_name = getattr(refusal, "field", None)
    return Wrong(
        409, "refused", str(refusal), "Change what the sentence names and send it again.", field_name
    )


def from_validation(error: pydantic.ValidationError) -> Wrong:
    """Fields that do not fit, each with its reason; the first is the one named on top."""
    errors = [
        {"field": ".".join(map(str, part["loc"])), "reason": part["type"], "detail": part["msg"]}
        for part in error.errors(include_url=False, include_context=False, include_input=False)[:50]
    ]
    first = errors[0]
    return Wrong(
        422,
        "wrong-field",
        f"{first['field'] or 'The body'}: {first['detail']}.",
        "Correct the fields under 'errors'; /api/v1/openapi.json describes them.",
        first["field"] or None,
        {"errors": errors},
    )


def _conflict(refusal: EditConflict) -> Wrong:
    """Both values, who and when; `task` is named where the row is one."""
    conflicts = [
        {
            "table": conflict.table,
            "number": conflict.number,
            "task": conflict.number if conflict.table == "schedule.task" else None,
            **_both(conflict),
            "by": conflict.by,
            "at": conflict.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "revision": conflict.revision,
        }
        for conflict in refusal.conflicts
    ]
    return Wrong(
        412,
        "edit-conflict",
        str(refusal),
        "Choose a value for each conflict and send it again with 'If-Match' set to 'revision'.",
        str(conflicts[0]["field"]),
        {"conflicts": conflicts, "revision": max(conflict.revision for conflict in refusal.conflicts)},
    )


def _both(conflict: Conflict) -> dict[str, Any]:
    name, mine = forms.outside(conflict.field, conflict.mine)
    return {"field": name, "mine": mine, "theirs": forms.outside(conflict.field, conflict.theirs)[1]}
