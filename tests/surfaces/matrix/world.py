"""An organisation with two programs, one of each thing in every place, and twelve people who ask.

What the catalogue can add is added through it, so a new kind of thing is in the world as soon as it is
offered. Every name says where it stands, so that an answer can be searched for what should not be in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.test import Client

from milepost.base.identity import ORGANISATION, SYSTEM, Actor, Scope, program_scope
from milepost.base.models import Ledger
from milepost.base.operation import Acting
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Account
from milepost.domain.accounts.operations import accounts, grants, organisation, people, reads, recognition
from milepost.domain.accounts.queries import reads as read_queries
from milepost.domain.analysis.operations import baselines
from milepost.domain.programs.queries import documents
from milepost.domain.resources.operations import renewal
from milepost.domain.resources.queries import bookings, files
from milepost.domain.resources.rows import KeptFile, Renewal
from milepost.domain.schedule.operations import tasks
from milepost.domain.schedule.rows import RenewedCalendars, RenewedSchedule
from milepost.surfaces.catalog import index
from milepost.surfaces.catalog.entry import Operation
from milepost.surfaces.catalog.offers import Offer, example_of

PLACES = ("own", "sibling", "foreign")
GONE = 4_000_000
"""A number no ledger of a test reaches: what was removed, or never was."""

ROLES = {
    "portfolio_administrator": "organisation",
    "program_manager": "atlas",
    "project_manager": "atlas/{own}",
    "member": "atlas/{own}",
    "finance": "atlas",
    "sponsor": "atlas",
    "viewer": "atlas",
    "auditor": "atlas",
    "vendor": "atlas/{own}",
    "system_administrator": "organisation",
}
PRINCIPALS = (*ROLES, "nobody", "stranger")


@dataclass
class World:
    """Where everything is: things by place and noun, and a browser for each principal."""

    ledgers: dict[str, Ledger] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)

    def slug(self, place: str) -> str:
        return "borealis" if place == "foreign" else "atlas"

    def ledger(self, place: str) -> int:
        return self.ledgers[self.slug(place)].pk

    def holds(self, principal: str, right: str, scope: Scope) -> str:
        """How far a principal's right goes on a node, worked out apart from the house: "all", "own" or ""."""
        role = principal if principal in ROLES else ""
        reach = rules.RIGHTS_OF.get(role, {}).get(right, "")
        held = self.scopes.get(principal)
        if not reach or held is None or not _covers(held, scope):
            return ""
        return {"all": "all", "published": "all", "logged": "all", "own": "own", "money": "own"}.get(
            reach, ""
        )

    def holds_somewhere(self, principal: str, right: str, ledger: int) -> bool:
        """Does the principal hold the right on this program, above it, or on a project of it?"""
        held = self.scopes.get(principal)
        reach = rules.RIGHTS_OF.get(principal, {}).get(right, "")
        return (
            held is not None
            and reach in ("all", "published", "logged", "own", "money")
            and (held.kind == "organisation" or held.ledger == ledger)
        )


def build() -> World:
    """The world, made as Milepost itself."""
    world = World()
    _found(world)
    for slug in ("atlas", "borealis"):
        do("programs.add", {"name": f"{slug} program", "slug": slug})
        world.ledgers[slug] = Ledger.objects.get(slug=slug)
    for place in PLACES:
        project = do("projects.add", {"name": f"{place}-canary project"}, ledger=world.ledger(place))
        world.things[place] = {"project": project}
    for place in PLACES:
        _furnish(world, place)
    for principal, on in ROLES.items():
        _invite(world, principal, on.format(own=world.things["own"]["project"]))
    _sign_in(world, "nobody", people.add(acting(), name="nobody", email="nobody@x.example").value)
    world.clients["stranger"] = Client()
    return world


def acting(ledger: int = ORGANISATION) -> Acting:
    return Acting(SYSTEM, ledger)


def offer_of(code: str) -> Offer:
    return next(offer for offer in index.offers() if offer.entry.code == code)


def do(code: str, body: Mapping[str, Any], *, ledger: int = ORGANISATION, item: Any = None) -> Any:
    """Do something through the catalogue, as Milepost itself; the value it gives."""
    offer = offer_of(code)
    written = offer.call(acting(ledger), item, offer.accepts.model_validate(dict(body)))
    return written.value


def body_for(
    world: World, offer: Offer, place: str, *, gone: bool = False, named: str = "first"
) -> dict[str, Any]:
    """The example's body, about the things of one place instead of the example's own."""
    things = world.things[place]
    _, body = example_of(offer)
    told = {name: value for name, value in body.items() if name not in ("parent", "after", "predecessors")}
    calendar = things["shared-calendars" if offer.entry.noun.plural.startswith("shared") else "calendar"]
    task = GONE if gone else things["task"]
    about: dict[str, Any] = {
        "project": GONE if gone else things["project"],
        "projects": [things["project"], *([] if place == "foreign" else [_other(world, place)])],
        "task": task,
        "tasks": [task, things["task_2"]],
        "edits": [{"task": task, "duration": "8d"}],
        "predecessor": task,
        "successor": things["task_3"],
        "calendar": GONE if gone else calendar,
        "person": GONE if gone else world.people["bystander"],
        "role": "viewer",
        "on": f"{world.slug(place)}/{GONE if gone else things['project']}",
        "stage": "delivering",
        "email": f"{place}@x.example",
        "people": f"{place}-hand",
    }
    for name in offer.accepts.model_fields:
        if name in told or (name in ("project",) and _stands_in_a_project(offer)):
            told[name] = about.get(name, told.get(name))
    for name in ("name", "title", "label"):
        if name in told:
            told[name] = f"{place}-canary {named} {offer.entry.noun.name}"
    return told


