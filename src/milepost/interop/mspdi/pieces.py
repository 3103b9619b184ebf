"""Pieces of XML text with their places in the order of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Piece = tuple[int, str]
"""The place of an element in its row, and its text."""

_LAST = 10_000
_NAMESPACE = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def escaped(text: str) -> str:
    """Text fit to stand in XML; characters XML cannot hold are left out."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\r", "&#13;") if "\r" in text else text
    return _NOT_IN_XML.sub("", text)


def line(name: str, text: str) -> str:
    """An element with text in it, which is escaped already."""
    return f"<{name}>{text}</{name}>\n"


def element(name: str, inner: str) -> str:
    """An element with others in it."""
    return f"<{name}>\n{inner}</{name}>\n" if inner else f"<{name}/>\n"


def row(name: str, pieces: list[Piece]) -> str:
    """An element whose children stand in the order of the schema; equals stay as they came."""
    pieces.sort(key=_place)
    return f"<{name}>\n{''.join(text for _, text in pieces)}</{name}>\n"


def carried(
    pairs: Iterable[tuple[str, str]], rank: dict[str, int], but: Sequence[str] | set[str] = ()
) -> list[Piece]:
    """What travelled along, in its place; names in `but` are written otherwise."""
    pieces = []
    for name, text in pairs:
        if name in but:
            continue
        if name.endswith("/"):
            fragment = _NAMESPACE.sub("", text, count=2)
            pieces.append((rank.get(name[:-1], _LAST), f"{fragment}\n"))
        else:
            pieces.append((rank.get(name, _LAST), line(name, escaped(text))))
    return pieces


def _place(piece: Piece) -> int:
    return piece[0]
