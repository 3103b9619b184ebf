"""Headlines: the few figures a program is known by, and the sentence that says them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext, ngettext

from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.rows.plans import Headline, ProjectFigures
from milepost.domain.schedule.rows import BaselineTaskRow
from milepost.engine.instants import TICKS_PER_MINUTE, Instant, Ticks, moment
from milepost.engine.kernels.layout import NEVER
from milepost.engine.schedule import Ints


def headline(kept: Kept, slot: int | None) -> Headline:
    """The figures of a program against a baseline slot; None leaves baselines out of it."""
    schedule = kept.analysis.schedule
    milestone = kept.analysis.plan.milestone
    finish = kept.analysis.finish
    row = None if milestone is None else schedule.row(milestone)
    milestone_finish = finish if row is None else row.finish
    promised = kept.promised(slot)
    baseline = _promised_finish(promised, milestone)
    leaves = ~schedule.is_summary
    return Headline(
        revision=kept.facts.revision,
        start=kept.analysis.start,
        finish=finish,
        milestone=milestone,
        milestone_name=kept.facts.tasks[milestone].name if milestone is not None else "",
        milestone_finish=milestone_finish,
        slot=slot,
        baseline_finish=baseline,
        slip_days=_slip(kept, None, baseline, milestone_finish),
        tasks=int(leaves.sum()),
        complete=int((leaves & (schedule.percent_complete >= 100)).sum()),
        critical=int((leaves & schedule.is_critical).sum()),
        near_critical=int((leaves & schedule.is_near_critical).sum()),
        late=_late(kept, promised),
        problems=len(kept.analysis.problems),
        driver=next(iter(drivers(kept)), None),
        sentence=_sentence(kept, slot, milestone, milestone_finish, baseline, drivers(kept)),
    )


def without_names(kept: Kept, found: Headline, may_see: Callable[[int], bool]) -> Headline:
    """A headline for somebody who may not see every task: no name of one he may not see stands in it."""
    visible = found.milestone is None or may_see(found.milestone)
    shown = [task for task in drivers(kept) if may_see(task)]
    milestone = found.milestone if visible else None
    return replace(
        found,
        milestone=milestone,
        milestone_name=found.milestone_name if visible else "",
        driver=next(iter(shown), None),
        sentence=_sentence(kept, found.slot, milestone, found.milestone_finish, found.baseline_finish, shown),
    )


def of_own(kept: Kept, tasks: Sequence[int]) -> Headline:
    """A headline for somebody who sees these tasks and no figures of the program: it speaks of them alone."""
    schedule = kept.analysis.schedule
    places = np.array([kept.position[task] for task in tasks], dtype=np.int64)
    places = places[~schedule.is_summary[places]]
    starts, finishes = schedule.start[places], schedule.finish[places]
    finish = _extreme(finishes, np.max)
    return Headline(
        revision=kept.facts.revision,
        start=_extreme(starts, np.min),
        finish=finish,
        milestone=None,
        milestone_name="",
        milestone_finish=finish,
        slot=None,
        baseline_finish=None,
        slip_days=None,
        tasks=len(places),
        complete=int((schedule.percent_complete[places] >= 100).sum()),
        critical=int(schedule.is_critical[places].sum()),
        near_critical=int(schedule.is_near_critical[places].sum()),
        late=0,
        problems=0,
        driver=None,
        sentence=_own_sentence(kept, finish),
    )


def project_figures(kept: Kept, slot: int | None) -> list[ProjectFigures]:
    """Where each project of a program stands, in their order; without a slot against no baseline."""
    promised = kept.promised(slot)
    leaves = ~kept.analysis.schedule.is_summary
    return [
        _of_project(kept, number, np.flatnonzero(leaves & (kept.project_of == number)), promised)
        for number in kept.facts.projects
    ]


def drivers(kept: Kept) -> list[int]:
    """The tasks that drive the headline's date now: on its path, begun and not done, else next to begin."""
    schedule = kept.analysis.schedule
    open_leaves = ~schedule.is_summary & schedule.on_longest_path & (schedule.percent_complete < 100)
    places = [place for place in np.flatnonzero(open_leaves).tolist() if schedule.duration[place] > 0]
    tasks = kept.analysis.plan.tasks
    begun = [place for place in places if tasks[place].actual_start is not None]
    if not begun and places:
        first = min(places, key=lambda place: (int(schedule.start[place]), place))
        begun = [first]
    begun.sort(key=lambda place: (-int(schedule.finish[place]), place))
    return [tasks[place].id for place in begun]


def slip_days(
    kept: Kept, project: int | None, baseline: Instant | None, finish: Instant | None
) -> float | None:
    """Working days from what a baseline promised to what is planned now, by the project's calendar."""
    return _slip(kept, project, baseline, finish)


def days(amount: Ticks, minutes_per_day: float) -> float:
    """Working ticks as working days, one decimal."""
    return round(amount / (minutes_per_day * TICKS_PER_MINUTE), 1) + 0.0


def day_text(at: Instant) -> str:
    """A planned day in a sentence: `2 Apr 2027`."""
    when = moment(at)
    return f"{when.day} {when:%b} {when.year}"


def finish_text(at: Instant) -> str:
    """The day something finishes on; at midnight sharp it is the day that ends then."""
    return day_text(at - 1)


