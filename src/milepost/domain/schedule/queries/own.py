"""Whose own a task is: its owner's, and that of people a higher room knows to be booked on it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet

from milepost.base import permissions
from milepost.base.identity import ORGANISATION, key, number_of
from milepost.domain.schedule.models import Task


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

    permissions.register_owners(Task, owners=owners, own_rows=own_rows)
