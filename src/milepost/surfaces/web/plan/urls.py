"""Addresses of the plan."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.plan import pages, steps

urlpatterns = [
    path("p/<slug:slug>/plan", pages.plan, name="plan"),
    path("p/<slug:slug>/plan/paper", pages.on_paper, name="plan-on-paper"),
    path("p/<slug:slug>/plan/steps", steps.steps, name="plan-steps"),
]
