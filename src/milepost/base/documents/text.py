"""Which encoding a text file is in, said once."""

from __future__ import annotations

import codecs

from milepost.base.documents.sources import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes, *, otherwise: str = "cp1252") -> tuple[str, str]:
    """The text of `content` and the name of the encoding it was in.

    A byte order mark decides; without one, text that is valid UTF-8 is UTF-8, text with a zero in every other
    byte is UTF-16, and the rest is `otherwise`, the code page of the tools that write such files.
    """
    encoding = encoding_of(content, otherwise=otherwise)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        # cp1252 leaves five bytes undefined; latin-1 reads them as the control characters other tools put
        # there.
        text, encoding = content.decode("latin-1"), "latin-1"
    return text, encoding


def encoding_of(content: bytes, *, otherwise: str = "cp1252") -> str:
    """The Python name of the encoding `content` seems to be in."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if len(content) >= 4 and content[1::2][:64].count(0) * 2 > len(content[1::2][:64]):
        return "utf-16-le"
    if len(content) >= 4 and content[0::2][:64].count(0) * 2 > len(content[0::2][:64]):
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return otherwise
    return "utf-8"


def refuse_binary(text: str) -> None:
    """Refuse text with a zero character in it: it is no text.

    Raises: Unreadable.
    """
    if "\0" in text:
        raise Unreadable("The file contains zero bytes, so it is not the text file it should be.")
