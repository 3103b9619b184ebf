"""Calendars, tasks, links, baselines and custom fields: what people state about a plan.

Planned instants are local ticks since 1970, durations working (or elapsed) ticks; a tick is a tenth
of a minute (`engine.instants`). Start, finish and float are not here: the engine derives them.
"""

from __future__ import annotations

from django.db import models

from milepost.base.models import WHOLE, Row, ref


class Calendar(Row):
    """When work is done. A program's calendar may follow another of the program, or one of the organisation.

    `week` lists seven days from Monday; a day is a list of `[from, to]` minutes of the day, or null to
    take the day of the calendar it follows.
    """

    name = models.CharField(max_length=200)
    follows = ref("schedule.Calendar", null=True)
    week = models.JSONField(default=list)
    # True: one person's calendar, kept out of lists of calendars to choose from.
    is_personal = models.BooleanField(default=False)
    carried = models.JSONField(default=list)
    external_uid = models.CharField(max_length=100, blank=True, default="")

    WORDS = frozenset({"name"})
    SCOPE = WHOLE

    def __str__(self) -> str:
        return self.name


class CalendarException(Row):
    """Days that differ from the week: a holiday (no times) or extra work; dated, and perhaps recurring.

    Without a pattern every day from `starts_on` to before `ends_before` differs; with one, the days of
    that range the pattern names (`rules.calendars.occurrences`).
    """

    calendar = ref("schedule.Calendar")
    name = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField()
    ends_before = models.DateField()
    times = models.JSONField(default=list)
    pattern = models.JSONField(null=True)

    WORDS = frozenset({"name"})
    TOGETHER = (("starts_on", "ends_before", "pattern"),)
    SCOPE = WHOLE

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="exception_has_days", condition=models.Q(ends_before__gt=models.F("starts_on"))
            ),
        )


class WorkWeek(Row):
    """Another week that holds for a range of dates, a summer timetable for instance."""

    calendar = ref("schedule.Calendar")
    name = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField()
    ends_before = models.DateField()
    week = models.JSONField(default=list)

    WORDS = frozenset({"name"})
    TOGETHER = (("starts_on", "ends_before"),)
    SCOPE = WHOLE

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="work_week_has_days", condition=models.Q(ends_before__gt=models.F("starts_on"))
            ),
        )