def _stands_in_a_project(offer: Offer) -> bool:
    return offer.entry.code in ("tasks.add", "tasks.paste", "deliverables.add", "key-dates.add", "tasks.move")


def _other(world: World, place: str) -> int:
    return int(world.things["sibling" if place == "own" else "own"]["project"])


def _found(world: World) -> None:
    world.people["owner"] = organisation.found(acting(), name="Owner", email="owner@x.example").value
    world.people["bystander"] = people.add(acting(), name="Bystander", email="by@x.example").value
    organisation.set_up(acting(), name="Nordhaven", currency="EUR", time_zone="UTC")


def _furnish(world: World, place: str) -> None:
    """One of everything that can be added, in one project."""
    ledger, things = world.ledger(place), world.things[place]
    things["shared-calendars"] = do("shared-calendars.add", {"name": f"shared {place}"})
    things["calendar"] = do("calendars.add", {"name": f"{place}-canary"}, ledger=ledger)
    for name in ("task", "task_2", "task_3"):
        body = {"name": f"{place}-canary {name}", "project": things["project"], "duration": "2d"}
        things[name] = do("tasks.add", body, ledger=ledger)
    things["milestone"] = do(
        "tasks.add",
        {"name": f"{place}-canary task milestone", "project": things["project"], "duration": "0d"},
        ledger=ledger,
    )
    things["link"] = do(
        "links.add", {"predecessor": things["task"], "successor": things["task_2"]}, ledger=ledger
    )

    things |= {"projects": things["project"], "tasks": things["task"], "links": things["link"]}
    things |= {"calendars": things["calendar"], "milestones": things["milestone"]}
    for offer in index.offers():
        noun = offer.entry.noun
        if offer.entry.verb == "add" and isinstance(offer.entry, Operation) and noun.plural not in things:
            where = ledger if offer.entry.ledger == "program" else ORGANISATION
            if offer.entry.code in ("programs.add", "people.add"):
                continue
            made = do(offer.entry.code, body_for(world, offer, place), ledger=where)
            things[noun.plural] = made
            things.setdefault(noun.name, made)
    _state_the_rest(world, place)


def _state_the_rest(world: World, place: str) -> None:
    """What is stated by other verbs than adding."""
    ledger, things = world.ledger(place), world.things[place]
    do("brief.edit", {"vision": f"{place}-canary vision"}, ledger=ledger)
    do("brief.agree", {"note": "agreed"}, ledger=ledger)
    do("scope.edit", {"included": f"{place}-canary scope"}, ledger=ledger)
    do("resources.set-rate", {"cost_per_hour": "4711.08"}, ledger=ledger, item=things["resource"])
    do("tasks.assign", {"people": f"{place}-hand"}, ledger=ledger, item=things["task"])
    things["assignment"] = _last(bookings.assignments(SYSTEM, program=ledger))
    things["rate"] = _last(bookings.rates(SYSTEM, program=ledger))
    things["baseline"] = baselines.set_baseline(acting(ledger), name=f"{place}-canary", reason="first").value
    reads.note(SYSTEM, "people_cost", program_scope(ledger))
    things["confidential-reads"] = _last(read_queries.confidential_reads(SYSTEM, program=ledger))
    things["edition"] = _last(documents.editions(SYSTEM, program=ledger, document="brief"))
    _note_a_file(world, place)
    things["entry"] = tasks.edit(acting(ledger), task=things["task_3"], name=f"{place}-canary last").entry


def _note_a_file(world: World, place: str) -> None:
    """Note a plan file beside the project, as a newer version does that brings nothing new."""
    ledger, things = world.ledger(place), world.things[place]
    nothing = Renewal({}, RenewedCalendars({}), RenewedSchedule({}), {})
    file = KeptFile(f"{place}-canary.xml", "mspdi")
    renewal.renew(acting(ledger), source=file.name, renewals={things["project"]: nothing}, file=file)
    things["plan-files"] = files.plan_files(SYSTEM, program=ledger)[0].number


def _last(rows: Sequence[Any]) -> int:
    return int(rows[-1].number)


def _invite(world: World, principal: str, on: str) -> None:
    number = people.add(acting(), name=principal, email=f"{principal}@x.example").value
    if principal == "system_administrator":
        grants.make_administrator(acting(), person=number)
    else:
        grants.grant(acting(), person=number, role=principal, on=on)
    world.scopes[principal] = grants.node(on)
    _sign_in(world, principal, number)


def _sign_in(world: World, principal: str, number: int) -> None:
    world.people[principal] = number
    account: Account = accounts.open_account(number, email=f"{principal}@x.example", password=None)
    client = Client(raise_request_exception=False)
    client.force_login(account)
    world.clients[principal] = client


def actor(world: World, principal: str, *, limits: frozenset[str] | None = None) -> Actor:
    """A principal as the house recognises them at this moment, with a token's limits if there are any."""
    found = recognition.acting_as(world.people[principal], session=f"s-{principal}", door="api")
    assert found is not None
    return replace(found, limits=limits)


def _covers(held: Scope, wanted: Scope) -> bool:
    if held.kind == "organisation" or held == wanted:
        return True
    return held.kind == "program" and wanted.kind == "project" and held.ledger == wanted.ledger
