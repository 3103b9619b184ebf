"""Addresses of the calendars."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.calendars import pages

urlpatterns = [
    path("p/<slug:slug>/calendars", pages.calendars, name="calendars"),
    path("p/<slug:slug>/calendars/add", pages.add, name="add-calendar"),
    path("p/<slug:slug>/calendars/<int:number>", pages.calendars, name="calendar"),
    path("p/<slug:slug>/calendars/<int:number>/edit", pages.edit, name="edit-calendar"),
    path("p/<slug:slug>/calendars/<int:number>/remove", pages.remove, name="remove-calendar"),
    path("p/<slug:slug>/calendars/<int:number>/days", pages.add_days, name="add-days"),
    path(
        "p/<slug:slug>/calendars/<int:number>/days/<int:exception>/remove",
        pages.remove_days,
        name="remove-days",
    ),
]
