"""The frames of screens: which places a reader has, where he is, what the bar offers."""

from __future__ import annotations

from django.http import HttpRequest

from milepost.surfaces.web.shell import frame as shell


def plain(request: HttpRequest, *, title: str, here: str = "", layout: shell.Layout = "page") -> shell.Frame:
    """The frame of a screen outside any program."""
    actor = shell.actor_of(request)
    return shell.Frame(
        title=title,
        places=shell.top_places(here),
        person=actor.name,
        initials=shell.initials_of(actor.name),
        theme=shell.theme_of(request),
        is_folded=request.COOKIES.get(shell.FOLD_COOKIE) == "1",
        has_single_keys=request.COOKIES.get(shell.KEYS_COOKIE) != "0",
        layout=layout,
    )
