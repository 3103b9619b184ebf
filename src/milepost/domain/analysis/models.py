"""Results kept between requests. Derived, unjournalled, rebuildable: dropping them loses nothing but time."""

from __future__ import annotations

from django.db import models


class Headline(models.Model):
    """The figures of a program at one revision, kept for trends and for pages that list many programs.

    A row is current while its revisions and the engine's version are; `reported_on` is the day the
    revision was made, so the last row of a day is what the program said that evening.
    """

    id = models.BigAutoField(primary_key=True)
    ledger = models.ForeignKey("base.Ledger", on_delete=models.CASCADE, related_name="+")
    revision = models.BigIntegerField()
    organisation_revision = models.BigIntegerField()
    engine_version = models.CharField(max_length=40)
    reported_on = models.DateField()
    figures = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ledger", "revision"], name="headline_once"),)
        indexes = (models.Index(fields=["ledger", "reported_on"], name="headline_day"),)
