"""The catalogue as REST.

Every address of the catalogue becomes one Django view that knows the entries living there by method. A
request is answered in five steps, each of which may refuse: who asks, which ledger, which fields, the one
call of the operation or query, and the answer in plain JSON. Nothing is decided here that another door
would have to decide again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, register_converter
from django.views.decorators.csrf import csrf_exempt

from milepost.base.identity import Actor
from milepost.base.operation import Acting
from milepost.surfaces.api import auth, body, events, problems, sheet
from milepost.surfaces.api.problems import Wrong
from milepost.surfaces.api.replies import answered, no_method, respond
from milepost.surfaces.catalog import asking, forms, places
from milepost.surfaces.catalog.offers import Offer
from milepost.surfaces.catalog.places import Place, WrongField


class RowNumber:
    """Numbers in addresses; one larger than a ledger counts would name another ledger's row."""

    regex = "[0-9]{1,10}"

    def to_python(self, text: str) -> int:
        number = int(text)
        if number >= 2**32:
            raise ValueError(text)
        return number

    def to_url(self, number: int) -> str:
        return str(number)


class Name:
    """Anything else in an address; the colon is kept for custom methods."""

    regex = "[^/:]{1,120}"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, name: str) -> str:
        return name


register_converter(RowNumber, "row")
register_converter(Name, "name")


def urls(offers: Iterable[Offer]) -> list[URLPattern]:
    """One pattern for each address of the catalogue."""
    by_path: dict[str, dict[str, Offer]] = defaultdict(dict)
    for offer in offers:
        by_path[_pattern(offer)][offer.address.method] = offer
    return [path(pattern, Resource(methods)) for pattern, methods in by_path.items()]


def _pattern(offer: Offer) -> str:
    """The Django pattern of an address: numbers name rows, programs have slugs."""
    item = "row" if offer.item is None or offer.item.form.accepts is forms.Whole else "name"
    return re.sub(
        r"{(\w+)}",
        lambda part: f"<{'name' if part[1] == 'program' else item}:{part[1]}>",
        offer.address.path,
    )


class Resource:
    """The view of one address."""

    csrf_exempt = True  # a token needs none; `auth` checks it for sessions

    def __init__(self, methods: Mapping[str, Offer]) -> None:
        self.methods = methods

    def __call__(self, request: HttpRequest, **named: Any) -> HttpResponse:
        """The answer to any request, refusals included."""
        return answered(lambda: self._answer(request, named))

    def _answer(self, request: HttpRequest, named: dict[str, Any]) -> HttpResponse:
        actor = auth.actor(request)
        offer = self.methods.get("GET" if request.method == "HEAD" else str(request.method))
        if offer is None:
            raise no_method(str(request.method), ", ".join(sorted(self.methods)))
        asked = _asked(offer, request, actor, named)
        return _write(asked) if offer.is_write else _read(asked)


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """The answer below `/api/` where nothing is: the same as for what may not be seen."""
    return problems.answer(problems.not_found())


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was understood: what is asked, by whom, of which ledger and thing."""

    offer: Offer
    request: HttpRequest
    actor: Actor
    place: Place
    item: Any


def _asked(offer: Offer, request: HttpRequest, actor: Actor, named: dict[str, Any]) -> Asked:
    slug = named.pop("program", None)
    place = places.organisation() if slug is None else places.program(actor, slug)
    return Asked(offer, request, actor, place, next(iter(named.values()), None))


def _write(asked: Asked) -> HttpResponse:
    """Carry out one operation and say what came of it."""
    offer, request = asked.offer, asked.request
    if request.GET:
        raise WrongField(next(iter(request.GET)), "An operation takes its fields in the body.")
    raw, _ = body.read_object(request)
    accepted = offer.accepts.model_validate_json(raw, strict=True)
    acting = Acting(
        actor=asked.actor,
        ledger=asked.place.ledger,
        seen=_seen(asked),
        reason=_header(request, "Milepost-Reason", 500),
        idempotency_key=_header(request, "Idempotency-Key", 200) or None,
    )
    done = asking.write(offer, acting, asked.item, accepted)
    events.nudge()
    wanted = request.headers.get("Milepost-Answer", "")
    if wanted in sheet.ANSWERS and offer.entry.ledger == "program":
        return respond(sheet.after(acting, done, wanted), done["revision"])
    is_new = offer.entry.verb == "add" and isinstance(done["result"], (int, str))
    location = {"Location": f"{request.path}/{done['result']}"} if is_new else {}
    return respond(done, done["revision"], 201 if is_new else 200, location)


def _read(asked: Asked) -> HttpResponse:
    """Answer one query: a row, or a page of rows."""
    offer = asked.offer
    given = dict(asked.request.GET.lists())
    reading = {name: given.pop(name)[-1] for name in asking.READING if name in given}
    for name in given:
        if name not in offer.accepts.model_fields:
            raise WrongField(name[:60], f"There is no parameter '{name[:60]}' here.")
    fields = {name: values if name in offer.many else values[-1] for name, values in given.items()}
    accepted = offer.accepts.model_validate_strings(fields)
    answer, revision = asking.read(offer, asked.actor, asked.place, asked.item, accepted, **reading)
    return respond(answer, revision)


def _seen(asked: Asked) -> int | None:
    """The revision the caller was looking at; None where it says `*`, or where nothing can be lost."""
    text = asked.request.headers.get("If-Match", "").strip()
    if not text and asked.offer.entry.needs_seen:
        raise Wrong(
            428,
            "revision-missing",
            "The request does not say which revision it was made from.",
            "Read first and send its ETag as 'If-Match'; '*' overwrites whatever is there.",
            "If-Match",
        )
    if text in ("", "*"):
        return None
    revision = places.whole_number(text.removeprefix("W/").strip('"'))
    if revision is None:
        raise Wrong(
            400,
            "unreadable-revision",
            "'If-Match' is not a revision.",
            "Send the ETag of what was read, as it is.",
            "If-Match",
        )
    return revision


def _header(request: HttpRequest, name: str, longest: int) -> str:
    text = request.headers.get(name, "")
    if len(text) > longest or not text.isprintable():
        raise Wrong(
            400,
            "unreadable-header",
            f"'{name}' is longer than {longest} characters or not text.",
            "Shorten it.",
            name,
        )
    return text
