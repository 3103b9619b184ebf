"""A program as a plan file, as machines are offered it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, TypeAlias

from milepost.base.identity import Actor
from milepost.base.permissions import may_in_program
from milepost.base.refusal import NotFound
from milepost.interop import reading, writing
from milepost.interop.exchange.document import document
from milepost.interop.exchange.values import Exchange
from milepost.interop.fidelity.conversion import Loss, losses
from milepost.interop.store.programs import exchange_of
from milepost.surfaces.catalog.entry import Entry, Noun, Query
from milepost.surfaces.catalog.unreadable import refusing

PlanFormat: TypeAlias = Literal["mspdi", "xer", "plan", "xlsx", "csv", "json"]

EXPORT = Noun("export", "exports", "A program, or one of its projects, as a plan file.", single=True)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a format's files end, and what they are to a browser; `is_text`: people can read them."""

    ending: str
    media_type: str
    is_text: bool = True


KINDS: dict[PlanFormat, Kind] = {
    "mspdi": Kind(".xml", "application/xml"),
    "xer": Kind(".xer", "text/plain", is_text=False),
    "plan": Kind(".plan", "text/plain"),
    "xlsx": Kind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_text=False),
    "csv": Kind(".csv", "text/csv"),
    "json": Kind(".json", "application/json"),
}


@dataclass(frozen=True, slots=True)
class PlanAsFile:
    """A plan file: its name and its content, as `text` or, of a format that is no text, as `content`.

    `left_behind` are the fields of this very plan that the format does not hold.
    """

    name: str
    format: str
    media_type: str
    text: str
    content: bytes
    left_behind: list[Loss]


def export(
    reader: Actor,
    *,
    program: int,
    format: PlanFormat = "plan",  # noqa: A002 (the word of the command line, too)
    project: int | None = None,
    as_of: int | None = None,
) -> PlanAsFile:
    """The program as a file of a format, as far as you may see it, and what of it the format does not hold.

    Raises: NotFound; CannotTake where the format cannot take the plan.
    """
    exchange = exchange_for(reader, program=program, project=project, as_of=as_of)
    kind, content = KINDS[format], content_of(exchange, format)
    left = [] if format == "json" else losses(exchange, refusing(lambda: reading.read(content)))
    text = content.decode("utf-8-sig") if kind.is_text else ""
    return PlanAsFile(
        f"plan{kind.ending}", format, kind.media_type, text, b"" if kind.is_text else content, left
    )


def exchange_for(reader: Actor, *, program: int, project: int | None, as_of: int | None) -> Exchange:
    """What is exported, for somebody who may read the plan. Raises: NotFound."""
    if not may_in_program(reader, "plan.read", program):
        raise NotFound("There is no such program.")
    return exchange_of(reader, program=program, project=project, as_of=as_of)


def content_of(exchange: Exchange, kind: PlanFormat) -> bytes:
    """The bytes of a file of a format; `json` is what `milepost read --json` tells of one.

    Raises: CannotTake.
    """
    if kind == "json":
        return json.dumps(document(exchange), ensure_ascii=False, default=str).encode()
    return refusing(lambda: writing.write(exchange, f"plan{KINDS[kind].ending}"))


ENTRIES: tuple[Entry, ...] = (
    Query(noun=EXPORT, verb="show", run=export, needs="plan.read", example={"format": "xer"}),
)
