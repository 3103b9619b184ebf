"""People and things that do the work of a program, as machines are offered them."""

from __future__ import annotations

from milepost.domain.resources.operations import people
from milepost.domain.resources.queries import bookings
from milepost.surfaces.catalog.entry import Entry, Noun, Operation, Query
from milepost.surfaces.catalog.schedule import TASK

RESOURCE = Noun("resource", "resources", "Who and what does the work of a program.")
RATE = Noun("rate", "rates", "What resources cost, for those who may know.")
ASSIGNMENT = Noun("assignment", "assignments", "Who is booked on which task.")

ENTRIES: tuple[Entry, ...] = (
    Query(noun=RESOURCE, verb="list", run=bookings.resources),
    Query(noun=RESOURCE, verb="show", run=bookings.resource, example={"resource": 90}),
    Operation(
        noun=RESOURCE, verb="add", run=people.add, example={"name": "Test environment", "kind": "work"}
    ),
    Operation(noun=RESOURCE, verb="edit", run=people.edit, example={"resource": 90, "person": 4}),
    Operation(noun=RESOURCE, verb="remove", run=people.remove, example={"resource": 90}),
    Operation(
        noun=RESOURCE,
        verb="set-rate",
        run=people.set_rate,
        example={"resource": 90, "cost_per_hour": "95.00"},
    ),
    Query(noun=RATE, verb="list", run=bookings.rates),
    Query(noun=ASSIGNMENT, verb="list", run=bookings.assignments),
    Operation(
        noun=ASSIGNMENT,
        verb="edit",
        run=people.edit_assignment,
        example={"assignment": 640, "units": 0.5},
    ),
    Operation(
        noun=TASK,
        verb="assign",
        run=people.assign,
        example={"task": 412, "people": "Ana Dvořák[50%];Bo Weber"},
    ),
)

NOT_OFFERED = {
    "resources.import_plan": "done by `uploads.bring-in`, which shows what becomes of the files before",
    "resources.renew": "done by `uploads.take-over`, which shows what differs before",
}
