"""Every address of the REST door, and the two a watchdog asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, include, path, re_path

from milepost.surfaces.api import derive, files, health, openapi, sheet
from milepost.surfaces.catalog import index


@dataclass(frozen=True, slots=True)
class ByHand:
    """An address that is not derived from the catalogue, with the right it takes (empty: none)."""

    method: str
    path: str
    does: str
    needs: str


BY_HAND = (
    ByHand("GET", "programs/{program}/sheet", "The plan as the plan sheet takes it.", "plan.read"),
    ByHand("GET", "programs/{program}/sheet/changes", "What of it changed since a revision.", "plan.read"),
    ByHand("GET", "programs/{program}/sheet/promises", "What a baseline promised of each task.", "plan.read"),
    ByHand("POST", "programs/{program}/tasks:preview", "What edits would do, saving nothing.", "plan.read"),
    ByHand("GET", "programs/{program}/events", "Live changes, as server-sent events.", "program.read"),
    ByHand("POST", "uploads:file", "Send one plan file of any size as it is.", ""),
    ByHand("GET", "programs/{program}/exports/{format}", "The program as a file of a format.", "plan.read"),
    ByHand("GET", "programs/{program}/plan-files/{file}/original", "A plan file as it came in.", "plan.read"),
    ByHand("GET", "openapi.json", "The description of all this.", ""),
)
"""Beside these a watchdog asks `/healthz` and `/readyz`; assistants call `/mcp`."""

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/v1/openapi.json", openapi.serve),
    path("api/v1/programs/<name:program>/sheet", sheet.whole),
    path("api/v1/programs/<name:program>/sheet/changes", sheet.changes),
    path("api/v1/programs/<name:program>/sheet/promises", sheet.promises),
    path("api/v1/programs/<name:program>/tasks:preview", sheet.preview),
    path("api/v1/uploads:file", files.send),
    path("api/v1/programs/<name:program>/exports/<name:kind>", files.export),
    path("api/v1/programs/<name:program>/plan-files/<row:file>/original", files.original),
    path("api/v1/", include(derive.urls(index.offers()))),
    re_path(r"^api/", derive.nothing),
]
