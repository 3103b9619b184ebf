"""A program, or one of its projects, taken out as a file by whoever may read the plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base.documents.sources import Unreadable
from milepost.base.permissions import may_in_program
from milepost.base.refusal import NotFound
from milepost.domain.resources.queries import imports
from milepost.interop import reading, writing
from milepost.interop.exchange.values import Exchange
from milepost.interop.fidelity.conversion import Loss, losses
from milepost.interop.store.programs import exchange_of
from milepost.surfaces.web.exports import formats
from milepost.surfaces.web.exports.formats import Format
from milepost.surfaces.web.shell import asking, frames, present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import fragment, page


@dataclass(frozen=True, slots=True)
class Offered:
    """A format with the addresses of its file and of what that file leaves behind."""

    format: Format
    url: str
    left_url: str


@dataclass(frozen=True, slots=True)
class Left:
    """A field the file will not hold, how often it occurs, and why."""

    field: str
    count: str
    because: str


@require_GET
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Which format? Each says what of this plan it cannot hold before it is taken."""
    about = _about(request, slug)
    hidden = imports.left_out(about.reader, program=about.ledger)
    return page(
        request,
        "exports/page.html",
        frames.of_program(request, about, title=_("Take the plan out"), here="plan"),
        about=about,
        formats=[_offered(one, about) for one in formats.FORMATS],
        hides_money=hidden.rates or hidden.task_costs or hidden.booking_costs,
        project=next((one.name for one in about.projects if one.number == about.project), ""),
    )


@require_GET
def left_behind(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What of the plan a format cannot hold: the file is written, read again and held against the plan."""
    about, format_ = _about(request, slug), formats.named(kind)
    exchange = _exchange(about)
    try:
        again = reading.read(_written(exchange, format_))
    except Unreadable as refused:
        return fragment(
            request, "exports/left.html", refusal=str(refused), projects=_one_by_one(about, format_)
        )
    left = [_left(one) for one in losses(exchange, again)]
    return fragment(request, "exports/left.html", left=left)


@require_GET
def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The file."""
    about, format_ = _about(request, slug), formats.named(kind)
    try:
        content = _written(_exchange(about), format_)
    except Unreadable as refused:
        return fragment(request, "exports/left.html", refusal=str(refused), status=422)
    name = about.slug if about.project is None else f"{about.slug}-{about.project}"
    day = f"-{about.as_of.text}" if about.as_of.is_past else ""
    answer = HttpResponse(content, content_type=format_.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}{day}{format_.ending}") or ""
    return answer


def _one_by_one(about: About, format_: Format) -> list[tuple[str, str]]:
    """Each project with the address of its own file, for a format that cannot hold all of them."""
    address = reverse("web:export-file", args=[about.slug, format_.key])
    as_of = f"&as_of={about.as_of.text}" if about.as_of.is_past else ""
    whole = about.project is None and len(about.projects) > 1
    return [(one.name, f"{address}?project={one.number}{as_of}") for one in about.projects if whole]


def _about(request: HttpRequest, slug: str) -> About:
    """What the address asks for, for somebody who may read the plan. Raises: NotFound."""
    about = asking.about(request, slug)
    if not may_in_program(about.reader, "plan.read", about.ledger):
        raise NotFound("There is no such program.")
    return about


def _exchange(about: About) -> Exchange:
    return exchange_of(about.reader, program=about.ledger, project=about.project, as_of=about.revision)


def _written(exchange: Exchange, format_: Format) -> bytes:
    return writing.write(exchange, f"plan{format_.ending}")


def _left(one: Loss) -> Left:
    return Left(one.field.replace("_", " "), present.number(one.count, places=0), one.because)


def _offered(format_: Format, about: About) -> Offered:
    return Offered(
        format_,
        reverse("web:export-file", args=[about.slug, format_.key]) + about.query,
        reverse("web:export-left", args=[about.slug, format_.key]) + about.query,
    )
