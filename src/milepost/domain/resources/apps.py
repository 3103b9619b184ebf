"""The resources room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "milepost.domain.resources"
    label = "resources"

    def ready(self) -> None:
        """Whoever is booked on a task may report on it as on his own, and sees the booking."""
        from milepost.base import permissions
        from milepost.domain.resources.models import Assignment
        from milepost.domain.resources.queries import bookings
        from milepost.domain.schedule.queries import own

        own.register(bookings.persons_booked_on, bookings.tasks_booked_for)
        permissions.register_owners(
            Assignment, owners=bookings.persons_of_booking, own_rows=bookings.own_bookings
        )
