"""What other floors may see of portfolios, programs and projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milepost.engine.instants import Instant, Ticks


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """A portfolio and how many programs it holds that the reader may see."""

    number: int
    name: str
    purpose: str
    owner: int | None
    programs: int
    version: int


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program. `ledger` is its id inside the house, `slug` its name at every door."""

    ledger: int
    number: int
    slug: str
    revision: int
    name: str
    code: str
    purpose: str
    stage: str
    portfolio: int | None
    manager: int | None
    sponsor: int | None
    currency: str
    calendar: int | None
    status: Instant | None
    near_critical: Ticks
    closed_at: dt.datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project of a program. `minutes_per_day` and its fellows say what "3d" typed in it means."""

    number: int
    name: str
    code: str
    purpose: str
    stage: str
    manager: int | None
    colour: str
    rank: int
    calendar: int | None
    start: Instant
    finish_by: Instant | None
    status: Instant | None
    priority: int
    minutes_per_day: float
    minutes_per_week: float
    days_per_month: float
    is_from_finish: bool
    rules: str
    rule_options: Mapping[str, object]
    source: str
    external_uid: str
    extras: Mapping[str, object]
    carried: Sequence[Sequence[str]]
    version: int


@dataclass(frozen=True, slots=True)
class BriefRow:
    """Why a program or one of its projects exists. `edition` counts how often it was agreed; 0 is a draft."""

    project: int | None
    vision: str
    background: str
    outcome: str
    approach: str
    edition: int
    version: int


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """What is in and out of a program or one of its projects."""

    project: int | None
    included: str
    excluded: str
    assumptions: str
    limits: str
    edition: int
    version: int


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A document as agreed: `document` is `brief` or `scope`, `content` its fields at that moment."""

    number: int
    project: int | None
    document: str
    edition: int
    content: Mapping[str, str]
    agreed_at: dt.datetime
    agreed_by: str
    note: str


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """What the program is to achieve."""

    number: int
    title: str
    measure: str
    target: str
    due_on: dt.date | None
    owner: int | None
    rank: int
    version: int


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """A thing handed over and accepted."""

    number: int
    project: int | None
    title: str
    description: str
    acceptance: str
    status: str
    due_on: dt.date | None
    accepted_on: dt.date | None
    owner: int | None
    rank: int
    version: int


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A measurable condition of success, perhaps of one objective."""

    number: int
    objective: int | None
    title: str
    measure: str
    threshold: str
    rank: int
    version: int


@dataclass(frozen=True, slots=True)
class KeyDateRow:
    """A promised date and the task that stands for it; `is_headline` marks the one the headline speaks of."""

    number: int
    project: int | None
    name: str
    due_on: dt.date | None
    promised_to: str
    task: int | None
    is_headline: bool
    rank: int
    version: int
