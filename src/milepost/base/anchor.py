"""Daily signed notes, outside the database, of how far each ledger had come.

A hash chain shows what was altered in it, not that its end was cut off together with the ledger's head. An
anchor does: it names the revision and the hash of a day, is signed with the installation's key and follows
the anchor before it, so one can neither be forged nor taken out of the middle unnoticed. Keep copies
elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from milepost.base import clock, seals
from milepost.base.identity import key
from milepost.base.models import Entry, Ledger


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where the database says something else than an anchor; `ledger` is None for the anchors themselves."""

    ledger: int | None
    because: str


def path() -> Path:
    """The file the anchors are appended to, one line each."""
    return Path(settings.MILEPOST_ANCHORS)


def drop_anchor() -> bool:
    """Note today's revisions; False if there is a note of today already."""
    lines = _lines()
    if lines and json.loads(lines[-1])["at"][:10] == clock.today().isoformat():
        return False
    said: dict[str, Any] = {
        "at": clock.now().isoformat(),
        "follows": _fingerprint(lines[-1]) if lines else "",
        "ledgers": [
            [ledger, revision, bytes(head).hex()]
            for ledger, revision, head in Ledger.objects.exclude(kind=Ledger.Kind.PAST)
            .order_by("pk")
            .values_list("pk", "revision", "head")
        ],
    }
    line = seals.dumps(said | {"signature": _signature(said)})
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return True


def disagreements() -> list[Disagreement]:
    """Everything the anchors say that the database no longer bears out."""
    found: list[Disagreement] = []
    before = ""
    for number, line in enumerate(_lines(), start=1):
        try:
            said = json.loads(line)
            signature = said.pop("signature")
            is_ours = hmac.compare_digest(signature, _signature(said)) and said["follows"] == before
        except (ValueError, KeyError, AttributeError, TypeError):
            is_ours = False
        if not is_ours:
            found.append(Disagreement(None, f"line {number} of {path().name} is not one we signed"))
        else:
            found += _of_anchor(said)
        before = _fingerprint(line)
    return found


def last_at() -> str | None:
    """When the latest anchor was dropped, as ISO text; None if there is none."""
    lines = _lines()
    return str(json.loads(lines[-1])["at"]) if lines else None


def _of_anchor(said: dict[str, Any]) -> list[Disagreement]:
    found = []
    for ledger, revision, head in said["ledgers"]:
        if revision and not _holds(ledger, revision, head):
            found.append(
                Disagreement(ledger, f"revision {revision} of {said['at'][:10]} is missing or is another one")
            )
    return found


def _holds(ledger: int, revision: int, head: str) -> bool:
    entry = Entry.objects.filter(pk=key(ledger, revision)).values_list("hash", flat=True).first()
    if entry is not None:
        return bytes(entry).hex() == head
    # A fork that changed nothing yet stands on its parent's entry.
    fork = Ledger.objects.filter(pk=ledger, parent_revision=revision).first()
    return fork is not None and fork.parent_id is not None and _holds(fork.parent_id, revision, head)


def _lines() -> list[str]:
    return path().read_text(encoding="utf-8").splitlines() if path().exists() else []


def _fingerprint(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def _signature(said: dict[str, Any]) -> str:
    return salted_hmac("milepost.anchor", seals.dumps(said), algorithm="sha256").hexdigest()
