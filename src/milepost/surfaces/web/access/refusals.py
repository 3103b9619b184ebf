"""Pages that say no: a request that does not come from our own page, and too many tries."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The request does not prove that it comes from a page of this Milepost; nothing was changed."""
    return render(request, "access/forged.html", status=HTTPStatus.FORBIDDEN)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries from one address or on one account; what to do is to wait."""
    response = render(request, "access/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = "300"
    return response
