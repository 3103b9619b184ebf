"""A plan as CSV: comma, UTF-8 with a byte order mark, so that Excel opens it rightly."""

from __future__ import annotations

from milepost.base.documents import tables
from milepost.interop.exchange.values import Exchange
from milepost.interop.tables.write import header, rows


def write(exchange: Exchange) -> bytes:
    """The file."""
    return tables.write_csv([header(exchange), *rows(exchange)], with_bom=True)
