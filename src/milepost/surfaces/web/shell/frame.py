"""What stands around a screen: navigation, context bar, reader, theme.

A view gathers frozen rows and calls `page`; the base template prints the frame and the screen's own template
prints the rows. Neither asks the database anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from milepost.base.identity import Actor

Theme = Literal["system", "light", "dark"]
Layout = Literal["page", "listing", "still"]

THEME_COOKIE = "milepost_theme"
FOLD_COOKIE = "milepost_fold"
KEYS_COOKIE = "milepost_keys"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the navigation. `count` is how many things wait there, None when nothing is counted."""

    name: str
    label: str
    url: str
    icon: str
    is_here: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu in the context bar."""

    label: str
    url: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class AsOf:
    """The instant a screen is read at. `text` is as in the address, "" for the present."""

    text: str
    label: str
    revision: int | None = None

    @property
    def is_past(self) -> bool:
        return self.revision is not None


NOW = AsOf(text="", label="")


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the base template prints around a screen.

    `crumb` stands before the title in the bar (the program, when the screen is one of its pages). `projects`
    and `as_of` are the menus of the context bar and absent on screens they mean nothing to; `now_url` is this
    screen at the present, `narrowed` the project it is narrowed to.
    """

    title: str
    crumb: str = ""
    crumb_url: str = ""
    places: tuple[Place, ...] = ()
    program: str = ""
    pages: tuple[Place, ...] = ()
    pinned: tuple[Place, ...] = ()
    organisation: tuple[Place, ...] = ()
    person: str = ""
    initials: str = ""
    projects: tuple[Choice, ...] = ()
    project: str = ""
    as_of: AsOf | None = None
    layout: Layout = "page"
    theme: Theme = "system"
    is_folded: bool = False
    has_single_keys: bool = True
    slug: str = ""
    now_url: str = ""
    narrowed: str = ""
    person_places: tuple[Place, ...] = ()


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: the middleware of `access` has put the signed-in person on the request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def theme_of(request: HttpRequest) -> Theme:
    """The theme the reader chose in this browser; "system" follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE)
    return cast(Theme, chosen) if chosen in ("light", "dark") else "system"


def initials_of(name: str) -> str:
    """At most two capitals that stand for a person: "IS" for Ingrid Solberg."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def top_places(here: str) -> tuple[Place, ...]:
    """The places every reader has."""
    return (
        Place("today", _("My work"), reverse("web:today"), "mywork", here == "today"),
        Place("portfolio", _("Portfolio"), reverse("web:portfolio"), "portfolio", here == "portfolio"),
    )


def page(
    request: HttpRequest, template: str, frame: Frame, *, status: int = 200, **rows: object
) -> HttpResponse:
    """A whole screen: `template` extends `shell/base.html` and prints `rows`."""
    text = render_to_string(template, {"frame": frame, **rows}, request=request)
    return HttpResponse(text, status=status)


def fragment(request: HttpRequest, template: str, *, status: int = 200, **rows: object) -> HttpResponse:
    """A piece of a screen, for HTMX to put in place."""
    return HttpResponse(render_to_string(template, rows, request=request), status=status)
