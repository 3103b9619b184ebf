"""Addresses of brief and scope."""

from __future__ import annotations

from django.urls import path, register_converter

from milepost.surfaces.web.brief import pages


class DocumentConverter:
    """One of the two documents of a program."""

    regex = "brief|scope"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DocumentConverter, "document")

urlpatterns = [
    path("p/<slug:slug>/brief", pages.brief, name="brief"),
    path("p/<slug:slug>/brief/<document:document>", pages.write, name="write-document"),
    path("p/<slug:slug>/brief/<document:document>/agree", pages.agree, name="agree-document"),
    path("p/<slug:slug>/brief/<document:document>/<int:edition>", pages.edition, name="edition"),
    path("p/<slug:slug>/brief/list/<slug:listing>", pages.item, name="add-item"),
    path("p/<slug:slug>/brief/list/<slug:listing>/<int:number>", pages.item, name="edit-item"),
    path("p/<slug:slug>/brief/list/<slug:listing>/<int:number>/remove", pages.remove, name="remove-item"),
]
