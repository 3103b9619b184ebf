"""The workshop's tables: everything a room may declare, on as few fields as show it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from milepost.base.models import ANYWHERE, SELF, Row, ref


class Worker(Row):
    """Somebody of the organisation."""

    HOME = "organisation"
    SCOPE = ANYWHERE
    WORDS: ClassVar[frozenset[str]] = frozenset({"name"})

    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Hours(Row):
    """Working hours, of the organisation or of one program."""

    SCOPE = ANYWHERE

    name = models.CharField(max_length=100)
    parent = ref("self", null=True)


class Site(Row):
    """The project a job belongs to."""

    SCOPE = SELF

    name = models.CharField(max_length=100)
    hours = ref("workshop.Hours", null=True)


class Job(Row):
    """Something to be done."""

    SCOPE = "site"
    WORDS: ClassVar[frozenset[str]] = frozenset({"name", "notes"})
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("rule", "rule_on"), ("parent", "rank"))
    FIELD_CLASSES: ClassVar[dict[str, str]] = {"cost": "finance"}

    site = ref("workshop.Site")
    parent = ref("self", null=True)
    worker = ref("workshop.Worker", null=True)
    hours = ref("workshop.Hours", null=True)
    name = models.CharField(max_length=200)
    rank = models.IntegerField(default=0)
    length = models.BigIntegerField(default=480)
    percent = models.PositiveSmallIntegerField(default=0)
    rule = models.CharField(max_length=30, default="asap")
    rule_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    is_active = models.BooleanField(default=True)
    custom = models.JSONField(default=dict)
    notes = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Step(Row):
    """One job comes after another."""

    SCOPE = "before__site"

    before = ref("workshop.Job")
    after = ref("workshop.Job")
    lag = models.BigIntegerField(default=0)
