"""The one XML opener: elements as they end, with entities, DTDs and the network off.

libxml2 itself refuses elements nested deeper than 256 and texts longer than 10 MB; a document type
declaration is refused here, because no plan format has one and every XML attack starts with one.

A large plan is thousands of rows whose children are plain leaves. Making trees of them takes longer than
reading them, so rows may be taken as the text they are (`docs/decisions/rows-as-text.md`): whoever takes them
answers for their being XML. Everything else goes through the parser.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.base.documents import text as texts
from milepost.base.documents.sources import Unreadable, head_of, open_stream

if TYPE_CHECKING:
    from lxml.etree import _Element

Take = Callable[["_Element"], None]
TakeText = Callable[[str, str], None]

_MOST_EMPTY = 64
_DECLARED = re.compile(r"""^\ufeff?<\?xml[^>]*encoding=["']([\w.:-]+)["']""")
_BLANK = " \t\n"
_CHUNK = 1 << 18
_LONGEST_ROW = 10_000_000
"""What the parser allows a text to hold; a longer row is left to it."""
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,
}
_DECODED = {"utf-8": "utf-8", "us-ascii": "ascii", "iso-8859-1": "latin-1", "windows-1252": "cp1252"}
"""Encodings that Python and the parser read alike, by the names files declare."""


def read_xml(
    source: bytes | Path, *, ends: tuple[str, ...], tables: Mapping[str, str], take: Take, take_text: TakeText
) -> None:
    """Give `take` the elements named in `ends`, each complete, in document order; `release` frees them.

    `tables` says which rows the elements below the root are made of (`{"Tasks": "Task"}`). `take_text` is
    given the name of such a row and the text between its tags, unless tables is empty or the encoding is not
    one of Python's; then all rows come to `take`.

    Raises: Unreadable, and what the two raise.
    """
    encoding = _decoded_by(source) if tables else None
    with open_stream(source) as stream:
        if encoding is None:
            parser = _Parser({*ends}, {}, take, encoding=None)
            for block in iter(lambda: stream.read(_CHUNK), b""):
                parser.feed(block)
            parser.close()
            return
        reading = _ByRows(_Parser({*ends}, tables, take, encoding="utf-8"), tables, take_text)
        decoded = io.TextIOWrapper(stream, encoding=encoding)
        try:
            reading.read(iter(lambda: decoded.read(_CHUNK), ""))
        except UnicodeDecodeError as wrong:
            raise Unreadable(f"The XML is damaged: it is not {encoding}, as it says it is.") from wrong


def parse_fragment(text: str) -> _Element | None:
    """The element a piece of XML is, read as safely as a file; None where it is not XML by itself."""
    from lxml import etree

    try:
        return etree.fromstring(text, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError):
        return None


def declared_encoding(source: bytes | Path) -> str:
    """The encoding an XML file declares; UTF-8 where it declares none, as XML has it."""
    head = head_of(source, 200)
    found = _DECLARED.search(head.decode(texts.encoding_of(head, otherwise="latin-1"), errors="replace"))
    return found[1] if found else "UTF-8"


def release(element: _Element) -> None:
    """Free an element that has been read, and now and then its elder siblings, which are empty by then.

    Younger ones stay: the parser runs ahead of what is read.
    """
    element.clear()
    parent = element.getparent()
    if parent is not None and len(parent) > _MOST_EMPTY:
        del parent[: parent.index(element)]


def _decoded_by(source: bytes | Path) -> str | None:
    """The Python name of a file's encoding, where its text is the same for Python and the parser."""
    marked = texts.encoding_of(head_of(source, 200), otherwise="utf-8")
    if marked in {"utf-8-sig", "utf-16"}:
        return marked
    return _DECODED.get(declared_encoding(source).lower()) if marked == "utf-8" else None


