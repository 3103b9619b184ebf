"""The health of a plan: its checks and the practices they speak to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QualityCheck:
    """One check of a plan's health: how many of how many, against which limit, and who offends.

    `group` is `dcma` or `other`. `value` counts in `unit`: a percentage, a number of tasks or links, working
    days, an index; None where the check cannot be made. `limit` and `passes` are None for what is only
    reported. `offenders` are tasks, each once; for checks on links the successors.
    """

    id: str
    group: str
    name: str
    unit: str
    value: float | None
    limit: float | None
    passes: bool | None
    numerator: float | None
    denominator: float | None
    offenders: tuple[int, ...]
    formula: str
    advice: str


@dataclass(frozen=True, slots=True)
class QualityPractice:
    """One of GAO's ten practices with the ids of the checks that speak to it; a reviewer rates it, not we."""

    number: int
    name: str
    characteristic: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The health of a plan, or of one `project` of it, held against a baseline `slot` (None: against none).

    `score` is the share of checks with a limit that pass, 0 to 100; None where none can be made.
    """

    revision: int
    project: int | None
    slot: int | None
    score: float | None
    checks: tuple[QualityCheck, ...]
    practices: tuple[QualityPractice, ...]


@dataclass(frozen=True, slots=True)
class ProjectQuality:
    """How sound one project is (`project` None: all the reader sees): `passed` of `judged` checks pass."""

    project: int | None
    name: str
    score: float | None
    passed: int
    judged: int
    checks: tuple[QualityCheck, ...]
