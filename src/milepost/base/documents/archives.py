"""Zip files (workbooks, backups) within limits: no bombs, no paths that lead out of the folder."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from milepost.base.documents.sources import Unreadable

MAX_ENTRIES = 20_000
MAX_UNPACKED = 512 << 20
_MAX_RATIO = 250
_RATIO_COUNTS_FROM = 8 << 20


def open_archive(
    source: bytes | Path, *, most_entries: int = MAX_ENTRIES, most_bytes: int = MAX_UNPACKED
) -> zipfile.ZipFile:
    """A zip file whose directory has been checked: count, sizes, ratios, names and kinds of entries.

    Sizes are those the directory declares; `zipfile` stops reading an entry at its declared size, so a lying
    directory gains nothing.

    Raises: Unreadable.
    """
    _refuse_crowds(source, most_entries)
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise Unreadable("The zip file is damaged, cut short or not a zip file at all.") from broken
    try:
        _check(archive, most_entries, most_bytes)
    except Unreadable:
        archive.close()
        raise
    return archive


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one entry.

    Raises: Unreadable, when it is missing, encrypted or damaged.
    """
    try:
        return archive.read(name)
    except KeyError as missing:
        raise Unreadable(f"The zip file has no part '{name}'.") from missing
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as broken:
        raise Unreadable(f"The part '{name}' of the zip file is damaged or encrypted.") from broken


def _refuse_crowds(source: bytes | Path, most_entries: int) -> None:
    # A directory with a million entries takes zipfile seconds and a gigabyte; its end record tells the count
    # beforehand.
    tail = source[-65_557:] if isinstance(source, bytes) else _tail(source)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        return
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory_bytes = int.from_bytes(tail[at + 12 : at + 16], "little")
    # 46 bytes is the least an entry takes; a file with more than 65,535 entries stores 65,535 here.
    if entries > most_entries or (directory_bytes != 0xFFFFFFFF and directory_bytes > most_entries * 512):
        raise Unreadable(f"The zip file has more than {most_entries:,} entries; nothing was read.")


def _tail(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(0, io.SEEK_END)
        stream.seek(max(0, stream.tell() - 65_557))
        return stream.read()


def _check(archive: zipfile.ZipFile, most_entries: int, most_bytes: int) -> None:
    entries = archive.infolist()
    if len(entries) > most_entries:
        raise Unreadable(f"The zip file has more than {most_entries:,} entries; nothing was read.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > most_bytes:
        raise Unreadable(f"The zip file unpacks to more than {most_bytes >> 20} MB; nothing was read.")
    if unpacked > _RATIO_COUNTS_FROM and unpacked > packed * _MAX_RATIO:
        raise Unreadable("The zip file unpacks to far more than it holds, as a bomb would; nothing was read.")
    for entry in entries:
        _check_name(entry)


def _check_name(entry: zipfile.ZipInfo) -> None:
    # `filename` is cut at a NUL by zipfile, `orig_filename` is what the file says.
    name = entry.orig_filename
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    leads_out = posix.is_absolute() or bool(windows.drive or windows.root) or ".." in windows.parts
    if leads_out or "\0" in name:
        raise Unreadable("The zip file has an entry whose name leads outside it; nothing was read.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable("The zip file has a symbolic link in it; nothing was read.")
