"""Files as they are, for what does not fit into JSON: sending one, and taking a plan or an original out."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt

from milepost.base.identity import Actor
from milepost.domain.resources.queries import files
from milepost.interop.load import originals
from milepost.interop.load.waiting import reading, shelf
from milepost.interop.load.waiting.shelf import Sent
from milepost.surfaces.api import auth, replies
from milepost.surfaces.api.problems import Wrong, not_found
from milepost.surfaces.catalog import exports, places
from milepost.surfaces.catalog.places import Place, WrongField

_CHUNK = 1 << 20


@csrf_exempt
def send(request: HttpRequest) -> HttpResponse:
    """One plan file of any size up to the limit, its bytes as the body; answers the name it waits under.

    `?name=` is what the file is called, `?into=` the program meant for it, `?upload=` adds it to files that
    wait already: together they will be one entry.
    """
    return replies.answered(lambda: _send(request))


@csrf_exempt
def export(request: HttpRequest, program: str, kind: str) -> HttpResponse:
    """A program, or with `?project=` one of its projects, as a file to keep."""
    return replies.answered(lambda: _export(request, program, kind))


@csrf_exempt
def original(request: HttpRequest, program: str, file: int) -> HttpResponse:
    """A plan file as it came in, byte for byte."""
    return replies.answered(lambda: _original(request, program, file))


def _send(request: HttpRequest) -> HttpResponse:
    actor = auth.actor(request)
    if request.method != "POST":
        raise replies.no_method(str(request.method), "POST")
    _only(request, {"name", "into", "upload"})
    sent = Sent(request.GET.get("name", "plan"), _body(request))
    token = request.GET.get("upload")
    if token is None:
        kept = shelf.put(actor, [sent], into=request.GET.get("into", ""))
    else:
        kept = shelf.add(shelf.take(actor, token), sent)
        reading.forget(kept)
    answer = {"result": kept.token, "place": len(kept.names) - 1}
    return replies.respond(
        answer, places.organisation().revision, 201, {"Location": f"/api/v1/uploads/{kept.token}"}
    )


def _body(request: HttpRequest) -> Iterator[bytes]:
    """The body piece by piece, as it comes. Raises: Wrong, for an empty one or one that is compressed."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Wrong(415, "encoded", "The body is compressed.", "Send the file as it is.")
    first = _piece(request)
    if not first:
        raise Wrong(400, "unreadable-body", "The body is empty.", "Send the bytes of one plan file.")
    yield first
    while piece := _piece(request):
        yield piece


def _piece(request: HttpRequest) -> bytes:
    """The next piece of the body, nothing at its end. Raises: Wrong, where it breaks off."""
    try:
        return request.read(_CHUNK)
    except UnreadablePostError:
        raise Wrong(400, "unreadable-body", "The body broke off.", "Send the whole file again.") from None


def _export(request: HttpRequest, program: str, kind: str) -> HttpResponse:
    actor, place = _asked(request, program, {"project", "as_of"})
    if kind not in exports.KINDS:
        raise not_found()
    as_of = request.GET.get("as_of")
    revision = None if as_of is None else places.revision_as_of(actor, place, as_of)
    project = request.GET.get("project")
    number = None if project is None else places.whole_number(project)
    if project is not None and number is None:
        raise WrongField("project", "'project' is a whole number.")
    exchange = exports.exchange_for(actor, program=place.ledger, project=number, as_of=revision)
    answer = HttpResponse(exports.content_of(exchange, kind), content_type=exports.KINDS[kind].media_type)
    answer["Content-Disposition"] = (
        content_disposition_header(True, f"{place.slug}{exports.KINDS[kind].ending}") or ""
    )
    answer["ETag"] = f'"{place.revision if revision is None else revision}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _original(request: HttpRequest, program: str, file: int) -> HttpResponse:
    actor, place = _asked(request, program, set())
    row, digest = files.original(actor, program=place.ledger, file=file)
    content = originals.original(digest).read_bytes()
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, row.name) or ""
    return answer


def _asked(request: HttpRequest, program: str, known: set[str]) -> tuple[Actor, Place]:
    """Who asks for which program. Raises: Wrong, NotFound, WrongField."""
    actor = auth.actor(request)
    if request.method not in ("GET", "HEAD"):
        raise replies.no_method(str(request.method), "GET")
    _only(request, known)
    return actor, places.program(actor, program)


def _only(request: HttpRequest, known: set[str]) -> None:
    for name in request.GET:
        if name not in known:
            raise WrongField(name[:60], f"There is no parameter '{name[:60]}' here.")
