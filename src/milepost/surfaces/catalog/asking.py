"""Carrying out what a door understood: one operation or one query, answered in plain JSON."""

from __future__ import annotations

from typing import Any

import pydantic

from milepost.base.identity import Actor
from milepost.base.operation import Acting
from milepost.base.refusal import NotFound
from milepost.surfaces.catalog import forms, narrowing, paging, places
from milepost.surfaces.catalog.entry import Deed
from milepost.surfaces.catalog.offers import Offer
from milepost.surfaces.catalog.places import Place, WrongField

READING = ("as_of", "scenario", "filter", "sort", "cursor", "limit", "fields")
"""What may be said with any read, beside the fields of the query itself."""


def write(offer: Offer, acting: Acting, item: Any, accepted: pydantic.BaseModel) -> dict[str, Any]:
    """Do it, and say what came of it: the operation's own result, the revision after it, its entry."""
    if isinstance(offer.entry, Deed):
        value = offer.answers.give(offer.call(acting.actor, item, accepted, acting=acting))
        return {"result": value, "revision": places.revision_of(acting.ledger), "entry": None}
    written = offer.call(acting, item, accepted)
    # The answer given again under an idempotency key was kept in plain JSON.
    is_plain = isinstance(written.value, dict)
    result = forms.give_plain(written.value) if is_plain else offer.answers.give(written.value)
    return {"result": result, "revision": written.revision, "entry": written.entry}


def read(
    offer: Offer,
    reader: Actor,
    place: Place,
    item: Any,
    accepted: pydantic.BaseModel,
    *,
    as_of: str | None = None,
    scenario: str | None = None,
    filter: str | None = None,  # noqa: A002 (what it is called at the doors)
    sort: str | None = None,
    cursor: str | None = None,
    limit: str | None = None,
    fields: str | None = None,
) -> tuple[Any, int]:
    """The answer of a query and the revision it was read at: a row, or a page of rows with its cursor.

    Raises: WrongField, NotFound.
    """
    if scenario is not None:
        raise places.NoScenarios
    revision = None if as_of is None else places.revision_as_of(reader, place, as_of)
    if revision is not None and "as_of" not in offer.takes:
        raise WrongField("as_of", "This is not kept in history; leave 'as_of' out to read it as it is now.")
    size = paging.limit_of(limit)
    page: dict[str, Any] = {}
    is_as_it_stands = filter is None and sort is None
    if offer.is_list and offer.is_cut_below and is_as_it_stands:
        page = {"after": paging.last_key(cursor), "limit": size + 1}
    answer = offer.call(reader, item, accepted, program=place.ledger, as_of=revision, **page)
    at = place.revision if revision is None else revision
    if answer is None:
        raise NotFound("There is no such thing.")
    if not offer.is_list:
        if cursor is not None or limit is not None or not is_as_it_stands:
            raise WrongField("limit", "This is one thing and not a list.")
        return paging.only_fields([offer.answers.give(answer)], fields)[0], at
    answer = narrowing.narrowed(answer, offer.answers.give, filter, sort)
    found = paging.page_of(answer, getattr(offer.entry, "key", "number"), None if page else cursor, size)
    rows = paging.only_fields([offer.answers.give(row) for row in found.rows], fields)
    return {"items": rows, "next": found.next, "revision": at}, at
