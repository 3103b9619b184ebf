"""Whether a plan is sound enough to be believed: the checks, each with those who offend."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.queries.meanings import CHARACTERISTICS, MEANINGS, PRACTICES
from milepost.domain.analysis.queries.view import View, seen_by
from milepost.domain.analysis.rows.quality import ProjectQuality, Quality, QualityCheck, QualityPractice
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
        checks=_checks(found),
        practices=tuple(_practice(one) for one in found.practices),
    )


def quality_by_project(
    reader: Actor, *, program: int, baseline: int | None = None, as_of: int | None = None
) -> list[ProjectQuality]:
    """How sound each project is, beside the whole program (`project` None) or what the reader sees of it.

    Raises: NotFound, NotAllowed.
    """
    view = seen_by(reader, program, as_of)
    projects = view.kept.facts.projects
    seen = [number for number in projects if view.sees_project(number)]
    return [
        _of_project(view, number, view.slot(baseline), "" if number is None else projects[number].name)
        for number in (None, *seen)
    ]


def _of_project(view: View, project: int | None, slot: int | None, name: str) -> ProjectQuality:
    found = _examined(view.kept, slot, _in_reach(view, project))
    verdicts = [check.passes for check in found.checks if check.passes is not None]
    return ProjectQuality(
        project=project,
        name=name,
        score=found.score,
        passed=sum(verdicts),
        judged=len(verdicts),
        checks=_checks(found),
    )


def _checks(found: Health) -> tuple[QualityCheck, ...]:
    """The fourteen points, then the others."""
    return (
        *(_check(one, "dcma") for one in found.dcma),
        *(_check(one, "other") for one in found.others),
    )


def _in_reach(view: View, project: int | None) -> Collection[int] | None:
    """The projects to look at; None for all of them."""
    if project is None:
        return view.projects
    if project not in view.kept.facts.projects or not view.sees_project(project):
        raise NotFound(f"There is no project {project}.")
    return (project,)


def _examined(kept: Kept, slot: int | None, projects: Collection[int] | None) -> Health:
    """The checks of some projects, made once for each state of the program."""
    reach = None if projects is None else frozenset(projects)
    return kept.once(
        ("quality", slot, reach),
        lambda: health.examine(with_baseline(kept, slot), 0 if slot is None else slot, projects=reach),
    )


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
