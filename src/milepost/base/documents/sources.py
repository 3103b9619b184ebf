"""Bytes from outside: plain or gzip, from a path, a stream or memory, never more than the limits allow.

Plans are streamed, so a file of several hundred megabytes is read in little memory; what is refused is a file
that unpacks to far more than any plan would. The limits were set from real plans: XML of a large plan packs
about 60 to 1.
"""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 1 << 30
"""Most a file may hold once unpacked."""

MAX_IN_MEMORY = 96 << 20
"""Most a format that cannot be streamed may hold."""

_GZIP = b"\x1f\x8b"
_MAX_RATIO = 300
_RATIO_COUNTS_FROM = 16 << 20


class Unreadable(ValueError):
    """A file that cannot be read, in one sentence fit to be shown: what is wrong, where, what to do."""


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than `most` bytes, or to unpack `packed` bytes to absurd lengths."""

    def __init__(self, stream: BinaryIO, *, packed: int | None = None, most: int = MAX_BYTES) -> None:
        super().__init__()
        self._stream = stream
        self._packed = packed
        self._most = most
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        block = self._read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def _read(self, size: int) -> bytes:
        try:
            block = self._stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
            raise Unreadable("The gzip file is damaged or cut short; fetch or pack it again.") from broken
        self._given += len(block)
        self._refuse_excess()
        return block

    def _refuse_excess(self) -> None:
        if self._given > self._most:
            raise Unreadable(
                f"The file holds more than {self._most >> 20} MB, which no plan needs; nothing was read."
            )
        if self._packed is None or self._given < _RATIO_COUNTS_FROM:
            return
        if self._given > self._packed * _MAX_RATIO:
            raise Unreadable(
                "The gzip file unpacks to far more than it holds, as a bomb would; nothing was read."
            )

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_stream(source: bytes | Path, *, most: int = MAX_BYTES) -> io.BufferedReader:
    """The bytes of `source` from their beginning, unpacked if they are gzip.

    Raises: Unreadable, also from later reads.
    """
    stream, size = _open_packed(source)
    if size == 0:
        stream.close()
        raise Unreadable("The file is empty.")
    is_packed = stream.read(2) == _GZIP
    stream.seek(0)
    if is_packed:
        unpacked: BinaryIO = gzip.GzipFile(fileobj=stream)  # type: ignore[assignment]
        return io.BufferedReader(_Limited(unpacked, packed=size, most=most), 1 << 16)
    return io.BufferedReader(_Limited(stream, most=most), 1 << 16)


def read_bytes(source: bytes | Path, *, most: int = MAX_IN_MEMORY) -> bytes:
    """All bytes of `source`, unpacked if they are gzip, for formats that cannot be streamed."""
    with open_stream(source, most=most) as stream:
        return stream.read()


def head_of(source: bytes | Path, size: int = 4096) -> bytes:
    """The first bytes of `source`, unpacked, to recognise the format by."""
    with open_stream(source) as stream:
        return stream.read(size)


def _open_packed(source: bytes | Path) -> tuple[BinaryIO, int]:
    if isinstance(source, bytes):
        return io.BytesIO(source), len(source)
    try:
        if not source.is_file():
            raise Unreadable(f"{source} is not a file." if source.exists() else f"There is no file {source}.")
        return source.open("rb"), source.stat().st_size
    except (OSError, ValueError) as refused:
        if isinstance(refused, Unreadable):
            raise
        reason = getattr(refused, "strerror", None) or "its name is not valid"
        raise Unreadable(f"{str(source)!r} cannot be opened: {reason.lower()}.") from refused
