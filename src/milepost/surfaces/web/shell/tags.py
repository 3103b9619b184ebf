"""Template tags for the smallest components. Built into every template: no `{% load %}` needed."""

from __future__ import annotations

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from milepost.surfaces.web.shell import undoing, words
from milepost.surfaces.web.shell.undoing import WayBack

register = template.Library()


@register.simple_tag
def island_words() -> SafeString:
    """The islands' sentences in the reader's language, as JSON they look up; nothing for English."""
    translated = {sentence: gettext(sentence) for sentence in words.SENTENCES}
    differing = {sentence: said for sentence, said in translated.items() if said != sentence}
    return json_script(differing, "words") if differing else SafeString("")


@register.filter
def way_back(message: Message) -> WayBack | None:
    """How what a message tells of is taken back, where it can be."""
    return undoing.way_back(message)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; decoration, so the words beside it (or a label) must say the same."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def mark(name: str, label: str = "", kind: str = "") -> SafeString:
    """A sign with a meaning: `crit`, `red`, `amber`, `green`. Without a label it is decoration."""
    if not label:
        return format_html(
            '<svg class="mark {}" viewBox="0 0 12 12" aria-hidden="true"><use href="#m-{}"/></svg>',
            kind,
            name,
        )
    return format_html(
        '<svg class="mark {}" viewBox="0 0 12 12" role="img" aria-label="{}"><use href="#m-{}"/></svg>',
        kind,
        label,
        name,
    )


@register.simple_tag
def opens(url: str) -> SafeString:
    """The address of a link that opens beside the page; without scripts as a page of its own."""
    return format_html(
        'href="{}" hx-get="{}" hx-target="#panel" hx-select="#panel" hx-swap="outerHTML"', url, url
    )


@register.simple_tag
def verdict(name: str, word: str) -> SafeString:
    """Whether something keeps its limit: `pass` in green, `fail` in red, anything else neither."""
    return rag({"pass": "green", "fail": "red"}.get(name, "none"), word)


@register.simple_tag
def rag(colour: str, word: str, size: str = "") -> SafeString:
    """Red, amber or green as a road sign with its word beside it; `none` means nothing to judge."""
    return format_html(
        '<span class="rag {} {}">{}{}</span>',
        colour,
        size,
        format_html('<svg viewBox="0 0 12 12" aria-hidden="true"><use href="#m-{}"/></svg>', colour),
        word,
    )
