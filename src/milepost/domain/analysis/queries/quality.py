"""Whether a plan is sound enough to be believed: the checks, each with those who offend."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.queries.meanings import CHARACTERISTICS, MEANINGS, PRACTICES
from milepost.domain.analysis.queries.view import View, seen_by
from milepost.domain.analysis.rows.quality import Quality, QualityCheck, QualityPractice
from milepost.engine.analysis import Analysis
from milepost.engine.plan import Baseline, BaselineTask
from milepost.engine.quality import health
from milepost.engine.quality.checks import Check
from milepost.engine.quality.health import Health
from milepost.engine.quality.practices import Practice


def quality(
    reader: Actor,
    *,
    program: int,
    project: int | None = None,
    baseline: int | None = None,
    as_of: int | None = None,
) -> Quality:
    """DCMA's 14 points and further checks of a program or one project, with GAO's evidence.

    Held against a baseline slot (None: the one set last). Whoever sees some projects only is told of those.

    Raises: NotFound, NotAllowed.
    """
    view = seen_by(reader, program, as_of)
    slot = view.slot(baseline)
    found = _examined(view.kept, slot, _in_reach(view, project))
    return Quality(
        revision=view.kept.facts.revision,
        project=project,
        slot=slot,
        score=found.score,
        checks=(
            *(_check(one, "dcma") for one in found.dcma),
            *(_check(one, "other") for one in found.others),
        ),
        practices=tuple(_practice(one) for one in found.practices),
    )


def _in_reach(view: View, project: int | None) -> Collection[int] | None:
    """The projects to look at; None for all of them."""
    if project is None:
        return view.projects
    if project not in view.kept.facts.projects or not view.sees_project(project):
        raise NotFound(f"There is no project {project}.")
    return (project,)


def _examined(kept: Kept, slot: int | None, projects: Collection[int] | None) -> Health:
    return health.examine(with_baseline(kept, slot), 0 if slot is None else slot, projects=projects)


def with_baseline(kept: Kept, slot: int | None) -> Analysis:
    """The analysis of a program with what a slot promises, as the engine's checks take it."""
    promised = {
        task: BaselineTask(row.start, row.finish, row.duration) for task, row in kept.promised(slot).items()
    }
    baselines = () if slot is None else (Baseline(slot, promised),)
    return replace(kept.analysis, plan=replace(kept.analysis.plan, baselines=baselines))


def _check(one: Check, group: str) -> QualityCheck:
    said = MEANINGS[one.id]
    return QualityCheck(
        id=one.id,
        group=group,
        name=str(said.name),
        unit=said.unit,
        value=one.value,
        limit=one.limit,
        passes=one.passes,
        numerator=one.numerator,
        denominator=one.denominator,
        offenders=tuple(dict.fromkeys(one.offenders)),
        formula=str(said.formula),
        advice=str(said.advice),
    )


def _practice(one: Practice) -> QualityPractice:
    return QualityPractice(
        number=one.number,
        name=str(PRACTICES[one.number]),
        characteristic=str(CHARACTERISTICS[one.characteristic]),
        evidence=tuple(check.id for check in one.evidence),
    )
