"""Values of an exchange as words on a line and back, by the type their field is declared with.

Instants are ISO, lengths `40h` or `12.5m`, texts quoted as in JSON; nested rows are `key=value` words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from milepost.base.documents.sources import Unreadable
from milepost.engine import instants
from milepost.engine.plan import (
    ConstraintType,
    EffortType,
    LagUnit,
    LinkType,
    PercentKind,
    ResourceKind,
    TaskKind,
)
from milepost.interop.exchange.values import Link

_PAIR = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


class Codec(NamedTuple):
    """How a value is written as one word, and read again."""

    written: Callable[[Any], str]
    read: Callable[[str], Any]


def _enum(kind: type[StrEnum]) -> Codec:
    return Codec(lambda value: value.value, kind)


def _length(ticks: int) -> str:
    if ticks % 600 == 0:
        return f"{ticks // 600}h"
    return f"{instants.minutes(ticks):g}m" if abs(ticks) < 10_000_000 else f"{ticks / 10}m"


def _read_length(text: str) -> int:
    amount, unit = text[:-1], text[-1]
    if unit not in "hm":
        raise ValueError(f"{text!r} is not a length like 40h")
    return instants.ticks(float(amount) * (60 if unit == "h" else 1))


def _flag(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(text: str) -> float:
    value = float(text)
    return int(text) if re.fullmatch(r"-?\d+", text) else value


_INSTANT = Codec(
    lambda at: instants.moment(at).isoformat(), lambda text: instants.instant(datetime.fromisoformat(text))
)
_LENGTH = Codec(_length, _read_length)
_TEXT = Codec(_quoted, json.loads)
_NUMBER = Codec(lambda value: str(value) if isinstance(value, int) else repr(value), _number)
_FLAG = Codec(lambda value: "yes" if value else "no", _flag)
_CLOCK = Codec(lambda value: value.isoformat(), time.fromisoformat)

CODECS: dict[str, Codec] = {
    "Instant": _INSTANT,
    "Ticks": _LENGTH,
    "Uid": _TEXT,
    "str": _TEXT,
    "int": _NUMBER,
    "float": _NUMBER,
    "bool": _FLAG,
    "time": _CLOCK,
    "Decimal": Codec(str, Decimal),
    "TaskKind": _enum(TaskKind),
    "EffortType": _enum(EffortType),
    "ConstraintType": _enum(ConstraintType),
    "PercentKind": _enum(PercentKind),
    "ResourceKind": _enum(ResourceKind),
    "LinkType": _enum(LinkType),
    "LagUnit": _enum(LagUnit),
}


def codec_of(declared: str) -> Codec | None:
    """The codec of a field by its declared type; None for fields that are written otherwise."""
    return CODECS.get(declared.removesuffix(" | None"))


def default_of(field: Any) -> Any:
    """What a field is when nothing is said."""
    return field.default if field.default is not MISSING else None


def pairs(row: Any) -> str:
    """A nested row as `key=value` words: what differs from the defaults."""
    words = []
    for field in fields(row):
        codec = codec_of(str(field.type))
        value = getattr(row, field.name)
        if field.name == "lag" and value:
            words.append(f"lag={_lag_text(row)}")
        elif codec is not None and value != default_of(field):
            words.append(f"{field.name}={codec.written(value)}")
    return " ".join(words)


def _lag_text(link: Link) -> str:
    is_percent = link.lag_unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT}
    return f"{link.lag!r}%" if is_percent else _length(int(link.lag))


def read_pairs(kind: type[Any], text: str) -> dict[str, Any]:
    """The fields of a nested row from its words.

    Raises: ValueError.
    """
    declared = {field.name: field.type for field in fields(kind)}
    values: dict[str, Any] = {}
    for name, word in _PAIR.findall(text):
        if name == "lag":
            values[name] = _number(word[:-1]) if word.endswith("%") else _read_length(word)
            continue
        codec = codec_of(str(declared.get(name, "")))
        if codec is None:
            raise ValueError(f"{name} is not a field of {kind.__name__}")
        values[name] = codec.read(word)
    return values


def refuse(number: int, reason: object) -> Unreadable:
    """A refusal that names the line."""
    return Unreadable(f"Line {number} of the plan cannot be read: {reason}.")
