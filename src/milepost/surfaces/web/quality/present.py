"""The health of a plan in words: the finding, a row for each check, and one check opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.domain.analysis.rows.quality import Quality, QualityCheck
from milepost.surfaces.web.home.present import Said, task_url
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.figures import Figure

LISTED_AT_MOST = 100
_NAMED_AT_MOST = 3
_AT_LEAST = frozenset({"relationship_types", "cpli", "bei"})
_OF_PROMISE = frozenset({"missed_tasks", "bei"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is: the program as asked, the baseline slot chosen, if any, and how it is laid out.

    `by` is `project` where projects stand side by side.
    """

    about: About
    baseline: int | None
    by: str = ""

    def url(self, check: str) -> str:
        """The address of this page with a check opened."""
        return f"{reverse('web:quality', args=[self.about.slug])}?{self._query(check)}"

    @property
    def plain(self) -> str:
        """The address of this page with nothing opened."""
        query = self._query("")
        return reverse("web:quality", args=[self.about.slug]) + (f"?{query}" if query else "")

    def sheet(self, check: str) -> str:
        """The plan with only those who offend against a check."""
        return f"{reverse('web:plan', args=[self.about.slug])}?{self._query(check)}"

    def _query(self, check: str) -> str:
        asked = {
            "project": self.about.project,
            "as_of": self.about.as_of.text,
            "baseline": self.baseline,
            "by": "" if check else self.by,
            "check": check,
        }
        return urlencode({name: value for name, value in asked.items() if value not in (None, "")})


@dataclass(frozen=True, slots=True)
class Row:
    """A check in a line: `verdict` is pass, fail, report (no limit) or unknown (nothing to look at)."""

    name: str
    verdict: str
    word: str
    value: str
    limit: str
    of: str
    offenders: int
    url: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Group:
    """Checks under a finding."""

    title: str
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """One of GAO's practices: what is known about it, and where."""

    number: int
    name: str
    characteristic: str
    evidence: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Offending:
    """A task that offends, with what makes it do so."""

    wbs: str
    name: str
    url: str
    evidence: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One check opened: its figure, those who offend, and what to do."""

    figure: Figure
    advice: str
    offenders: tuple[Offending, ...]
    more: int
    sheet: str


def sentence(place: Place, found: Quality) -> tuple[Said, ...]:
    """How many checks pass, and the names of those that do not."""
    judged = [check for check in found.checks if check.passes is not None]
    failed = [check for check in judged if not check.passes]
    if next(check for check in found.checks if check.id == "logic").value is None:
        return (Said(_("There is nothing to check yet: the plan has no open task.")),)
    said = {"passed": len(judged) - len(failed), "all": len(judged)}
    if not failed:
        return (Said(_("The plan passes all %(all)s checks that can be made.") % said),)
    opening = _("The plan passes %(passed)s of %(all)s checks; look at ") % said
    named = failed[:_NAMED_AT_MOST]
    pieces = [Said(opening)]
    for at, check in enumerate(named):
        if at:
            last = at == len(named) - 1 and len(failed) == len(named)
            pieces.append(Said(_(" and ") if last else ", "))
        pieces.append(Said(_lower(check.name), place.url(check.id)))
    rest = len(failed) - len(named)
    if rest:
        pieces.append(Said(ngettext(" and %(n)s more", " and %(n)s more", rest) % {"n": rest}))
    return (*pieces, Said("."))


def groups(place: Place, found: Quality) -> tuple[Group, ...]:
    """The fourteen points and the other checks, each under what it found."""
    return (
        _group(
            place, found, "dcma", _("DCMA 14 points"), _("limits of the Defense Contract Management Agency")
        ),
        _group(place, found, "other", _("Further checks"), _("what else makes dates hard to believe")),
    )


def _group(place: Place, found: Quality, group: str, name: str, about: str) -> Group:
    checks = [check for check in found.checks if check.group == group]
    failed = sum(check.passes is False for check in checks)
    title = (
        _("%(name)s: all within limits") % {"name": name}
        if not failed
        else ngettext("%(name)s: one fails", "%(name)s: %(n)s fail", failed) % {"name": name, "n": failed}
    )
    return Group(title, about, tuple(_row(place, check) for check in checks))


def _row(place: Place, check: QualityCheck) -> Row:
    verdict, word = verdict_of(check)
    return Row(
        name=check.name,
        verdict=verdict,
        word=word,
        value=value(check),
        limit=limit(check),
        of=_fraction(check),
        offenders=len(check.offenders),
        url=place.url(check.id),
        sheet=place.sheet(check.id) if check.offenders else "",
    )


def practices(place: Place, found: Quality) -> tuple[Practice, ...]:
    """GAO's ten practices with the checks that speak to each."""
    by_id = {check.id: check for check in found.checks}
    return tuple(
        Practice(
            number=row.number,
            name=row.name,
            characteristic=row.characteristic,
            evidence=tuple(
                Said(f"{by_id[id_].name} {value(by_id[id_])}", place.url(id_)) for id_ in row.evidence
            ),
        )
        for row in found.practices
    )


