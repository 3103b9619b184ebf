"""Which plan format a file is, by what is in it; its name tells nothing."""

from __future__ import annotations

import re
from pathlib import Path

from milepost.base.documents.sources import Unreadable, head_of
from milepost.base.documents.text import encoding_of

FORMATS = {
    "mspdi": "Microsoft Project XML",
    "mpp": "Microsoft Project",
    "mpx": "Microsoft Project exchange (MPX)",
    "xer": "Primavera P6 XER",
    "pmxml": "Primavera P6 XML",
    "planner": "GNOME Planner",
    "xlsx": "Excel workbook",
    "csv": "CSV table",
    "plan": "Milepost plan",
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""What the container of a workbook with a password calls the workbook in it."""
_DIRECTORY_WITHIN = 1 << 20
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)([^>]*)>?")
_PLAN_LINE = re.compile(r"^(milepost plan\b|plan\b)", re.IGNORECASE)


def recognise(source: bytes | Path) -> str:
    """The format of a file, one of `FORMATS`.

    Raises: Unreadable, saying what the file seems to be instead.
    """
    head = head_of(source)
    if head.startswith(_OLE):
        if _ENCRYPTED in head_of(source, _DIRECTORY_WITHIN):
            raise Unreadable("The workbook is protected by a password; save it without one and try again.")
        return "mpp"
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return "xlsx"
    if head.startswith(_PICTURES):
        raise Unreadable("The file is a picture, not a plan.")
    if head.startswith(b"%PDF"):
        raise Unreadable("The file is a PDF; ask for the plan file it was printed from.")
    return _by_text(head)


def _by_text(head: bytes) -> str:
    text = head.decode(encoding_of(head), errors="replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _by_root(text)
    if text.startswith("ERMHDR"):
        return "xer"
    if text[:3].upper() == "MPX":
        return "mpx"
    if _PLAN_LINE.match(text):
        return "plan"
    if "\0" in text or _looks_binary(text):
        raise Unreadable(
            "The file is of no format Milepost can read; it reads " + ", ".join(FORMATS.values()) + "."
        )
    return "csv"


def _by_root(text: str) -> str:
    text = re.sub(r"<\?.*?\?>|<!--.*?-->", "", text, flags=re.DOTALL).lstrip()
    if text.upper().startswith("<!DOCTYPE"):
        if text[9:20].strip().lower().startswith("html"):
            raise Unreadable("The file is a web page, not a plan.")
        raise Unreadable("The XML declares a document type, which plan files never do; nothing was read.")
    match = _ROOT.match(text)
    name, attributes = match.groups() if match else ("", "")
    if name in {"APIBusinessObjects", "Project"} and "primavera" in attributes.lower():
        return "pmxml"
    if name == "APIBusinessObjects":
        return "pmxml"
    if name == "Project":
        return "mspdi"
    if name == "project":
        return "planner"
    if name.lower() in {"html", "head", "body"}:
        raise Unreadable("The file is a web page, not a plan.")
    root = name or "unreadable"
    raise Unreadable(f"The file is XML of a kind Milepost does not know; its outermost element is '{root}'.")


def _looks_binary(text: str) -> bool:
    odd = sum(1 for sign in text if (ord(sign) < 32 and sign not in "\t\r\n\f\x1a") or sign == "\ufffd")
    return odd * 20 > len(text)
