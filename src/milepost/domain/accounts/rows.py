"""What other floors may know about people, their roles and their ways in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.base.identity import Scope


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role, in the words shown where it is given.

    `scopes` are the kinds of node it may be held on; `rights` says how far it reaches with each
    right ("all", "own", "published" …), rights it has nothing of left out. Giving and taking it takes
    the right `given_with` on the node.
    """

    key: str
    name: str
    sentence: str
    scopes: tuple[str, ...]
    given_with: str
    rights: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One role somebody holds on one node, reaching everything below it and nothing above.

    `number` is the grant's own number in the organisation's ledger; `on` the node as doors write
    it: `organisation`, `portfolio/2`, `atlas`, `atlas/3`.
    """

    number: int
    person: int
    role: str
    role_name: str
    on: str
    scope: Scope
    version: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody the organisation knows, with the roles they hold today.

    `joined_at` is None until an invitation was accepted; `left_on` is set when somebody was
    deactivated and can no longer sign in.
    """

    number: int
    name: str
    email: str
    title: str
    team: str
    joined_at: datetime | None
    left_on: date | None
    grants: tuple[GrantRow, ...]
    version: int

    @property
    def is_active(self) -> bool:
        return self.left_on is None

    @property
    def initials(self) -> str:
        """The one or two letters drawn in the disc beside a name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """The organisation itself: its name, its currency and the week new programs start with.

    `week` holds seven days, Monday first; a day is its working spans, `("08:00", "12:00")`
    and so on, and a free day has none. `set_up_at` is None until the owner finished set-up.
    """

    name: str
    currency: str
    time_zone: str
    week: tuple[tuple[tuple[str, str], ...], ...]
    requires_mfa: bool
    set_up_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One thing a token can be limited to, and the sentence that offers it."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A personal token as its owner sees it. The secret itself is shown once and never stored."""

    number: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser that is signed in. `handle` names it without being able to impersonate it."""

    handle: str
    address: str
    browser: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class SecurityEventRow:
    """Something that happened to somebody's way in: a sign-in, a token, a role, a link."""

    number: int
    at: datetime
    kind: str
    person: int | None
    name: str
    by: str
    door: str
    address: str
    detail: str


@dataclass(frozen=True, slots=True)
class ConfidentialReadRow:
    """Somebody opened confidential figures: `what` is their class, `project` None for the whole program.

    `by` is empty where the reader may not know of that person.
    """

    number: int
    at: datetime
    person: int | None
    by: str
    what: str
    project: int | None
    door: str


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """How somebody looks at a list, under a name.

    `screen` names the list, `of` the program it belongs to ("" outside programs), `look` is what the screen
    itself wrote down. `by` is whose it is, empty where the reader may not know of that person.
    """

    number: int
    screen: str
    of: str
    name: str
    look: Mapping[str, Any]
    is_shared: bool
    is_mine: bool
    by: str
    saved_at: datetime
