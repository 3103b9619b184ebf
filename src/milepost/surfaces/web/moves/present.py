"""The move of a date in words: the finding, a step for each cause in each project, and one step opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.queries.moves import totals
from milepost.domain.analysis.rows.moves import Explained, MoveChange, MoveShare
from milepost.engine.instants import Instant, Ticks
from milepost.engine.sensitivity import apportioned
from milepost.pictures import strip, waterfall
from milepost.surfaces.web.history import words
from milepost.surfaces.web.home.present import task_url
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.figures import Figure
from milepost.surfaces.web.shell.then import Then

_LISTED_AT_MOST = 60
_LENGTHS = frozenset({"duration", "remaining", "levelling_delay"})
_INSTANTS = frozenset(
    {
        *("start", "finish_by", "status", "constraint_date", "second_constraint_date", "deadline"),
        *("expected_finish", "actual_start", "actual_finish", "suspended_at", "resumes_at"),
        *("manual_start", "manual_finish"),
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is: the program as asked, since when, and the task whose date it is (None: the
    headline's)."""

    about: About
    since: Then
    task: int | None

    def url(self, **other: object) -> str:
        """The address of this page with something else asked."""
        asked = {"since": self.since.text, "task": self.task, "as_of": self.about.as_of.text, **other}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('web:moves', args=[self.about.slug])}?{query}"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the picture: a cause in a project, how many days it moved the date, its bar."""

    cause: str
    project: str
    days: str
    url: str
    plot: SafeString


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of steps."""

    name: str
    days: str


@dataclass(frozen=True, slots=True)
class Told:
    """The move told: the finding with its whole, the steps between both dates, the sums."""

    name: str
    moved: str
    whole_url: str
    rest: str
    before: str
    after: str
    scale: SafeString
    first: SafeString
    last: SafeString
    steps: tuple[Step, ...]
    sum: str
    causes: tuple[Total, ...]
    projects: tuple[Total, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One change behind a step."""

    name: str
    url: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A step opened: its figure, and the changes it is made of."""

    figure: Figure
    changes: tuple[Changed, ...] = ()
    more: int = 0


def told(place: Place, found: Explained) -> Told:
    """The move as a sentence, a picture and two sums."""
    tenths = _tenths(found)
    scale = waterfall.scale_of(_standing(tenths))
    return Told(
        name=found.name,
        moved=_moved(found),
        whole_url=place.url(share="whole"),
        rest=_rest(place, found),
        before=_day(found.finish_before),
        after=_day(found.finish_after),
        scale=_drawn(waterfall.head(scale, _("working days after the earlier date"))),
        first=_drawn(waterfall.stand(scale, 0, kind="done")),
        last=_drawn(waterfall.stand(scale, sum(tenths) / 10)),
        steps=tuple(_steps(place, found, tenths, scale)),
        sum=signed(sum(tenths) / 10),
        causes=tuple(
            Total(cause_words(cause), signed(days))
            for cause, days in _summed(
                [(share.cause, at) for share, at in zip(found.shares, tenths, strict=True)]
            )
            if cause in totals(found.shares)
        ),
        projects=tuple(
            Total(name or _("all projects"), signed(days))
            for name, days in _summed(
                [(share.project_name, at) for share, at in zip(found.shares, tenths, strict=True)]
            )
        ),
        note=_sampled(found),
    )


def panel(place: Place, found: Explained, share: MoveShare) -> Panel:
    """A step opened to the changes it is made of."""
    changes = [_changed(place, one) for one in share.changes]
    title = cause_words(share.cause)
    figure = Figure(
        title=f"{title}, {share.project_name}" if share.project_name else title,
        value=signed(_tenths(found)[found.shares.index(share)] / 10),
        formula=_(
            "How far these changes move the date, averaged over every order in which the %(groups)s groups "
            "of changes on the way to it could have been made (Shapley value)."
        )
        % {"groups": found.groups},
        inputs=(_exactly(share.ticks), (_("Plans worked out"), present.number(found.plans, places=0))),
        close=place.url(),
        note=_read(place, found),
    )
    return Panel(figure, tuple(changes[:_LISTED_AT_MOST]), max(len(changes) - _LISTED_AT_MOST, 0))


def whole(place: Place, found: Explained) -> Panel:
    """The whole move opened: both dates and the sum."""
    figure = Figure(
        title=_("How far did %(name)s move?") % {"name": found.name},
        value=signed(sum(_tenths(found)) / 10),
        formula=_(
            "The finish now minus the finish then, in working days of its project. The steps sum to it."
        ),
        inputs=(
            (_("Then"), _day(found.finish_before)),
            (_("Now"), _day(found.finish_after)),
            _exactly(found.moved),
            (_("Groups of changes"), present.number(found.groups, places=0)),
            (_("Plans worked out"), present.number(found.plans, places=0)),
        ),
        close=place.url(),
        note=_read(place, found),
    )
    return Panel(figure)


def _exactly(ticks: Ticks) -> tuple[str, str]:
    minutes = present.number(ticks / 10)
    return _("Exactly"), _("%(minutes)s working minutes") % {"minutes": minutes}


def key(share: MoveShare) -> str:
    """How a step is named in the address: `duration-3`, `calendar`."""
    return share.cause if share.project is None else f"{share.cause}-{share.project}"


def cause_words(cause: str) -> str:
    """What a cause is called."""
    said = {
        "duration": _("Durations"),
        "logic": _("Links"),
        "calendar": _("Calendars"),
        "constraint": _("Dates imposed"),
        "scope_added": _("Work added"),
        "scope_removed": _("Work removed"),
        "progress": _("Progress"),
        "other": _("Other settings"),
        "elsewhere": _("Projects you do not see"),
    }
    return said[cause]


def _steps(place: Place, found: Explained, tenths: Sequence[int], scale: strip.Scale) -> list[Step]:
    steps, at = [], 0
    for share, moved in zip(found.shares, tenths, strict=True):
        steps.append(
            Step(
                cause=cause_words(share.cause),
                project=share.project_name,
                days=signed(moved / 10),
                url=place.url(share=key(share)),
                plot=_drawn(waterfall.step(scale, at / 10, (at + moved) / 10)),
            )
        )
        at += moved
    return steps


def _tenths(found: Explained) -> list[int]:
    """The shares in tenths of working days that sum to the whole move in tenths."""
    unit = round(found.minutes_per_day)
    return apportioned([Fraction(share.ticks) for share in found.shares], unit)


def _standing(tenths: Sequence[int]) -> list[float]:
    stood, at = [], 0
    for moved in tenths:
        at += moved
        stood.append(at / 10)
    return stood


def _summed(pairs: Sequence[tuple[str, int]]) -> list[tuple[str, float]]:
    summed: dict[str, int] = {}
    for name, tenths in pairs:
        summed[name] = summed.get(name, 0) + tenths
    return [(name, tenths / 10) for name, tenths in sorted(summed.items(), key=lambda item: -abs(item[1]))]


def _moved(found: Explained) -> str:
    days = round(abs(found.moved) / (found.minutes_per_day * 10), 1)
    if not days:
        return ""
    said = {"days": present.number(days)}
    if found.moved > 0:
        return (
            ngettext("%(days)s working day later", "%(days)s working days later", 1 if days == 1 else 2)
            % said
        )
    return (
        ngettext("%(days)s working day sooner", "%(days)s working days sooner", 1 if days == 1 else 2) % said
    )


def _rest(place: Place, found: Explained) -> str:
    """What stands behind the move in the sentence: since when, from when to when, and the largest cause."""
    if found.finish_before is None:
        return _("was not in the plan then (%(since)s).") % {"since": place.since.label}
    said = {
        "since": place.since.label,
        "before": _day(found.finish_before),
        "after": _day(found.finish_after),
    }
    if not found.moved:
        return _("stays on %(after)s, as with %(since)s.") % said
    return _("than with %(since)s: %(after)s instead of %(before)s.") % said


def _sampled(found: Explained) -> str:
    if found.silent:
        return _(
            "%(silent)s of the %(groups)s groups of changes move the date in none of the orders tried and "
            "are left out; of the others every order counts."
        ) % {"silent": found.silent, "groups": found.groups}
    if not found.is_sampled:
        return ""
    return _(
        "There are %(groups)s groups of changes, too many to try every order: the single steps are estimates "
        "from %(plans)s plans. Their sum is exact."
    ) % {"groups": found.groups, "plans": present.number(found.plans, places=0)}


def _changed(place: Place, one: MoveChange) -> Changed:
    nouns = {
        "link": _("link"),
        "assignment": _("booking"),
        "calendar": _("calendar"),
        "resource": _("resource"),
        "plan": _("the plan"),
    }
    kinds = {"added": _("added"), "removed": _("removed"), "changed": _("changed")}
    what = words.field(one.field) if one.field else f"{nouns.get(one.noun, '')} {kinds[one.kind]}"
    is_scope = one.noun == "task" and not one.field
    if is_scope:
        what = _("removed") if one.is_gone else _("added")
    return Changed(
        name=one.name or nouns.get(one.noun, ""),
        url=task_url(place.about, one.task) if one.task is not None and not one.is_gone else "",
        what=what.strip(),
        before=_value(one.field, one.before),
        after=_value(one.field, one.after),
    )


def _value(field: str, text: str) -> str:
    if not text:
        return ""
    if field in _LENGTHS:
        return f"{present.number(present.worked(int(text)), places=2)} d"
    if field in _INSTANTS:
        return present.day(present.day_of(int(text)))
    if field == "percent_complete":
        return f"{present.number(float(text))} %"
    return text.replace("_", " ")


def _read(place: Place, found: Explained) -> str:
    read = place.about.as_of.label or _("now")
    return _("Between revision %(since)s and revision %(revision)s, %(read)s.") % {
        "since": found.since,
        "revision": found.revision,
        "read": read,
    }


def _day(instant: Instant | None) -> str:
    return "–" if instant is None else present.day(present.day_of(instant))


def signed(days: float) -> str:
    """ "+3 d", "−1.5 d", "0 d"."""
    sign = "+" if days > 0 else present.MINUS if days < 0 else ""
    return f"{sign}{present.number(abs(days))} d"


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - our own drawing
