"""The addresses of the screens, gathered from their folders."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from milepost.surfaces.web.access import urls as access
from milepost.surfaces.web.brief import urls as brief
from milepost.surfaces.web.calendars import urls as calendars
from milepost.surfaces.web.compare import urls as compare
from milepost.surfaces.web.exports import urls as exports
from milepost.surfaces.web.history import urls as history
from milepost.surfaces.web.home import urls as home
from milepost.surfaces.web.imports import urls as imports
from milepost.surfaces.web.lists import urls as lists
from milepost.surfaces.web.moves import urls as moves
from milepost.surfaces.web.plan import urls as plan
from milepost.surfaces.web.portfolio import urls as portfolio
from milepost.surfaces.web.quality import urls as quality
from milepost.surfaces.web.settings import urls as settings
from milepost.surfaces.web.shell import urls as shell
from milepost.surfaces.web.today import urls as today
from milepost.surfaces.web.trends import urls as trends

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    *shell.urlpatterns,
    *lists.urlpatterns,
    *access.urlpatterns,
    *today.urlpatterns,
    *portfolio.urlpatterns,
    *home.urlpatterns,
    *plan.urlpatterns,
    *brief.urlpatterns,
    *calendars.urlpatterns,
    *history.urlpatterns,
    *moves.urlpatterns,
    *compare.urlpatterns,
    *trends.urlpatterns,
    *quality.urlpatterns,
    *settings.urlpatterns,
    *imports.urlpatterns,
    *exports.urlpatterns,
]
