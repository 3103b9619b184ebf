"""Projects beside one another, and beside the whole program: a row for each check, a column for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from milepost.domain.analysis.rows.quality import ProjectQuality, QualityCheck
from milepost.surfaces.web.quality.present import Place, value, verdict_of
from milepost.surfaces.web.shell import present


@dataclass(frozen=True, slots=True)
class Column:
    """A project, or all of them: its name, the share of its checks that pass, and its own page."""

    name: str
    url: str
    score: str
    passed: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a check found in a project; it opens on the project's page."""

    value: str
    verdict: str
    word: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A check over all the columns."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Checks of one kind."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything side by side, with the finding."""

    sentence: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


def beside(place: Place, found: Sequence[ProjectQuality]) -> Beside:
    """The program and its projects; a project is a way to its own page."""
    places = [replace(place, about=replace(place.about, project=one.project)) for one in found]
    return Beside(
        sentence=_sentence(found),
        columns=tuple(_column(at, one) for at, one in zip(places, found, strict=True)),
        groups=(
            Group(_("DCMA 14 points"), tuple(_rows(places, found, "dcma"))),
            Group(_("Further checks"), tuple(_rows(places, found, "other"))),
        ),
    )


def _column(place: Place, one: ProjectQuality) -> Column:
    score = "–" if one.score is None else present.number(one.score, places=0)
    passed = _("%(passed)s of %(all)s") % {"passed": one.passed, "all": one.judged}
    return Column(one.name or _("Program"), place.plain, score, passed)


def _rows(places: Sequence[Place], found: Sequence[ProjectQuality], group: str) -> Iterator[Row]:
    columns = [[check for check in one.checks if check.group == group] for one in found]
    for checks in zip(*columns, strict=True):
        yield Row(checks[0].name, tuple(_cell(at, one) for at, one in zip(places, checks, strict=True)))


def _cell(place: Place, check: QualityCheck) -> Cell:
    verdict, word = verdict_of(check)
    return Cell(value(check), verdict, word, place.url(check.id))


def _sentence(found: Sequence[ProjectQuality]) -> str:
    """Which project is soundest, and which needs looking at first."""
    scored = [one for one in found if one.project is not None and one.score is not None]
    if len(scored) < 2:
        return _("There is nothing to hold side by side yet.")
    worst = min(scored, key=lambda one: one.score or 0)
    best = max(scored, key=lambda one: one.score or 0)
    if worst.score == best.score:
        return _("All projects pass the same share of their checks, %(score)s %%.") % {
            "score": present.number(best.score or 0, places=0)
        }
    return _("%(worst)s passes %(low)s %% of its checks, the fewest; %(best)s %(high)s %%, the most.") % {
        "worst": worst.name,
        "low": present.number(worst.score or 0, places=0),
        "best": best.name,
        "high": present.number(best.score or 0, places=0),
    }
