"""Whose own a task is: its owner's, and that of people a higher room knows to be booked on it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet

from milepost.base import permissions
from milepost.base.identity import ORGANISATION, Actor, key, number_of
from milepost.domain.schedule.models import Link, Task


def register(
    booked_on: Callable[[int], Collection[int]], tasks_of: Callable[[int], QuerySet[Any, Any]]
) -> None:
    """Tell base whose own a task is. Called once at start by the room that keeps the bookings.

    `booked_on` gives the people (by number) booked on a task (by key), `tasks_of` the tasks somebody is
    booked on, as a subquery of keys.
    """

    def owners(task: Task) -> Collection[int]:
        owner = [] if task.owner_id is None else [number_of(task.owner_id)]
        return [*owner, *booked_on(task.pk)]

    def own_rows(person: int) -> Q:
        return Q(owner=key(ORGANISATION, person)) | Q(pk__in=tasks_of(person))

    def owners_of_link(link: Link) -> Collection[int]:
        ends = Task._default_manager.filter(pk__in=(link.predecessor_id, link.successor_id))
        first, *rest = [set(owners(task)) for task in ends] or [set()]
        return first.intersection(*rest)

    def own_links(person: int) -> Q:
        mine = Task._default_manager.filter(own_rows(person)).values("pk")
        return Q(predecessor__in=mine) & Q(successor__in=mine)

    permissions.register_owners(Task, owners=owners, own_rows=own_rows)
    # A link is somebody's own where both the tasks it joins are.
    permissions.register_owners(Link, owners=owners_of_link, own_rows=own_links)


def tasks_beyond(
    reader: Actor, *, program: int, projects: Collection[int], among: Collection[int] | None = None
) -> frozenset[int]:
    """The reader's own tasks outside the projects he sees whole: all of them, or those `among` some.

    No query where his right to the plan never ends at what is his own.
    """
    if not permissions.may_see_own(reader, program):
        return frozenset()
    found = permissions.visible_to(reader, Task._default_manager.filter(ledger=program))
    found = found.exclude(project__in=[key(program, project) for project in projects])
    if among is not None:
        found = found.filter(pk__in=[key(program, number) for number in among])
    return frozenset(number_of(pk) for pk in found.values_list("pk", flat=True))
