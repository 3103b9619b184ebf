"""Where a derived command is carried out: on this machine's database, or on a server elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import pydantic

from milepost.base.identity import Actor
from milepost.base.operation import Acting
from milepost.domain.accounts.operations import recognition
from milepost.surfaces.catalog import asking, places
from milepost.surfaces.catalog.offers import Offer
from milepost.surfaces.catalog.paging import MAX_LIMIT
from milepost.surfaces.cli import house, rest
from milepost.surfaces.cli.rest import NotUnderstood


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line asks: of which program and thing, with which fields; `about` holds what is said
    of the request itself (`as_of`, `seen`, ...)."""

    program: str | None
    item: Any
    fields: dict[str, Any]
    about: dict[str, str] = field(default_factory=dict)


class Reach(Protocol):
    """A Milepost that carries commands out."""

    def carry_out(self, offer: Offer, asked: Asked) -> Any:
        """The answer in plain JSON.

        Raises: Refusal.
        """


def reach(server: str | None, token: str | None, person: str | None) -> Reach:
    """The server named, else this machine's own database."""
    if server is not None:
        return There(server.rstrip("/"), token)
    return Here(token, person)


@dataclass(frozen=True, slots=True)
class Here:
    """This machine's database. Whoever can open it can do everything, so it only asks who is meant."""

    token: str | None
    person: str | None

    def carry_out(self, offer: Offer, asked: Asked) -> Any:
        actor = self._actor()
        place = places.organisation() if asked.program is None else places.program(actor, asked.program)
        item = _item(offer, asked.item)
        accepted = _accepted(offer, asked.fields)
        if not offer.is_write:
            return self._read(offer, actor, place, item, accepted, dict(asked.about))
        seen = asked.about.get("seen")
        revision = None if seen is None else places.whole_number(seen)
        if seen is not None and revision is None:
            raise NotUnderstood("--seen is a revision, a whole number.")
        acting = Acting(actor, place.ledger, revision, asked.about.get("reason", ""))
        return asking.write(offer, acting, item, accepted)

    def _read(
        self,
        offer: Offer,
        actor: Actor,
        place: places.Place,
        item: Any,
        accepted: pydantic.BaseModel,
        about: dict[str, str],
    ) -> Any:
        if offer.is_list and "limit" not in about:
            return _every_page(
                lambda more: asking.read(offer, actor, place, item, accepted, **more)[0], about
            )
        return asking.read(offer, actor, place, item, accepted, **about)[0]

    def _actor(self) -> Actor:
        if self.token is not None:
            return recognition.with_token(self.token, door="cli")
        return house.actor(self.person)


@dataclass(frozen=True, slots=True)
class There:
    """Another Milepost, spoken to over REST."""

    server: str
    token: str | None

    def carry_out(self, offer: Offer, asked: Asked) -> Any:
        accepted = _accepted(offer, asked.fields).model_dump(mode="json", exclude_unset=True)
        path = offer.address.path.replace("{program}", str(asked.program))
        path = path.replace(f"{{{offer.entry.noun.name}}}", str(_item(offer, asked.item)))
        about = dict(asked.about)
        if offer.is_write:
            headers = {"If-Match": about.get("seen", "*"), "Milepost-Reason": about.get("reason", "")}
            return self._send(offer.address.method, path, headers, body=accepted)
        if offer.is_list and "limit" not in about:
            return _every_page(lambda more: self._send("GET", path, {}, query=accepted | more), about)
        return self._send("GET", path, {}, query=accepted | about)

    def _send(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        body: dict[str, Any] | None = None,
        query: dict[str, Any] | None = None,
    ) -> Any:
        answer = rest.request(self.server, self.token, method, path, query=query, headers=headers, json=body)
        return rest.understood(answer, self.server)


def _every_page(ask: Any, about: dict[str, str]) -> dict[str, Any]:
    """All rows of a list, a page at a time."""
    page: dict[str, Any] = ask({**about, "limit": str(MAX_LIMIT)})
    rows = list(page["items"])
    while page["next"] is not None:
        page = ask({**about, "limit": str(MAX_LIMIT), "cursor": page["next"]})
        rows += page["items"]
    return {**page, "items": rows}


def _item(offer: Offer, text: Any) -> Any:
    """The thing named by the argument, as its own type."""
    if offer.item is None:
        return None
    try:
        accepted = pydantic.TypeAdapter(offer.item.form.accepts).validate_python(text)
    except pydantic.ValidationError:
        raise NotUnderstood(f"'{text}' names no {offer.entry.noun.name}.") from None
    return offer.item.form.take(accepted)


def _accepted(offer: Offer, fields: dict[str, Any]) -> pydantic.BaseModel:
    """The fields, checked. Raises: NotUnderstood, naming each field that does not fit."""
    try:
        return offer.accepts.model_validate(fields)
    except pydantic.ValidationError as error:
        wrong = (f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors())
        raise NotUnderstood("; ".join(wrong) + ".") from None
