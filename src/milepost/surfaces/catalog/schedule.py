"""Calendars, tasks, links and baselines, as machines are offered them."""

from __future__ import annotations

from milepost.domain.schedule.operations import calendars, fields, links, outline, tasks
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.queries import calendars as calendar_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.surfaces.catalog.entry import Entry, Noun, Operation, Query

TASK = Noun("task", "tasks", "Tasks, summaries and milestones as stated.")
LINK = Noun("link", "links", "Dependencies between tasks.")
CALENDAR = Noun("calendar", "calendars", "Working calendars of a program.")
EXCEPTION = Noun("exception", "calendar-exceptions", "Days on which a calendar differs from its week.")
WORK_WEEK = Noun("work_week", "work-weeks", "Weeks that hold for a range of dates.")
SHARED_CALENDAR = Noun(
    "calendar", "shared-calendars", "Working calendars every program may follow.", "organisation"
)
SHARED_EXCEPTION = Noun(
    "exception", "shared-exceptions", "Days on which a shared calendar differs.", "organisation"
)
FIELD = Noun("field", "custom-fields", "Fields a program adds to its tasks.")
BASELINE = Noun("baseline", "baselines", "The plan as it was promised.")

ENTRIES: tuple[Entry, ...] = (
    Query(
        noun=TASK, verb="list", run=task_queries.tasks, about="The tasks of a program as stated, by number."
    ),
    Query(noun=TASK, verb="show", run=task_queries.task, example={"task": 412}),
    Operation(noun=TASK, verb="remove", run=tasks.remove, example={"tasks": [412, 413]}),
    Operation(
        noun=TASK, verb="move", run=outline.move, example={"tasks": [412], "parent": 400, "after": 409}
    ),
    Operation(noun=TASK, verb="indent", run=outline.indent, example={"tasks": [412, 413]}),
    Operation(noun=TASK, verb="outdent", run=outline.outdent, example={"tasks": [412]}),
    Operation(noun=TASK, verb="link", run=links.link, example={"tasks": [411, 412, 413]}),
    Operation(noun=TASK, verb="unlink", run=links.unlink, example={"tasks": [412, 413]}),
    Query(
        noun=LINK,
        verb="list",
        run=task_queries.links,
        about="The links that touch a task you see, by number.",
    ),
    Operation(
        noun=LINK, verb="add", run=links.add, example={"predecessor": 411, "successor": 412, "lag": "2d"}
    ),
    Operation(noun=LINK, verb="edit", run=links.edit, example={"link": 501, "type": "SS"}),
    Operation(noun=LINK, verb="remove", run=links.remove, example={"link": 501}),
    Query(noun=CALENDAR, verb="list", run=calendar_queries.calendars),
    Operation(
        noun=CALENDAR,
        verb="add",
        run=calendars.add,
        example={"name": "Night shift", "week": [*[[["20:00", "24:00"]]] * 5, [], []]},
    ),
    Operation(noun=CALENDAR, verb="edit", run=calendars.edit, example={"calendar": 7, "name": "Nights"}),
    Operation(noun=CALENDAR, verb="remove", run=calendars.remove, example={"calendar": 7}),
    Query(noun=EXCEPTION, verb="list", run=calendar_queries.exceptions),
    Operation(
        noun=EXCEPTION,
        verb="add",
        run=calendars.add_exception,
        example={
            "calendar": 7,
            "name": "Change freeze",
            "starts_on": "2026-12-18",
            "ends_before": "2027-01-04",
        },
    ),
    Operation(
        noun=EXCEPTION,
        verb="edit",
        run=calendars.edit_exception,
        example={"exception": 71, "ends_before": "2027-01-07"},
    ),
    Operation(noun=EXCEPTION, verb="remove", run=calendars.remove_exception, example={"exception": 71}),
    Query(noun=WORK_WEEK, verb="list", run=calendar_queries.work_weeks),
    Operation(
        noun=WORK_WEEK,
        verb="add",
        run=calendars.add_work_week,
        example={
            "calendar": 7,
            "name": "Cut-over weekend",
            "starts_on": "2027-02-22",
            "ends_before": "2027-03-01",
            "week": [*[None] * 5, [["08:00", "20:00"]], [["08:00", "20:00"]]],
        },
    ),
    Operation(noun=WORK_WEEK, verb="remove", run=calendars.remove_work_week, example={"work_week": 75}),
    Query(noun=SHARED_CALENDAR, verb="list", run=calendar_queries.calendars),
    Operation(noun=SHARED_CALENDAR, verb="add", run=calendars.add, example={"name": "Oslo office"}),
    Operation(
        noun=SHARED_CALENDAR, verb="edit", run=calendars.edit, example={"calendar": 30, "name": "Oslo"}
    ),
    Operation(noun=SHARED_CALENDAR, verb="remove", run=calendars.remove, example={"calendar": 30}),
    Query(noun=SHARED_EXCEPTION, verb="list", run=calendar_queries.exceptions),
    Operation(
        noun=SHARED_EXCEPTION,
        verb="add",
        run=calendars.add_exception,
        example={"calendar": 30, "name": "Constitution Day", "starts_on": "2027-05-17"},
    ),
    Operation(
        noun=SHARED_EXCEPTION, verb="remove", run=calendars.remove_exception, example={"exception": 31}
    ),
    Query(noun=FIELD, verb="list", run=task_queries.custom_fields),
    Operation(
        noun=FIELD,
        verb="add",
        run=fields.add,
        example={"label": "Workstream", "kind": "choice", "options": ["Core"]},
    ),
    Operation(noun=FIELD, verb="edit", run=fields.edit, example={"field": 80, "label": "Stream"}),
    Operation(noun=FIELD, verb="remove", run=fields.remove, example={"field": 80}),
    Query(noun=BASELINE, verb="list", run=baseline_queries.baselines),
)

_WITH_PEOPLE = "offered as `analysis.…`, which takes people and looks up the dates left open"
NOT_OFFERED = {
    "schedule.add_task": _WITH_PEOPLE,
    "schedule.edit_task": _WITH_PEOPLE,
    "schedule.edit_tasks": _WITH_PEOPLE,
    "schedule.paste_tasks": _WITH_PEOPLE,
    "schedule.report_progress": _WITH_PEOPLE,
    "schedule.keep_baseline": "the dates it keeps are computed: see `analysis.set_baseline`",
    "schedule.import_calendars": "a step of importing a file",
    "schedule.import_tasks": "a step of importing a file",
    "schedule.renew_calendars": "a step of taking over a newer version of a file",
    "schedule.renew_tasks": "a step of taking over a newer version of a file",
}
