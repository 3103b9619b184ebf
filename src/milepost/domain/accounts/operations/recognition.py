"""Who is at the door: the `Actor` of a request, with the roles its person holds at this moment.

Nothing is remembered from one request to the next. A role taken away, a person deactivated, a token
revoked or a browser signed out counts from the next request on; open streams ask `still`.
"""

from __future__ import annotations

from dataclasses import replace

from allauth.mfa.models import Authenticator

from milepost.base.identity import ORGANISATION, Actor, Door, Grant, key
from milepost.domain.accounts import models, rules
from milepost.domain.accounts.operations import pace, sessions, tokens


def in_browser(account: models.Account, *, session_key: str) -> Actor | None:
    """The actor of a signed-in browser; None once the person may not come in any more."""
    if not account.is_active:
        return None
    actor = acting_as(account.person, session=rules.session_handle(session_key), door="web")
    return actor and _as_protected(actor)


def must_protect(account: models.Account) -> bool:
    """Whether somebody has to set up a second factor before anything else."""
    return (
        models.Organisation.objects.filter(requires_mfa=True).exists()
        and not Authenticator.objects.filter(user=account).exists()
    )


def with_token(secret: str, *, door: Door) -> Actor:
    """The actor behind a personal token, limited to the token's scopes.

    Raises: NoSuchToken, TooFast.
    """
    token = tokens.recognise(secret)
    pace.keep(token.pk)
    actor = acting_as(token.person, session=f"t-{token.pk}", door=door)
    if actor is None or not tokens.may_have(actor):
        raise tokens.NoSuchToken
    return replace(_as_protected(actor), limits=rules.limits_of(token.scopes))


def acting_as(person: int, *, session: str, door: Door) -> Actor | None:
    """An actor for somebody already recognised; None when there is no such active person."""
    row = models.Person.objects.filter(pk=key(ORGANISATION, person), left_on=None).only("name").first()
    if row is None:
        return None
    grants = _grants_of(row)
    return Actor(
        person=person,
        name=row.name,
        session=session,
        door=door,
        grants=grants,
        is_system_admin=any(grant.role == rules.SYSTEM_ADMINISTRATOR for grant in grants),
    )


def still(actor: Actor) -> Actor | None:
    """The same actor with today's roles; None when its session or token no longer lets it in."""
    if actor.person is None:
        return actor if actor.is_house else None
    if actor.session.startswith("t-") and not tokens.is_live(int(actor.session.removeprefix("t-"))):
        return None
    if actor.session.startswith("s-") and not sessions.is_live(actor.person, actor.session):
        return None
    fresh = acting_as(actor.person, session=actor.session, door=actor.door)
    if fresh and actor.session.startswith("t-") and not tokens.may_have(fresh):
        return None
    return fresh and replace(_as_protected(fresh), limits=actor.limits)


def _as_protected(actor: Actor) -> Actor:
    """The actor, with no role while the organisation asks for a second factor and the account has none.

    Whatever the door: a token or an open stream of an account that is not protected opens nothing either.
    """
    if not models.Organisation.objects.filter(requires_mfa=True).exists():
        return actor
    account = models.Account.objects.filter(person=actor.person or 0).first()
    if account is None or not must_protect(account):
        return actor
    return replace(actor, grants=(), is_system_admin=False)


def _grants_of(person: models.Person) -> tuple[Grant, ...]:
    rows = models.Grant.objects.filter(person=person).values_list(
        "role", "scope_kind", "scope_ledger", "scope_number"
    )
    return tuple(Grant(role, rules.scope(kind, ledger, number)) for role, kind, ledger, number in rows)
