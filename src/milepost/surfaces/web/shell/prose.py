"""Words people wrote, as HTML that cannot harm: Markdown read without HTML, then one allow-list."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})


def prose(text: str) -> SafeString:
    """The text as paragraphs, lists and emphasis; "" stays empty."""
    if not text.strip():
        return mark_safe("")
    html = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308 - cleaned by the allow-list above
