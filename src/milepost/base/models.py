"""The tables under every room: ledgers, the journal, and what each domain row has in common.

Keys are arithmetic (`identity.key`): an entry's is its ledger and its sequence number, a row's is its
ledger and its public number, so journal images need no look-up and a fork is one INSERT ... SELECT per
table. Everything the hash chain covers is text or bytes, never `jsonb`: it is hashed byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, NoReturn

from django.db import models

from milepost.base.identity import number_of

WHOLE = ""
"""`Row.SCOPE` of a row that belongs to its program (or the organisation) as a whole."""
SELF = "self"
"""`Row.SCOPE` of the table whose rows *are* the projects."""
ANYWHERE = "anywhere"
"""`Row.SCOPE` of an organisation row that whoever holds the right anywhere may see: people, calendars."""


class Ledger(models.Model):
    """What a revision belongs to: the organisation (id 1), a program, or a fork of a program.

    `revision` is the sequence number of its last entry, `head` that entry's hash, `head_at` its instant. A
    fork goes on where its parent stood at `parent_revision`, in sequence and in hash. `root` is the program
    a fork descends from (itself for a program): rights are held on the root.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation"
        PROGRAM = "program"
        SCENARIO = "scenario"
        PAST = "past"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    parent_revision = models.BigIntegerField(null=True)
    revision = models.BigIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))
    head_at = models.DateTimeField(null=True)
    next_number = models.BigIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def program(self) -> int:
        """The ledger rights are held on: the program itself, also for its forks."""
        return self.root_id or self.pk


class Entry(models.Model):
    """One operation that changed something: who, when, through which door, and its link in the chain.

    `said` is JSON `{"by", "reason", "parameters"}`, sealed: `seal` = sha256(salt + said) is what the chain
    hashes, so erasing somebody's words drops `said` and `salt` and the chain still holds.
    """

    id = models.BigIntegerField(primary_key=True)
    ledger = models.ForeignKey(Ledger, on_delete=models.DO_NOTHING, db_index=False, related_name="+")
    at = models.DateTimeField()
    person = models.BigIntegerField(null=True)
    session = models.CharField(max_length=80)
    door = models.CharField(max_length=10)
    operation = models.CharField(max_length=80)
    undoes = models.BigIntegerField(null=True)
    said = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    seal = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["ledger", "at"], name="base_entry_at")]

    def __str__(self) -> str:
        return f"{self.operation} at {self.at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """What one entry did to one row, or (packed) to a run of rows of one table.

    `facts` is JSON: the whole image of a row that was added (`+`) or removed (`-`), `{field: [before,
    after]}` of one that was changed (`~`). Free text stands apart in `words`, sealed like an entry's. A
    pack holds many rows from `row` to `last`: facts in `packed`, words and salts in `packed_words`, both
    compressed.
    """

    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, related_name="+")
    table = models.CharField(max_length=60)
    project = models.BigIntegerField(null=True)
    row = models.BigIntegerField()
    last = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=1)
    shape = models.SmallIntegerField(default=1)
    facts = models.TextField()
    words = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    seal = models.BinaryField(null=True)
    packed = models.BinaryField(null=True)
    packed_words = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["row", "entry"], name="base_change_history")]

    def __str__(self) -> str:
        return f"{self.kind} {self.table} {number_of(self.row)}"


class Reply(models.Model):
    """The answer an idempotency key was given, so that the same request again changes nothing."""

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="+")
    session = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    value = models.TextField()
    revision = models.BigIntegerField()
    entry = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "session", "key"], name="base_reply_once")]

    def __str__(self) -> str:
        return self.key


class Row(models.Model):
    """What every domain row has: a key made of its ledger and number, and the revision of its last change.

    A room's table declares beside its fields: `WORDS`, free text that may hold personal data and is sealed
    in the journal; `TOGETHER`, groups of fields that only mean something together and conflict as one;
    `FIELD_CLASSES`, fields that not everybody in scope may see; `SCOPE`, the path to the project it belongs
    to ("project", "task__project"), or one of SELF, WHOLE, ANYWHERE; `READ_RIGHT`, what seeing it takes;
    `ADD_RIGHT`, for an ANYWHERE table, what adding one takes, held on any node; `HOME`, which ledger its
    rows live in (a plain number in a reference to a table at home in the organisation means an
    organisation row).
    """

    WORDS: ClassVar[frozenset[str]] = frozenset()
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = ()
    FIELD_CLASSES: ClassVar[Mapping[str, str]] = {}
    SCOPE: ClassVar[str] = WHOLE
    READ_RIGHT: ClassVar[str] = "plan.read"
    ADD_RIGHT: ClassVar[str] = ""
    HOME: ClassVar[Literal["program", "organisation"]] = "program"

    id = models.BigIntegerField(primary_key=True)
    ledger = models.ForeignKey(Ledger, on_delete=models.DO_NOTHING, related_name="+")
    ledger_id: int
    version = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def number(self) -> int:
        """The public number, unique in its ledger."""
        return number_of(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: a row is written by an operation's `Write`, which keeps its history."""
        raise TypeError("a domain row is saved by Write alone")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused, as `save` is."""
        raise TypeError("a domain row is removed by Write alone")


def ref(to: str, *, null: bool = False, db_index: bool = True, **options: Any) -> models.ForeignKey[Any, Any]:
    """A reference to another row ("schedule.Task", "self"): no way back, no cascade of Django's.

    `Write.remove` takes along what refers to a row; the database still refuses a reference to nothing.
    """
    return models.ForeignKey(
        to, on_delete=models.DO_NOTHING, null=null, db_index=db_index, related_name="+", **options
    )


class Message(models.Model):
    """One message in the outbox: what happened (`event`), who is told, and by which channel.

    `due_at` is when it is tried next; `sent_at` when it was handed over; `gave_up_at` when trying ended.
    """

    event = models.CharField(max_length=200)
    recipient = models.CharField(max_length=320)
    channel = models.CharField(max_length=20)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    data = models.JSONField(null=True)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "channel"], name="base_message_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at=None, gave_up_at=None),
                name="base_message_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.recipient} by {self.channel}"
