"""Who asks, and acting for them in the organisation's ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import Http404, HttpRequest

from milepost.base.identity import ORGANISATION, Actor
from milepost.base.operation import Acting
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.surfaces.web.shell.frame import actor_of


def reader(request: HttpRequest) -> Actor:
    """Whoever signed in; the doorkeeper saw to it that somebody did."""
    return actor_of(request)


def acting(request: HttpRequest) -> Acting:
    """The same person, about to change something of the organisation."""
    return Acting(actor_of(request), ORGANISATION)


@contextmanager
def told(request: HttpRequest, done: str = "") -> Iterator[None]:
    """Say at the edge of the next screen what happened: `done`, or the refusal as written.

    What may not be seen is not found, like what does not exist.
    """
    try:
        yield
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        if done:
            messages.success(request, done)


@contextmanager
def found() -> Iterator[None]:
    """What may not be seen is not found."""
    try:
        yield
    except (NotFound, NotAllowed):
        raise Http404 from None
