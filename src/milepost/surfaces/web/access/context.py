"""What every template may use without a view giving it."""

from __future__ import annotations

from django.http import HttpRequest

from milepost.surfaces.web.shell.frame import theme_of


def door(request: HttpRequest) -> dict[str, object]:
    """The reader's theme, for pages that have no frame of their own: sign-in, set-up, refusals."""
    return {"frame": {"theme": theme_of(request)}}