def panel(place: Place, check: QualityCheck, offenders: Sequence[Offending], revision: int) -> Panel:
    """A check opened: the figure, its formula and inputs, those who offend, and what to do."""
    verdict, word = verdict_of(check)
    read = place.about.as_of.label or _("now")
    figure = Figure(
        title=check.name,
        value=value(check),
        formula=check.formula,
        inputs=tuple(_inputs(check)),
        close=place.plain,
        note=_("Read at revision %(revision)s, %(read)s.") % {"revision": revision, "read": read},
        verdict=verdict,
        word=word,
    )
    return Panel(
        figure=figure,
        advice=check.advice,
        offenders=tuple(offenders),
        more=len(check.offenders) - len(offenders),
        sheet=place.sheet(check.id) if check.offenders else "",
    )


def offending(about: About, check: str, row: PlannedTask) -> Offending:
    """A task that offends against a check, with the fact that makes it do so."""
    return Offending(
        wbs=row.wbs,
        name=row.name or _("unnamed"),
        url=task_url(about, row.number),
        evidence=_evidence(about, check, row),
        is_critical=row.is_critical and row.actual_finish is None,
    )


def _evidence(about: About, check: str, row: PlannedTask) -> str:
    if check == "logic":
        return _("nothing after it") if row.predecessors else _("nothing before it")
    if check in ("high_float", "negative_float") and row.total_float is not None:
        return _("float %(days)s d") % {"days": present.number(present.worked(row.total_float))}
    if check in ("high_duration", "round_durations", "resources"):
        return f"{present.number(present.worked(row.duration))} d"
    if check in _OF_PROMISE and row.slip_days is not None:
        return present.slip(row.slip_days).text
    if check in ("leads", "lags", "relationship_types", "start_to_finish", "redundant_links"):
        return row.predecessors
    if row.start is None:
        return ""
    return _("starts %(day)s") % {"day": present.near_day(present.day_of(row.start), about.today)}


def value(check: QualityCheck) -> str:
    """The value of a check with its unit; a dash where it cannot be made."""
    if check.value is None:
        return "–"
    if check.unit == "percent":
        return f"{present.number(check.value)} %"
    if check.unit == "index":
        return present.number(check.value, places=2)
    if check.unit == "days":
        return f"{present.number(check.value)} d"
    return present.number(check.value, places=0)


def limit(check: QualityCheck) -> str:
    """The limit of a check as it is compared; "" where there is none."""
    if check.limit is None:
        return ""
    number = present.number(check.limit, places=2)
    if check.unit == "percent":
        number += " %"
    if check.unit == "days":
        return f"{number} d"
    if check.id in _AT_LEAST:
        return f"≥ {number}"
    return number if check.limit == 0 else f"≤ {number}"


def _fraction(check: QualityCheck) -> str:
    if check.numerator is None or check.denominator is None or check.unit == "days":
        return ""
    return _("%(part)s of %(whole)s") % {
        "part": present.number(check.numerator),
        "whole": present.number(check.denominator),
    }


def _inputs(check: QualityCheck) -> list[tuple[str, str]]:
    found = [
        (_("How many"), _fraction(check)),
        (_("Limit"), limit(check) or _("none, only reported")),
    ]
    return [(label, text) for label, text in found if text]


def verdict_of(check: QualityCheck) -> tuple[str, str]:
    """What a check comes to: `pass`, `fail`, `report` or `unknown`, and its word."""
    if check.passes is None:
        return ("report", _("reported")) if check.value is not None else ("unknown", _("not known"))
    return ("pass", _("passes")) if check.passes else ("fail", _("fails"))


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
