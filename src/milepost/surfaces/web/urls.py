"""The addresses of the screens, gathered from their folders."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from milepost.surfaces.web.portfolio import urls as portfolio
from milepost.surfaces.web.shell import urls as shell
from milepost.surfaces.web.today import urls as today

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    *shell.urlpatterns,
    *today.urlpatterns,
    *portfolio.urlpatterns,
]