class Task(Row):
    """Something to be done. Tasks under it make it a summary; its own duration then means nothing."""

    project = ref("programs.Project")
    parent = ref("schedule.Task", null=True)
    # Order among its siblings, ascending, with gaps so that a task fits between two others.
    rank = models.BigIntegerField()
    name = models.CharField(max_length=1000)
    # The code of the file it came from, where that is not the outline number.
    code = models.CharField(max_length=200, blank=True, default="")
    duration_ticks = models.BigIntegerField(default=4800)
    # The unit the person typed (m h d w mo, with e in front for elapsed time), so "2w" stays "2w".
    duration_unit = models.CharField(max_length=4, default="d")
    is_estimated = models.BooleanField(default=False)
    # What sort of row it is, in the engine's words (`engine.plan.TaskKind`).
    kind = models.CharField(max_length=20, default="task")
    is_milestone = models.BooleanField(default=False)
    calendar = ref("schedule.Calendar", null=True)
    ignores_resource_calendar = models.BooleanField(default=False)
    constraint = models.CharField(max_length=30, default="as_soon_as_possible")
    constraint_tick = models.BigIntegerField(null=True)
    second_constraint = models.CharField(max_length=30, blank=True, default="")
    second_constraint_tick = models.BigIntegerField(null=True)
    deadline_tick = models.BigIntegerField(null=True)
    expected_finish_tick = models.BigIntegerField(null=True)
    # What the other project promised, of an external milestone; its manual dates are what it publishes now.
    promised_tick = models.BigIntegerField(null=True)
    is_manual = models.BooleanField(default=False)
    manual_start_tick = models.BigIntegerField(null=True)
    manual_finish_tick = models.BigIntegerField(null=True)
    is_active = models.BooleanField(default=True)
    actual_start_tick = models.BigIntegerField(null=True)
    actual_finish_tick = models.BigIntegerField(null=True)
    # Null until somebody states it: what remains is then the duration less the share done.
    remaining_ticks = models.BigIntegerField(null=True)
    percent_complete = models.FloatField(default=0)
    percent_kind = models.CharField(max_length=10, default="duration")
    percent_work = models.FloatField(null=True)
    percent_physical = models.FloatField(null=True)
    suspended_tick = models.BigIntegerField(null=True)
    resumes_tick = models.BigIntegerField(null=True)
    # Pauses inside the task, `[after, pause]` in ticks of work.
    splits = models.JSONField(default=list)
    priority = models.IntegerField(default=500)
    effort_type = models.CharField(max_length=20, default="fixed_units")
    is_effort_driven = models.BooleanField(default=False)
    levelling_delay_ticks = models.BigIntegerField(default=0)
    work_minutes = models.FloatField(null=True)
    actual_work_minutes = models.FloatField(null=True)
    remaining_work_minutes = models.FloatField(null=True)
    cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    actual_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    remaining_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    fixed_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    owner = ref("accounts.Person", null=True)
    notes = models.TextField(blank=True, default="")
    custom = models.JSONField(default=dict)
    external_uid = models.CharField(max_length=100, blank=True, default="")
    # What the file says that no rule reads yet, under Milepost's own names (`guid`, `manual_duration`, …).
    extras = models.JSONField(default=dict)
    # Fields of the file that Milepost does not use and writes back on export: `[foreign name, text]`.
    carried = models.JSONField(default=list)

    WORDS = frozenset({"name", "notes", "custom"})
    TOGETHER = (
        ("constraint", "constraint_tick"),
        ("second_constraint", "second_constraint_tick"),
        ("project", "parent", "rank"),
        ("duration_ticks", "duration_unit"),
        ("is_manual", "manual_start_tick", "manual_finish_tick"),
        ("percent_complete", "remaining_ticks", "actual_finish_tick"),
    )
    FIELD_CLASSES = {
        "cost": "finance",
        "actual_cost": "finance",
        "remaining_cost": "finance",
        "fixed_cost": "finance",
    }
    SCOPE = "project"

    class Meta:
        indexes = (models.Index(fields=["project", "external_uid"], name="task_external_uid"),)
        constraints = (
            models.CheckConstraint(
                name="task_duration_not_negative", condition=models.Q(duration_ticks__gte=0)
            ),
            models.CheckConstraint(
                name="task_priority_in_range",
                condition=models.Q(priority__gte=0) & models.Q(priority__lte=1000),
            ),
            models.CheckConstraint(
                name="task_percent_in_range",
                condition=models.Q(percent_complete__gte=0) & models.Q(percent_complete__lte=100),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Link(Row):
    """The successor waits for the predecessor; the type says which end for which."""

    predecessor = ref("schedule.Task")
    successor = ref("schedule.Task")
    type = models.CharField(max_length=2, default="FS")
    # Ticks, or a percentage of the predecessor's duration where the unit is % or e%; below zero is a lead.
    lag = models.FloatField(default=0)
    lag_unit = models.CharField(max_length=4, default="d")
    carried = models.JSONField(default=list)

    TOGETHER = (("lag", "lag_unit"),)
    SCOPE = "successor__project"

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="link_type_known", condition=models.Q(type__in=("FS", "SS", "FF", "SF"))
            ),
            models.CheckConstraint(
                name="link_joins_two_tasks", condition=~models.Q(predecessor=models.F("successor"))
            ),
        )


class CustomField(Row):
    """A field an organisation adds to its tasks; its values stand in `Task.custom` under `key`."""

    key = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, default="text")
    options = models.JSONField(default=list)
    rank = models.BigIntegerField(default=0)

    WORDS = frozenset({"label"})
    SCOPE = WHOLE

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ledger", "key"], name="custom_key_once"),)

    def __str__(self) -> str:
        return self.label


class Baseline(Row):
    """The plan as it was promised: dates of every task at one moment, kept for good.

    `slot` 0 to 10 are the eleven baselines scheduling tools know. A slot set again is a new row with
    its reason; the earlier row stays, and the latest of a slot is the one in force.
    """

    slot = models.IntegerField()
    name = models.CharField(max_length=200)
    # None: the whole program.
    project = ref("programs.Project", null=True)
    taken_at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    approved_by = models.CharField(max_length=200, blank=True, default="")
    content_hash = models.CharField(max_length=64)

    WORDS = frozenset({"name", "reason", "approved_by"})
    SCOPE = "project"

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="baseline_slot_known", condition=models.Q(slot__gte=0) & models.Q(slot__lte=10)
            ),
        )

    def __str__(self) -> str:
        return self.name


class BaselineTask(Row):
    """One task as a baseline promised it. It names the task by number: the promise outlives the task."""

    baseline = ref("schedule.Baseline")
    task_number = models.BigIntegerField()
    project = ref("programs.Project", null=True)
    start_tick = models.BigIntegerField(null=True)
    finish_tick = models.BigIntegerField(null=True)
    duration_ticks = models.BigIntegerField(null=True)
    work_minutes = models.FloatField(null=True)
    cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)

    FIELD_CLASSES = {"cost": "finance"}
    SCOPE = "project"
