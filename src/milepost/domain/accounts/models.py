"""People, the roles they hold, and their ways in.

People, roles and the organisation are rows of the organisation's ledger: their past can be read and
undone. Accounts, one-time links, tokens and the security log stand outside every ledger: a
secret has no history, and a revoked session must not come back with an undo. They name a person by
number, so undoing an invitation leaves an account that leads nowhere, not a broken reference.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from milepost.base.models import ANYWHERE, WHOLE, Row, ref

SCOPE_KINDS = ("organisation", "portfolio", "program", "project")


class Organisation(Row):
    """The organisation this Milepost belongs to. There is one."""

    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=64, default="UTC")
    # Seven days, Monday first, each a list of ["08:00", "12:00"] spans: what new programs start with.
    week = models.JSONField()
    requires_mfa = models.BooleanField(default=False)
    set_up_at = models.DateTimeField(null=True)

    WORDS = frozenset({"name"})
    SCOPE = WHOLE
    READ_RIGHT = "organisation.read"
    HOME = "organisation"

    def __str__(self) -> str:
        return self.name


class Person(Row):
    """Somebody who works on, decides about or looks at programs.

    Without an address (`email` empty) somebody can be planned with but not invited.
    """

    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    team = models.CharField(max_length=200, blank=True, default="")
    joined_at = models.DateTimeField(null=True)
    left_on = models.DateField(null=True)

    WORDS = frozenset({"name", "email", "title", "team"})
    SCOPE = ANYWHERE
    READ_RIGHT = "people.read"
    ADD_RIGHT = "people.invite"
    HOME = "organisation"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "ledger", Lower("email"), name="person_email_once", condition=~models.Q(email="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class Grant(Row):
    """A role somebody holds on one node, reaching everything below it.

    The node is named by its ledger and number: rooms above own the tables it lives in, and a
    number is never given twice, so a grant on something removed reaches nothing.
    """

    person = ref("accounts.Person")
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=20)
    scope_ledger = models.BigIntegerField()
    scope_number = models.BigIntegerField()

    SCOPE = WHOLE
    READ_RIGHT = "people.read"
    HOME = "organisation"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "scope_kind", "scope_ledger", "scope_number"),
                name="grant_once",
            ),
            models.CheckConstraint(name="grant_scope_known", condition=models.Q(scope_kind__in=SCOPE_KINDS)),
        )

    def __str__(self) -> str:
        return f"{self.role} on {self.scope_kind} {self.scope_ledger}/{self.scope_number}"


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts the way Django's sign-in asks for them."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """How somebody signs in. What they may do is read from the roles of the person, never from here."""

    email = models.EmailField(max_length=254, unique=True)
    # The person's number in the organisation's ledger.
    person = models.BigIntegerField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    def __str__(self) -> str:
        return self.email


class OneTimeLink(models.Model):
    """A link that works once and not for long: creating the owner, accepting an invitation, signing in.

    Only the SHA-256 of its secret is kept; with 256 random bits there is nothing to slow down.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    purpose = models.CharField(max_length=20)
    person = models.BigIntegerField(null=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="link_purpose_known",
                condition=models.Q(purpose__in=("owner", "invitation", "sign_in")),
            ),
        )
        indexes = (models.Index(fields=("person", "purpose"), name="link_person"),)

    def __str__(self) -> str:
        return f"{self.purpose} link of {self.made_at:%Y-%m-%d}"


class Token(models.Model):
    """A personal token: acts as its owner, within its scopes, until it expires or is revoked."""

    person = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # How often it asked in one minute (minutes since 1970), as far as processes have told: `operations.pace`.
    minute = models.BigIntegerField(null=True)
    asked = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class SavedView(models.Model):
    """How somebody looks at a list, under a name; others see it once it is shared.

    `ledger` is the program the list belongs to, the organisation's for lists outside programs; `look` is
    whatever that screen needs to look so again.
    """

    person = models.BigIntegerField()
    screen = models.CharField(max_length=30)
    ledger = models.BigIntegerField()
    name = models.CharField(max_length=60)
    look = models.JSONField()
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint("person", "screen", "ledger", Lower("name"), name="view_name_once"),
        )
        indexes = (models.Index(fields=("ledger", "screen"), name="view_of_list"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.screen})"


class SecurityEvent(models.Model):
    """One line of the security log. Written only, never changed."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=40)
    person = models.BigIntegerField(null=True, db_index=True)
    by = models.BigIntegerField(null=True)
    door = models.CharField(max_length=10, blank=True, default="")
    address = models.CharField(max_length=64, blank=True, default="")
    browser = models.CharField(max_length=200, blank=True, default="")
    detail = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"


class ConfidentialRead(models.Model):
    """Somebody opened a class of confidential fields on a node, in a role that does so on record only.

    Written only, never changed. `program` is a ledger, `project` a number in it or None for all of it.
    """

    at = models.DateTimeField()
    person = models.BigIntegerField(null=True)
    program = models.BigIntegerField()
    project = models.BigIntegerField(null=True)
    field_class = models.CharField(max_length=20)
    door = models.CharField(max_length=10)
    session = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("program",), name="read_of_program"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.field_class}"