class _Parser:
    """lxml's parser fed piece by piece: what has ended is taken at once."""

    def __init__(self, ends: set[str], tables: Mapping[str, str], take: Take, encoding: str | None) -> None:
        # Imported late: lxml takes 30 ms, which commands that read no XML should not pay.
        from lxml import etree

        watched = tuple(f"{{*}}{name}" for name in {*ends, *tables, *tables.values()})
        self._parser = etree.XMLPullParser(events=("start", "end"), tag=watched, encoding=encoding, **_SAFE)
        self._broken = etree.XMLSyntaxError
        self._ends = ends
        self._tables = tables
        self._take = take
        self._is_first = True
        self.table: _Element | None = None
        """The table below the root that is open."""
        self.last: tuple[str, str, _Element | None] = ("", "", None)
        """What happened last: `start` or `end`, of which name, below which element."""

    def feed(self, piece: str | bytes) -> None:
        """Parse a piece and take what has ended with it.

        Raises: Unreadable.
        """
        try:
            self._parser.feed(piece.encode() if isinstance(piece, str) else piece)
            self._take_events()
        except self._broken as broken:
            raise Unreadable(f"The XML is damaged or cut short: {_reason(broken)}.") from broken

    def close(self) -> None:
        """Say that nothing follows.

        Raises: Unreadable, when something should.
        """
        try:
            self._parser.close()
            self._take_events()
        except self._broken as broken:
            raise Unreadable(f"The XML is damaged or cut short: {_reason(broken)}.") from broken

    def _take_events(self) -> None:
        event: str
        element: Any
        for event, element in self._parser.read_events():
            if self._is_first:
                _refuse_doctype(element)
                self._is_first = False
            name, parent = element.tag.rpartition("}")[2], element.getparent()
            self.last = (event, name, parent)
            if name in self._tables and parent is not None and parent.getparent() is None:
                self.table = element if event == "start" else None
            if event == "end" and name in self._ends:
                self._take(element)


class _ByRows:
    """A file on its way to the parser, rows of plain text passing it by."""

    def __init__(self, parser: _Parser, tables: Mapping[str, str], take_text: TakeText) -> None:
        self._parser = parser
        self._tables = tables
        self._take_text = take_text
        self._opening = re.compile(f"<({'|'.join(tables)})>")
        self._longest_tag = max(map(len, tables)) + 1
        self._table: str | None = None
        self._trusts_text = True
        self._lines_passed = 0

    def read(self, pieces: Iterator[str]) -> None:
        """Read rows as text, and everything else through the parser."""
        waiting = ""
        for piece in pieces:
            waiting = self._through(waiting + piece)
        self._feed(waiting)
        self._parser.close()

    def _through(self, text: str) -> str:
        """Read a text up to where more of it is needed; what is left to be read with the next."""
        while self._trusts_text:
            if self._table is not None:
                text = self._rows(text, self._table)
                if self._table is not None:
                    return text
                continue
            opened = self._opening.search(text)
            if opened is None:
                sure = max(len(text) - self._longest_tag, 0)
                self._feed(text[:sure])
                return text[sure:]
            self._feed(text[: opened.end()])
            text = text[opened.end() :]
            # The words may stand in a comment or in a text; the parser knows.
            is_open = self._parser.table is not None and self._parser.last[:2] == ("start", opened[1])
            self._table = opened[1] if is_open else None
        self._feed(text)
        return ""

    def _rows(self, text: str, table: str) -> str:
        """Read the rows of a table that are complete; the rest of the text."""
        name = self._tables[table]
        opening, ending = f"<{name}>", f"</{name}>"
        *rows, rest = text.split(ending)
        for place, row in enumerate(rows):
            before, _, inside = row.partition(opening)
            if inside and not before.strip(_BLANK):
                self._take_text(name, inside)
                self._lines_passed += row.count("\n")
                continue
            self._feed(row + ending)
            event, ended, parent = self._parser.last
            if (event, ended) != ("end", name) or parent is None or parent is not self._parser.table:
                # A comment or something broken has swallowed the end of the row; no text is plain from here.
                self._trusts_text = False
                self._table = None
                return ending.join((*rows[place + 1 :], rest))
        if f"</{table}>" in rest:
            self._table = None
        elif len(rest) > _LONGEST_ROW:
            self._trusts_text = False
            self._table = None
        return rest

    def _feed(self, text: str) -> None:
        # The lines of rows read as text are made up for, so that errors name the line of the file.
        if self._lines_passed:
            self._parser.feed("\n" * self._lines_passed)
            self._lines_passed = 0
        if text:
            self._parser.feed(text)


def _refuse_doctype(element: _Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("The XML declares a document type, which plan files never do; nothing was read.")


def _reason(broken: Exception) -> str:
    first_line = str(broken).splitlines()[0] if str(broken) else "it does not parse"
    return first_line.rstrip(".")[:200]
