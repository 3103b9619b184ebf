"""Portfolios, programs and their projects, and what they are for.

A portfolio is a row of the organisation; a program is the first row of a ledger of its own, and
everything else here lives in that ledger. Planned instants are local ticks (`engine.instants`).
"""

from __future__ import annotations

from django.db import models

from milepost.base.models import SELF, WHOLE, Row, ref


class Portfolio(Row):
    """Programs that one person answers for together."""

    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True, default="")
    owner = ref("accounts.Person", null=True)

    WORDS = frozenset({"name", "purpose"})
    SCOPE = WHOLE
    HOME = "organisation"
    READ_RIGHT = "program.read"

    def __str__(self) -> str:
        return self.name


class Program(Row):
    """Related projects managed together for benefits none of them brings alone."""

    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True, default="")
    purpose = models.TextField(blank=True, default="")
    stage = models.CharField(max_length=20, default="defining")
    portfolio = ref("programs.Portfolio", null=True)
    manager = ref("accounts.Person", null=True)
    sponsor = ref("accounts.Person", null=True)
    currency = models.CharField(max_length=3, default="EUR")
    calendar = ref("schedule.Calendar", null=True)
    # The date progress is reported to, for the whole network; none until the first report.
    status_tick = models.BigIntegerField(null=True)
    # Total float up to this much (working ticks) is called near-critical.
    near_critical_ticks = models.BigIntegerField(default=5 * 4800)
    closed_at = models.DateTimeField(null=True)

    WORDS = frozenset({"name", "purpose"})
    TOGETHER = (("stage", "closed_at"),)
    SCOPE = WHOLE
    READ_RIGHT = "program.read"

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="program_stage_known",
                condition=models.Q(stage__in=("defining", "delivering", "closing", "closed")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Project(Row):
    """One project of a program: a branch of the plan with a manager of its own."""

    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True, default="")
    purpose = models.TextField(blank=True, default="")
    stage = models.CharField(max_length=20, default="planned")
    manager = ref("accounts.Person", null=True)
    colour = models.CharField(max_length=20, blank=True, default="")
    rank = models.BigIntegerField(default=0)
    calendar = ref("schedule.Calendar", null=True)
    start_tick = models.BigIntegerField()
    finish_by_tick = models.BigIntegerField(null=True)
    status_tick = models.BigIntegerField(null=True)
    # 0 to 1000, the higher wins a contested person.
    priority = models.IntegerField(default=500)
    minutes_per_day = models.FloatField(default=480)
    minutes_per_week = models.FloatField(default=2400)
    days_per_month = models.FloatField(default=20)
    # True: tasks are placed as late as `finish_by_tick` allows.
    is_from_finish = models.BooleanField(default=False)
    # Whose answers the project is scheduled by (`engine.rules.PRESETS`) and which of them its file changes.
    rules = models.CharField(max_length=20, default="milepost")
    rule_options = models.JSONField(default=dict)
    source = models.CharField(max_length=300, blank=True, default="")
    external_uid = models.CharField(max_length=100, blank=True, default="")
    # Fields of the file that Milepost does not use and writes back on export.
    extras = models.JSONField(default=dict)
    carried = models.JSONField(default=list)

    WORDS = frozenset({"name", "purpose", "source"})
    SCOPE = SELF
    READ_RIGHT = "program.read"

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="project_stage_known",
                condition=models.Q(stage__in=("planned", "running", "closed")),
            ),
            models.CheckConstraint(
                name="project_priority_in_range",
                condition=models.Q(priority__gte=0) & models.Q(priority__lte=1000),
            ),
            models.CheckConstraint(
                name="project_day_has_minutes",
                condition=models.Q(minutes_per_day__gt=0) & models.Q(minutes_per_week__gt=0),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Brief(Row):
    """Why the program (or one project) exists, in the words its sponsor agreed to."""

    project = ref("programs.Project", null=True)
    vision = models.TextField(blank=True, default="")
    background = models.TextField(blank=True, default="")
    outcome = models.TextField(blank=True, default="")
    approach = models.TextField(blank=True, default="")
    edition = models.IntegerField(default=0)

    WORDS = frozenset({"vision", "background", "outcome", "approach"})
    SCOPE = "project"
    READ_RIGHT = "brief.read"


class ScopeStatement(Row):
    """What is in, what is out, and what is taken as given."""

    project = ref("programs.Project", null=True)
    included = models.TextField(blank=True, default="")
    excluded = models.TextField(blank=True, default="")
    assumptions = models.TextField(blank=True, default="")
    limits = models.TextField(blank=True, default="")
    edition = models.IntegerField(default=0)

    WORDS = frozenset({"included", "excluded", "assumptions", "limits"})
    SCOPE = "project"
    READ_RIGHT = "brief.read"


class Edition(Row):
    """A document as it was agreed, word for word; never changed afterwards."""

    project = ref("programs.Project", null=True)
    document = models.CharField(max_length=20)
    edition = models.IntegerField()
    content = models.JSONField()
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")

    WORDS = frozenset({"content", "agreed_by", "note"})
    SCOPE = "project"
    READ_RIGHT = "brief.read"


class Objective(Row):
    """What the program is to achieve, and how anyone will know."""

    title = models.CharField(max_length=300)
    measure = models.TextField(blank=True, default="")
    target = models.CharField(max_length=200, blank=True, default="")
    due_on = models.DateField(null=True)
    owner = ref("accounts.Person", null=True)
    rank = models.BigIntegerField(default=0)

    WORDS = frozenset({"title", "measure", "target"})
    SCOPE = WHOLE
    READ_RIGHT = "brief.read"

    def __str__(self) -> str:
        return self.title


class Deliverable(Row):
    """A thing handed over, and the conditions under which it is accepted."""

    project = ref("programs.Project", null=True)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True, default="")
    acceptance = models.TextField(blank=True, default="")
    status = models.CharField(max_length=20, default="planned")
    due_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    owner = ref("accounts.Person", null=True)
    rank = models.BigIntegerField(default=0)

    WORDS = frozenset({"title", "description", "acceptance"})
    TOGETHER = (("status", "accepted_on"),)
    SCOPE = "project"
    READ_RIGHT = "brief.read"

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="deliverable_status_known",
                condition=models.Q(status__in=("planned", "started", "delivered", "accepted", "dropped")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class SuccessCriterion(Row):
    """A measurable condition under which the program counts as a success."""

    objective = ref("programs.Objective", null=True)
    title = models.CharField(max_length=300)
    measure = models.TextField(blank=True, default="")
    threshold = models.CharField(max_length=200, blank=True, default="")
    rank = models.BigIntegerField(default=0)

    WORDS = frozenset({"title", "measure", "threshold"})
    SCOPE = WHOLE
    READ_RIGHT = "brief.read"

    def __str__(self) -> str:
        return self.title


class KeyDate(Row):
    """A date somebody was promised; where a task stands for it, the plan says where it is heading."""

    project = ref("programs.Project", null=True)
    name = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    promised_to = models.CharField(max_length=200, blank=True, default="")
    # The public number of the milestone that stands for it. Not a reference: the promise
    # outlives the task, and says so when the task is gone.
    task_number = models.BigIntegerField(null=True)
    # The one date the program's headline speaks of.
    is_headline = models.BooleanField(default=False)
    rank = models.BigIntegerField(default=0)

    WORDS = frozenset({"name", "promised_to"})
    SCOPE = "project"
    READ_RIGHT = "brief.read"

    def __str__(self) -> str:
        return self.name
