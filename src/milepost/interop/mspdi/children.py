"""A row of MS Project XML as the texts of its children, whether it comes as text or as an element.

A child is told as the file writes it, without the outermost brackets: `UID>7</UID`, `Notes/`, or whole with
what is nested in it. So a row is cut by one `split`, and equal children are equal texts that need be read
once. A text is plain when it is made of nothing but such children; attributes, comments, other namespaces
and anything that is no XML is not, and goes through the parser, from which it comes back plain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from milepost.base.documents.xml import parse_fragment

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAME = r"[A-Za-z_][\w.-]*+"
_TEXT = "[^<>&\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*+"
LEAF = re.compile(rf"({_NAME})(?:/|>({_TEXT})</\1)")
"""A leaf: its name, and its text, which is None or empty where it says nothing."""
_NESTED = re.compile(rf"({_NAME})>(\s*<[A-Za-z_].*>\s*)</\1", re.DOTALL)
_LINE_BREAK = re.compile(r"(?<=>)[ \t]*\n[ \t\n]*(?=<)")
_BLANK = " \t\n"
_DEEPEST = 8
"""Levels that are put together as text; a file that goes deeper is read as elements."""


class NotPlain(Exception):
    """A text that only the parser can read, or nobody."""


class Child(NamedTuple):
    """One child of a row: a leaf with its text (None where it has none), or one with children inside."""

    name: str
    text: str | None
    inside: str | None = None

    @property
    def xml(self) -> str:
        """The child as it is carried along, without the line breaks of the file."""
        inside = _LINE_BREAK.sub("", self.inside or "").strip(_BLANK)
        return f"<{self.name}>{inside}</{self.name}>"


def split(inside: str) -> list[str]:
    """The children in the text between the tags of a row.

    Raises: NotPlain.
    """
    body = inside.lstrip(_BLANK)
    margin = inside[: len(inside) - len(body)]
    body = body.rstrip(_BLANK)
    if not body:
        return []
    if body[0] != "<" or body[-1] != ">":
        raise NotPlain
    between = f">{margin}<"
    if margin.strip("\n"):
        # What is nested is indented further, but for where it ends: that moves out of the way.
        return body[1:-1].replace(f"{between}/", f">{margin} </").split(between)
    children = body[1:-1].split(between)
    return _regrouped(children, between) if f"{between}/" in body else children


def of_element(element: _Element, ns: str) -> tuple[list[str], list[str]]:
    """The children of an element, and the names of those it holds of other namespaces, which are left out."""
    from lxml import etree

    strange = [one for one in element.iterdescendants() if one.tag.rpartition("}")[0] != ns[:-1]]
    for one in strange:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    if element.prefix:
        text = text.replace(f"<{element.prefix}:", "<").replace(f"</{element.prefix}:", "</")
    _, _, body = text.partition(">")
    return split(body.rpartition("<")[0]), [one.tag for one in strange]


def pair_of(element: _Element, ns: str) -> tuple[str, str]:
    """An element as it travels along: its name and text, or its XML where it has children."""
    name = element.tag[len(ns) :] if element.tag.startswith(ns) else element.tag
    if not len(element):
        return name, element.text or ""
    from lxml import etree

    return f"{name}/", etree.tostring(element, encoding="unicode", with_tail=False)


def parsed(child: str) -> Child:
    """A child by its text.

    Raises: NotPlain.
    """
    leaf = LEAF.fullmatch(child)
    if leaf is not None:
        return Child(leaf[1], leaf[2] or None)
    nested = _NESTED.fullmatch(child)
    return Child(nested[1], None, nested[2]) if nested is not None else _by_parser(child)


def check(child: Child) -> None:
    """Make sure that what is nested in a child is plain all the way down; leaves are already.

    Raises: NotPlain.
    """
    if child.inside is not None:
        for one in split(child.inside):
            check(parsed(one))


def _by_parser(child: str) -> Child:
    """A child with references, attributes, or more than one level inside."""
    from lxml import etree

    element = parse_fragment(f"<{child}>") if child[:1] not in "!?/" else None
    if element is None or any("}" in one.tag for one in element.iter()):
        raise NotPlain
    if not len(element):
        return Child(element.tag, element.text)
    text = etree.tostring(element, encoding="unicode")
    return Child(element.tag, None, text.partition(">")[2].rpartition("<")[0])


def _regrouped(children: list[str], between: str) -> list[str]:
    """Children that were cut because others are nested in them, put together again."""
    whole: list[str] = []
    open_at: list[int] = []
    for child in children:
        if child[:1] == "/":
            if whole and whole[-1].startswith(f"{child[1:]}>") and "</" not in whole[-1]:
                # A text that ends in ">".
                at = len(whole) - 1
            elif open_at and whole[open_at[-1]] == child[1:]:
                at = open_at.pop()
            else:
                raise NotPlain
            whole[at:] = [between.join((*whole[at:], child))]
            continue
        if ">" not in child and child[-1:] != "/" and child[:1] not in {"!", "?"}:
            open_at.append(len(whole))
            if len(open_at) > _DEEPEST:
                raise NotPlain
        whole.append(child)
    return whole