def _slip(kept: Kept, project: int | None, baseline: Instant | None, finish: Instant | None) -> float | None:
    if baseline is None or finish is None:
        return None
    per_day = kept.units[project].minutes_per_day if project is not None else _usual_day(kept)
    return days(kept.working_time(project).between(baseline, finish), per_day)


def _usual_day(kept: Kept) -> float:
    return next((units.minutes_per_day for units in kept.units.values()), 480)


def _promised_finish(promised: dict[int, BaselineTaskRow], milestone: int | None) -> Instant | None:
    if milestone is not None:
        return promised[milestone].finish if milestone in promised else None
    return max((row.finish for row in promised.values() if row.finish is not None), default=None)


def _late(kept: Kept, promised: dict[int, BaselineTaskRow]) -> int:
    """How many tasks that are not done finish later than promised."""
    schedule = kept.analysis.schedule
    finishes, done, summary = schedule.finish, schedule.percent_complete, schedule.is_summary
    position = kept.position
    late = 0
    for task, row in promised.items():
        place = position.get(task)
        if place is None or row.finish is None or summary[place] or done[place] >= 100:
            continue
        late += int(finishes[place]) > row.finish
    return late


def _of_project(
    kept: Kept, number: int, places: Ints, promised: dict[int, BaselineTaskRow]
) -> ProjectFigures:
    project = kept.facts.projects[number]
    schedule = kept.analysis.schedule
    finish = kept.analysis.finish_by_project.get(number)
    baseline = max(
        (row.finish for row in promised.values() if row.project == number and row.finish is not None),
        default=None,
    )
    least = _least_float(kept, places)
    starts = schedule.start[places]
    starts = starts[starts != NEVER]
    return ProjectFigures(
        number=number,
        name=project.name,
        colour=project.colour,
        manager=project.manager,
        start=int(starts.min()) if starts.size else None,
        finish=finish,
        baseline_finish=baseline,
        slip_days=_slip(kept, number, baseline, finish),
        float_days=None if least is None else days(least, project.minutes_per_day),
        percent_complete=_percent(kept, places),
        tasks=len(places),
        critical=int(schedule.is_critical[places].sum()),
        on_path=bool(schedule.on_longest_path[places].any()),
    )


def _least_float(kept: Kept, places: Ints) -> Ticks | None:
    """The least total float of the tasks at these places that are not done; None without any."""
    schedule = kept.analysis.schedule
    floats = schedule.total_float[places][schedule.percent_complete[places] < 100]
    floats = floats[floats != NEVER]
    return int(floats.min()) if floats.size else None


def _percent(kept: Kept, places: Ints) -> float:
    """The share done of some tasks, weighted by duration."""
    amounts = kept.analysis.schedule.duration[places].astype(float)
    whole = float(amounts.sum())
    if not whole:
        return 0.0
    return round(float((amounts * kept.analysis.schedule.percent_complete[places]).sum()) / whole, 1)


def _extreme(dates: Ints, of: Callable[[Ints], np.int64]) -> Instant | None:
    """The first or last of some dates, leaving out what has none."""
    dates = dates[dates != NEVER]
    return int(of(dates)) if dates.size else None


def _own_sentence(kept: Kept, finish: Instant | None) -> str:
    name = kept.facts.program.name
    if finish is None:
        return gettext("Nothing in %(name)s waits for you.") % {"name": name}
    return gettext("Your work in %(name)s is planned to finish on %(day)s.") % {
        "name": name,
        "day": finish_text(finish),
    }


def _sentence(
    kept: Kept,
    slot: int | None,
    milestone: int | None,
    finish: Instant | None,
    baseline: Instant | None,
    driven_by: list[int],
) -> str:
    """Where the program stands, as one sentence."""
    name = kept.facts.tasks[milestone].name if milestone is not None else kept.facts.program.name
    if finish is None:
        return gettext("%(name)s has no dated tasks yet.") % {"name": name}
    said = {"name": name, "day": finish_text(finish)}
    if milestone is not None and kept.facts.tasks[milestone].actual_finish is not None:
        planned = gettext("%(name)s was reached on %(day)s") % said
    elif milestone is not None:
        planned = gettext("%(name)s is planned for %(day)s") % said
    else:
        planned = gettext("%(name)s is planned to finish on %(day)s") % said
    return planned + _compared(kept, slot, baseline, finish) + _driven(kept, driven_by[:2]) + "."


def _compared(kept: Kept, slot: int | None, baseline: Instant | None, finish: Instant) -> str:
    slip = _slip(kept, None, baseline, finish)
    if slot is None or slip is None:
        return ""
    name = kept.slots[slot].name
    name = name[:1].lower() + name[1:] if name.startswith("Baseline") else name
    if round(slip) == 0:
        return gettext(", as in %(baseline)s") % {"baseline": name}
    count = round(abs(slip))
    said = {"count": count, "baseline": name}
    if slip > 0:
        return (
            ngettext(
                ", %(count)s working day after %(baseline)s",
                ", %(count)s working days after %(baseline)s",
                count,
            )
            % said
        )
    return (
        ngettext(
            ", %(count)s working day before %(baseline)s",
            ", %(count)s working days before %(baseline)s",
            count,
        )
        % said
    )


def _driven(kept: Kept, found: list[int]) -> str:
    if not found:
        return ""
    names = gettext(" and ").join(kept.facts.tasks[task].name for task in found)
    return ngettext("; %(names)s drives it", "; %(names)s drive it", len(found)) % {"names": names}
