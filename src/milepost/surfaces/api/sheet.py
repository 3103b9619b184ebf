"""Answers shaped for the plan sheet: columns instead of rows, and after an edit only what moved.

Django's own forgery check is left to `auth`, which asks for it where a browser's session acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from milepost.base.identity import Actor
from milepost.base.operation import Acting
from milepost.domain.analysis.operations import tasks
from milepost.domain.analysis.queries import sheet
from milepost.surfaces.api import auth, body, replies
from milepost.surfaces.catalog import forms, index, places
from milepost.surfaces.catalog.places import Place, WrongField

ANSWERS = ("sheet", "sheet, dates apart")
"""How a write may ask, in `Milepost-Answer`, for what the sheet must redraw."""


def after(acting: Acting, done: Mapping[str, Any], wanted: str) -> dict[str, Any]:
    """The reply to an edit: what the sheet must redraw since the revision its author saw.

    A write made without saying what was seen is answered from the revision just before it. With dates apart,
    tasks of which nothing else differs are told by their dates and floats alone.
    """
    since = max(done["revision"] - 1, 0) if acting.seen is None else acting.seen
    changes = sheet.changes(
        acting.actor,
        program=acting.ledger,
        since=min(since, done["revision"]),
        dates_apart=wanted == ANSWERS[1],
    )
    return {"revision": changes.pop("revision"), "result": done["result"], "changes": changes}


@csrf_exempt
def whole(request: HttpRequest, program: str) -> HttpResponse:
    """The plan as the sheet takes it when it opens."""
    return replies.answered(lambda: _whole(request, program))


@csrf_exempt
def preview(request: HttpRequest, program: str) -> HttpResponse:
    """What edits would do while a bar is dragged: the same body as `tasks:edit`, nothing saved."""
    return replies.answered(lambda: _preview(request, program))


@csrf_exempt
def changes(request: HttpRequest, program: str) -> HttpResponse:
    """What to redraw because somebody else saved."""
    return replies.answered(lambda: _changes(request, program))


@csrf_exempt
def promises(request: HttpRequest, program: str) -> HttpResponse:
    """What another baseline promised, to be drawn beside the one compared with."""
    return replies.answered(lambda: _promises(request, program))


def _whole(request: HttpRequest, program: str) -> HttpResponse:
    actor, place = _asked(request, program, {"as_of", "baseline", "scenario"})
    if "scenario" in request.GET:
        raise places.NoScenarios
    as_of = request.GET.get("as_of")
    revision = None if as_of is None else places.revision_as_of(actor, place, as_of)
    answer = sheet.sheet(actor, program=place.ledger, as_of=revision, baseline=_number(request, "baseline"))
    return replies.respond(answer, int(str(answer["revision"])))


def _preview(request: HttpRequest, program: str) -> HttpResponse:
    actor = auth.actor(request)
    if request.method != "POST":
        raise replies.no_method(str(request.method), "POST")
    place = places.program(actor, program)
    raw, _ = body.read_object(request)
    edit_many = next(offer for offer in index.offers() if offer.entry.run is tasks.edit_many)
    accepted = edit_many.accepts.model_validate_json(raw, strict=True)
    edits = forms.taken(edit_many.fields, accepted)["edits"]
    found = sheet.preview(actor, program=place.ledger, edits=edits, baseline=_number(request, "baseline"))
    revision = found.pop("revision")
    return replies.respond({"revision": revision, "result": None, "changes": found}, int(str(revision)))


def _changes(request: HttpRequest, program: str) -> HttpResponse:
    actor, place = _asked(request, program, {"since", "baseline"})
    since = _number(request, "since")
    if since is None or since > place.revision:
        raise WrongField("since", f"'since' is a revision up to {place.revision}.")
    answer = sheet.changes(actor, program=place.ledger, since=since, baseline=_number(request, "baseline"))
    return replies.respond(answer, int(str(answer["revision"])))


def _promises(request: HttpRequest, program: str) -> HttpResponse:
    actor, place = _asked(request, program, {"baseline"})
    answer = sheet.promises(actor, program=place.ledger, baseline=_number(request, "baseline"))
    return replies.respond(answer, int(str(answer["revision"])))


def _asked(request: HttpRequest, program: str, known: set[str]) -> tuple[Actor, Place]:
    """Who asks for which program. Raises: Wrong, NotFound, WrongField."""
    actor = auth.actor(request)
    if request.method not in ("GET", "HEAD"):
        raise replies.no_method(str(request.method), "GET")
    for name in request.GET:
        if name not in known:
            raise WrongField(name[:60], f"There is no parameter '{name[:60]}' here.")
    return actor, places.program(actor, program)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name)
    if text is None:
        return None
    number = places.whole_number(text)
    if number is None:
        raise WrongField(name, f"'{name}' is a whole number.")
    return number
