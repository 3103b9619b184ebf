"""People, machines and material as a plan names them, what they cost, and what they are booked on."""

from __future__ import annotations

from django.db import models

from milepost.base.models import ANYWHERE, WHOLE, Row, ref


class Resource(Row):
    """Somebody or something tasks need; `person` is which of the organisation's people it is, if matched."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, default="work")
    initials = models.CharField(max_length=40, blank=True, default="")
    group = models.CharField(max_length=200, blank=True, default="")
    # 1 is one full-time person; null for material and cost.
    max_units = models.FloatField(null=True, default=1)
    calendar = ref("schedule.Calendar", null=True)
    person = ref("accounts.Person", null=True)
    unit_of_measure = models.CharField(max_length=60, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    is_generic = models.BooleanField(default=False)
    notes = models.TextField(blank=True, default="")
    external_uid = models.CharField(max_length=100, blank=True, default="")
    extras = models.JSONField(default=dict)
    carried = models.JSONField(default=list)

    WORDS = frozenset({"name", "initials", "group", "email", "notes"})
    SCOPE = WHOLE

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="resource_kind_known", condition=models.Q(kind__in=("work", "material", "cost"))
            ),
        )

    def __str__(self) -> str:
        return self.name


class Rate(Row):
    """What a resource costs from a date on, in the program's currency."""

    resource = ref("resources.Resource")
    from_tick = models.BigIntegerField(null=True)
    ends_before_tick = models.BigIntegerField(null=True)
    cost_per_hour = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    overtime_per_hour = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    cost_per_use = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    # MS Project's rate tables A to E are 0 to 4.
    table = models.IntegerField(default=0)

    FIELD_CLASSES = {
        "cost_per_hour": "people_cost",
        "overtime_per_hour": "people_cost",
        "cost_per_use": "people_cost",
    }
    TOGETHER = (("from_tick", "ends_before_tick"),)
    SCOPE = WHOLE


class Assignment(Row):
    """A resource booked on a task. Work is effort in minutes, units 1 for full time.

    Dates and cost are kept as the file stated them; the schedule is derived from the task.
    """

    task = ref("schedule.Task")
    # None: work nobody is named for.
    resource = ref("resources.Resource", null=True)
    units = models.FloatField(default=1)
    work_minutes = models.FloatField(null=True)
    actual_work_minutes = models.FloatField(null=True)
    remaining_work_minutes = models.FloatField(null=True)
    # Working time between the task's start and this assignment's.
    delay_ticks = models.BigIntegerField(default=0)
    # False: never lengthens its task.
    is_driving = models.BooleanField(default=True)
    start_tick = models.BigIntegerField(null=True)
    finish_tick = models.BigIntegerField(null=True)
    cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    actual_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    remaining_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    external_uid = models.CharField(max_length=100, blank=True, default="")
    extras = models.JSONField(default=dict)
    carried = models.JSONField(default=list)

    FIELD_CLASSES = {
        "cost": "people_cost",
        "actual_cost": "people_cost",
        "remaining_cost": "people_cost",
    }
    SCOPE = "task__project"

    class Meta:
        constraints = (models.UniqueConstraint(fields=["task", "resource"], name="assignment_once"),)


class PlanFile(Row):
    """A plan file that was brought into a project, or taken over from: what it is called and its digest.

    Its bytes are an attachment named by the digest (SHA-256), so an original is kept once however often it
    comes. `is_newer` marks one that renewed a project already there. The row's `version` is the entry.
    """

    project = ref("programs.Project")
    name = models.CharField(max_length=300)
    format = models.CharField(max_length=40)
    size_bytes = models.BigIntegerField(default=0)
    # Empty where the original was not kept: it came through a pipe.
    digest = models.CharField(max_length=64, blank=True, default="")
    is_newer = models.BooleanField(default=False)

    WORDS = frozenset({"name"})
    SCOPE = "project"

    def __str__(self) -> str:
        return self.name


class SheetColumns(Row):
    """Which column of a sheet somebody said is which field, for the next sheet with these headings.

    `columns` are those of `interop.tables.mapping`, kept as they are given.
    """

    person = ref("accounts.Person", null=True)
    # The headings of the sheet in small letters, parted by bars: what tells one source from another.
    headings = models.TextField()
    source = models.CharField(max_length=300, blank=True, default="")
    columns = models.JSONField(default=dict)

    WORDS = frozenset({"headings", "source"})
    SCOPE = ANYWHERE
    READ_RIGHT = "plan.edit"
    ADD_RIGHT = "plan.edit"
    HOME = "organisation"

    def __str__(self) -> str:
        return self.source
