"""Help with the keys, and what a reader prefers in this browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from milepost.surfaces.web.shell import frames, keys
from milepost.surfaces.web.shell.frame import FOLD_COOKIE, KEYS_COOKIE, THEME_COOKIE, page

_A_YEAR = 365 * 24 * 3600
_PREFERENCES = {
    "theme": (THEME_COOKIE, {"system", "light", "dark"}),
    "fold": (FOLD_COOKIE, {"0", "1"}),
    "keys": (KEYS_COOKIE, {"0", "1"}),
}


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """What the keys do, and where to read on."""
    return page(request, "shell/help.html", frames.plain(request, title=_("Help")), groups=keys.GROUPS)


@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Remember a choice of this browser (theme, folded navigation, single keys) and go back."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, (cookie, allowed) in _PREFERENCES.items():
        if (value := request.POST.get(name)) in allowed:
            response.set_cookie(
                cookie, value, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
            )
    return response
