"""The one XML opener: elements as they end, with entities, DTDs and the network off.

libxml2 itself refuses elements nested deeper than 256 and texts longer than 10 MB; a document type
declaration is refused here, because no plan format has one and every XML attack starts with one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.base.documents import text
from milepost.base.documents.sources import Unreadable, head_of, open_stream

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_EMPTY = 64
_DECLARED = re.compile(r"""^\ufeff?<\?xml[^>]*encoding=["']([\w.:-]+)["']""")


def open_xml(source: bytes | Path, *, ends: tuple[str, ...] = ("*",)) -> Iterator[_Element]:
    """Elements named in `ends` (Clark notation, `{*}Task` for any namespace), each complete, in document
    order.

    The caller clears what it has read; `release` does so cheaply.

    Raises: Unreadable, while iterating.
    """
    with open_stream(source) as stream:
        yield from _elements(stream, ends)


def declared_encoding(source: bytes | Path) -> str:
    """The encoding an XML file declares; UTF-8 where it declares none, as XML has it."""
    head = head_of(source, 200)
    found = _DECLARED.search(head.decode(text.encoding_of(head, otherwise="latin-1"), errors="replace"))
    return found[1] if found else "UTF-8"


def release(element: _Element) -> None:
    """Free an element that has been read, and now and then its elder siblings, which are empty by then.

    Younger ones stay: the parser runs ahead of what is read.
    """
    element.clear()
    parent = element.getparent()
    if parent is not None and len(parent) > _MOST_EMPTY:
        del parent[: parent.index(element)]


def _elements(stream: io.BufferedReader, ends: tuple[str, ...]) -> Iterator[_Element]:
    # Imported late: lxml takes 30 ms, which commands that read no XML should not pay.
    from lxml import etree

    parser = etree.iterparse(
        stream,
        events=("end",),
        tag=ends,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )
    is_first = True
    try:
        for _, element in parser:
            if is_first:
                _refuse_doctype(element)
                is_first = False
            yield element
    except etree.XMLSyntaxError as broken:
        raise Unreadable(f"The XML is damaged or cut short: {_reason(broken)}.") from broken


def _refuse_doctype(element: _Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("The XML declares a document type, which plan files never do; nothing was read.")


def _reason(broken: Exception) -> str:
    first_line = str(broken).splitlines()[0] if str(broken) else "it does not parse"
    return first_line.rstrip(".")[:200]
