"""`milepost user` and `milepost token`: letting people and programs in, from the machine Milepost is on.

Whoever can open the database could do all of this by hand; these commands do it through the operations, so
that it is journalled and noted in the security log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import click

from milepost.surfaces.cli import house, output

_json = click.option("--json", "is_json", is_flag=True, help="Print one JSON document and nothing else.")
_address = click.option(
    "--address",
    default="http://127.0.0.1:8000",
    show_default=True,
    envvar="MILEPOST_ADDRESS",
    help="Where this Milepost is reached.",
)
_as = click.option("--as", "person", envvar="MILEPOST_AS", help="The person, by e-mail address.")


@click.group()
def user() -> None:
    """People who may sign in: list, invite, help in, let go."""
    house.settings()


@click.group()
def token() -> None:
    """Personal tokens, with which scripts and assistants act for somebody."""
    house.settings()


@user.command("list")
@_json
def list_people(is_json: bool) -> None:
    """Everybody known, with the roles they hold."""
    from milepost.base.identity import SYSTEM
    from milepost.domain.accounts.queries import people

    rows = [
        {
            "number": row.number,
            "name": row.name,
            "email": row.email,
            "roles": [f"{grant.role} on {grant.on}" for grant in row.grants],
        }
        for row in people.people(SYSTEM)
    ]
    output.answer({"people": rows}, as_json=is_json, lines=map(_person_line, rows))


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="What they are called.")
@click.option("--role", help="A first role, for example project_manager.")
@click.option("--on", "node", help="Where: organisation, portfolio/2, atlas or atlas/3.")
@_address
@_json
def invite(email: str, name: str, role: str | None, node: str | None, address: str, is_json: bool) -> None:
    """Invite somebody; prints the link with which they come in, once, within a week."""
    from django.urls import reverse

    from milepost.base.identity import ORGANISATION, SYSTEM
    from milepost.base.operation import UNSET, Acting
    from milepost.domain.accounts.operations import links, people

    here = replace(SYSTEM, door="cli")
    number = people.invite(
        Acting(here, ORGANISATION), name=name, email=email, role=role or UNSET, on=node or UNSET
    ).value
    link = address + reverse("web:join", args=[links.make("invitation", person=number, by=here)])
    output.answer({"person": number, "link": link}, as_json=is_json, lines=[link])


@user.command()
@click.argument("email")
@_address
@_json
def link(email: str, address: str, is_json: bool) -> None:
    """Print a link that signs somebody in once, within half a day: for who has lost every other way."""
    from django.urls import reverse

    from milepost.base.identity import SYSTEM
    from milepost.domain.accounts.operations import links

    number = house.person(email)
    made = address + reverse("web:enter", args=[links.make("sign_in", person=number, by=SYSTEM)])
    output.answer({"person": number, "link": made}, as_json=is_json, lines=[made])


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Let somebody go: their roles end, and browsers, tokens and links stop working at once."""
    from milepost.base.identity import ORGANISATION, SYSTEM
    from milepost.base.operation import Acting
    from milepost.domain.accounts.operations import people

    people.deactivate(Acting(replace(SYSTEM, door="cli"), ORGANISATION), person=house.person(email))


@token.command()
@click.option("--name", required=True, help="What uses it, for example 'Monday report'.")
@click.option(
    "--scope", "scopes", multiple=True, default=("read",), show_default=True, help="Repeat for several."
)
@click.option("--days", default=90, show_default=True, help="How long it works.")
@_as
@_json
def make(name: str, scopes: tuple[str, ...], days: int, person: str | None, is_json: bool) -> None:
    """Make a token; its secret is printed now and never again."""
    from milepost.base import clock
    from milepost.domain.accounts.operations import tokens

    expires_at = clock.now() + timedelta(days=days)
    number, secret = tokens.make(house.actor(person), name=name, scopes=scopes, expires_at=expires_at)
    told = {"number": number, "secret": secret, "expires_at": expires_at.isoformat(timespec="seconds")}
    output.answer(told, as_json=is_json, lines=[secret])


@token.command("list")
@_as
@_json
def list_tokens(person: str | None, is_json: bool) -> None:
    """Somebody's live tokens; never their secrets."""
    from milepost.domain.accounts.queries import ways_in

    rows = [
        {
            "number": row.number,
            "name": row.name,
            "prefix": row.prefix,
            "scopes": list(row.scopes),
            "expires_at": row.expires_at.isoformat(timespec="seconds"),
        }
        for row in ways_in.my_tokens(house.actor(person))
    ]
    lines = (
        f"{row['number']:>4}  {row['prefix']}…  {row['name']}, until {row['expires_at']}" for row in rows
    )
    output.answer({"tokens": rows}, as_json=is_json, lines=lines)


@token.command()
@click.argument("number", type=int)
@_as
def revoke(number: int, person: str | None) -> None:
    """Make a token stop working, at once."""
    from milepost.domain.accounts.operations import tokens

    tokens.revoke(house.actor(person), token=number)


def _person_line(row: dict[str, object]) -> str:
    roles = row["roles"]
    held: Iterator[str] = iter(roles) if isinstance(roles, list) else iter(())
    return f"{row['number']:>4}  {row['name']}  {row['email']}  {', '.join(held)}".rstrip()
