"""The directory of people, with the roles the reader may know of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from milepost.base import journal, past
from milepost.base.identity import ORGANISATION, Actor, Scope, key, number_of
from milepost.base.models import Ledger
from milepost.base.permissions import may, visible_to
from milepost.base.refusal import NotFound
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Grant, Organisation, Person
from milepost.domain.accounts.rows import GrantRow, OrganisationRow, PersonRow, RoleRow


def people(reader: Actor, *, everyone: bool = False) -> tuple[PersonRow, ...]:
    """Whom the reader may know of, by name; with `everyone` those who left too."""
    rows = visible_to(reader, Person.objects.all())
    if not everyone:
        rows = rows.filter(left_on=None)
    return _with_grants(reader, rows.order_by("name", "pk"))


def person(reader: Actor, *, person: int) -> PersonRow:
    """One person. Everybody may see themselves, even without any role.

    Raises: NotFound.
    """
    rows = Person.objects.filter(pk=key(ORGANISATION, person))
    if person != reader.person:
        rows = visible_to(reader, rows)
    found = _with_grants(reader, rows)
    if not found:
        raise NotFound(f"There is no person {person}.")
    return found[0]


def names(
    reader: Actor, *, people: Iterable[int], program: int | None = None, as_of: int | None = None
) -> dict[int, str]:
    """Names by person number, those the reader may not know left out.

    With a program's revision, as they were called then. Whom the reader may know is decided by what stands
    today, as everywhere: the past shows what was, and opens nothing that is closed now.
    """
    keys = [key(ORGANISATION, number) for number in set(people)]
    rows = visible_to(reader, Person.objects.filter(pk__in=keys)).values_list("pk", "name")
    found = {number_of(pk): name for pk, name in rows}
    if program is None or as_of is None or not found:
        return found
    then = past.rows(Person, ORGANISATION, journal.organisation_at(program, as_of))
    return found | {row.number: row.name for row in then if row.number in found}


def holders(reader: Actor, *, on: Scope) -> tuple[PersonRow, ...]:
    """Who holds a role on just this node (not above, not below), by name, with only those roles."""
    held = visible_to(reader, Grant.objects.filter(**_held_on(on)))
    rows = Person.objects.filter(pk__in=held.values("person"), left_on=None)
    return _with_grants(reader, visible_to(reader, rows).order_by("name", "pk"), **_held_on(on))


def roles(reader: Actor) -> tuple[RoleRow, ...]:
    """The roles there are, in the order of the table of rights, with what each may do."""
    return tuple(
        RoleRow(
            role.key, role.name, role.sentence, role.scopes, role.given_with, dict(rules.RIGHTS_OF[role.key])
        )
        for role in rules.ROLES.values()
    )


def roles_to_give(reader: Actor, *, on: Scope) -> tuple[RoleRow, ...]:
    """The roles the reader may hand out on a node."""
    return tuple(row for row in roles(reader) if on.kind in row.scopes and may(reader, row.given_with, on))


def has_owner(reader: Actor) -> bool:
    """Whether somebody looks after this Milepost; until then only the owner's link leads in."""
    return Grant.objects.filter(role=rules.SYSTEM_ADMINISTRATOR).exists()


def organisation(reader: Actor) -> OrganisationRow | None:
    """The organisation's settings, which everybody who signs in may know; None before it is founded."""
    row = Organisation.objects.first()
    if row is None:
        return None
    return OrganisationRow(
        name=row.name,
        currency=row.currency,
        time_zone=row.time_zone,
        week=tuple(tuple((starts, ends) for starts, ends in day) for day in row.week),
        requires_mfa=row.requires_mfa,
        set_up_at=row.set_up_at,
        version=row.version,
    )


def written(scope: Scope, slugs: Mapping[int, str]) -> str:
    """A node the way it is written at doors: `organisation`, `portfolio/2`, `atlas`, `atlas/3`."""
    if scope.kind == "organisation":
        return "organisation"
    if scope.kind == "portfolio":
        return f"portfolio/{scope.number}"
    program = slugs.get(scope.ledger, str(scope.ledger))
    return program if scope.kind == "program" else f"{program}/{scope.number}"


def _with_grants(reader: Actor, rows: QuerySet[Person], **held_on: object) -> tuple[PersonRow, ...]:
    """People as rows. Three queries, however many people there are."""
    found = list(rows)
    grants = Grant.objects.filter(person__in=[row.pk for row in found], **held_on)
    if [row.number for row in found] != [reader.person]:
        grants = visible_to(reader, grants)
    by_person: dict[int, list[Grant]] = defaultdict(list)
    for grant in grants.order_by("pk"):
        by_person[grant.person_id].append(grant)
    programs = {grant.scope_ledger for grants in by_person.values() for grant in grants} - {ORGANISATION}
    slugs = dict(Ledger.objects.filter(pk__in=programs).values_list("pk", "slug"))
    return tuple(_person(row, [_grant(grant, slugs) for grant in by_person[row.pk]]) for row in found)


def _person(row: Person, grants: list[GrantRow]) -> PersonRow:
    return PersonRow(
        number=row.number,
        name=row.name,
        email=row.email,
        title=row.title,
        team=row.team,
        joined_at=row.joined_at,
        left_on=row.left_on,
        grants=tuple(grants),
        version=row.version,
    )


def _grant(row: Grant, slugs: Mapping[int, str]) -> GrantRow:
    scope = rules.scope(row.scope_kind, row.scope_ledger, row.scope_number)
    return GrantRow(
        number=row.number,
        person=number_of(row.person_id),
        role=row.role,
        role_name=rules.ROLES[row.role].name,
        on=written(scope, slugs),
        scope=scope,
        version=row.version,
    )


def _held_on(scope: Scope) -> dict[str, object]:
    return {"scope_kind": scope.kind, "scope_ledger": scope.ledger, "scope_number": scope.number}
