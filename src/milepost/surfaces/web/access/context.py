"""What every template may use without a view giving it."""

from __future__ import annotations

from django.http import HttpRequest

from milepost.base import storage
from milepost.surfaces.web.shell.frame import theme_of


def door(request: HttpRequest) -> dict[str, object]:
    """The reader's theme, for pages that have no frame of their own: sign-in, set-up, refusals.

    `reading_only` says why nothing can be saved at the moment; it is empty while all is well.
    """
    return {"frame": {"theme": theme_of(request)}, "reading_only": storage.refused()}
