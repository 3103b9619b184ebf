"""Whether this process lives, and whether it can serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from milepost import __version__
from milepost.base import storage
from milepost.base.models import Ledger


def healthz(_: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "alive", "version": __version__})


def readyz(_: HttpRequest) -> HttpResponse:
    """The database answers and has today's tables; 503 tells a load balancer to wait.

    While it answers and takes no writes, this is still 200: reading goes on, and `status` says so.
    """
    try:
        Ledger.objects.values_list("pk", flat=True).first()
    except DatabaseError:
        return JsonResponse({"status": "waiting", "for": connection.vendor}, status=503)
    refused = storage.refused()
    if refused:
        return JsonResponse({"status": "reading only", "because": refused, "version": __version__})
    return JsonResponse({"status": "ready", "version": __version__})
