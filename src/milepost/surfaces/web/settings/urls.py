"""Addresses of the settings of a program."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.settings import pages

urlpatterns = [
    path("p/<slug:slug>/settings", pages.settings, name="settings"),
    path("p/<slug:slug>/settings/program", pages.edit, name="edit-program"),
    path("p/<slug:slug>/settings/stage", pages.set_stage, name="set-stage"),
    path("p/<slug:slug>/settings/status", pages.set_status_date, name="set-status-date"),
    path("p/<slug:slug>/settings/projects", pages.add_project, name="add-project"),
    path("p/<slug:slug>/settings/projects/<int:number>", pages.edit_project, name="edit-project"),
    path("p/<slug:slug>/settings/projects/<int:number>/remove", pages.remove_project, name="remove-project"),
]
