"""The FILE argument of every command: a path, or `-` for standard input."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from milepost.base.documents.sources import MAX_IN_MEMORY, Unreadable
from milepost.interop import reading
from milepost.interop.exchange.values import Exchange


def read_plan(name: str) -> Exchange:
    """The plan in a file or on standard input; refusals name the file.

    Raises: Unreadable.
    """
    source: bytes | Path = _standard_input() if name == "-" else Path(name)
    # Nothing that is read is garbage before it is answered; looking for some costs a tenth of the time, and
    # so does looking through it again while it is worked out.
    gc.disable()
    try:
        return reading.read(source)
    except Unreadable as refused:
        raise Unreadable(f"{_shown(name)}: {refused}") from refused
    finally:
        gc.freeze()
        gc.enable()


def _standard_input() -> bytes:
    content = sys.stdin.buffer.read(MAX_IN_MEMORY + 1)
    if len(content) > MAX_IN_MEMORY:
        raise Unreadable(
            f"Standard input holds more than {MAX_IN_MEMORY >> 20} MB; give the file's path instead."
        )
    return content


def _shown(name: str) -> str:
    """The name as it may be printed: names of files may hold anything."""
    return "standard input" if name == "-" else "".join(sign if sign.isprintable() else "?" for sign in name)
