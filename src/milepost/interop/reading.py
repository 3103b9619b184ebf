"""A plan file of any format as an exchange: recognise it, hand it to its reader.

Readers are imported when their format turns up, so that reading one never pays for another.
"""

from __future__ import annotations

from pathlib import Path

from milepost.interop.exchange.values import Exchange
from milepost.interop.recognise import recognise

_NATIVE = {"mspdi", "xer", "csv", "xlsx", "plan", "mpx"}
"""Formats Milepost reads itself."""


def needs_java(source: bytes | Path) -> bool:
    """Whether a file is read through the extra for MS Project files.

    Raises: Unreadable, when it is no plan at all.
    """
    return recognise(source) not in _NATIVE


def read(source: bytes | Path) -> Exchange:
    """The plan in a file, whatever its format.

    Raises: Unreadable, in one sentence: what is wrong, where, what to do.
    """
    kind = recognise(source)
    if kind == "mspdi":
        from milepost.interop.mspdi import read as mspdi

        return mspdi.read(source)
    if kind == "xer":
        from milepost.interop.xer import read as xer

        return xer.read(source)
    if kind in {"csv", "xlsx"}:
        from milepost.interop.tables import read as tables

        return tables.read(source, kind)
    if kind == "mpx":
        from milepost.interop.mpx import read as mpx

        return mpx.read(source)
    if kind == "plan":
        from milepost.interop.plan import read as plan

        return plan.read(source)
    from milepost.interop.mpp import read as mpp

    return mpp.read(source, kind)
