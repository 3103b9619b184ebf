"""Why a date moved: its change between two states of a program, split by cause and project."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from threading import Lock

from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries.current import end_of_path
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.queries.view import View, refuse_past, seen_by
from milepost.domain.analysis.rows.moves import Explained, MoveChange, MoveShare
from milepost.engine.instants import Instant, Ticks
from milepost.engine.mixing import Difference
from milepost.engine.reach import deciding
from milepost.engine.sensitivity import Explanation, apportioned, why_it_moved
from milepost.engine.sensitivity import Share as EngineShare

ELSEWHERE = "elsewhere"
"""The cause named for projects the reader may not see: their shares as one."""
WORTH = 100_000
"""Tasks worked out at most for one explanation, over all the plans it takes."""
MOST_PLANS, LEAST_PLANS = 512, 24
_KEPT = 32

_explained: OrderedDict[tuple[object, ...], Explanation | None] = OrderedDict()
_lock = Lock()


def why_moved(
    reader: Actor, *, program: int, since: int, task: int | None = None, as_of: int | None = None
) -> Explained:
    """Why a task (None: the headline's) finishes at another time than at revision `since`.

    Whoever does not see the headline's is told of the last task he sees. The shares sum to the whole move
    exactly, whatever the order in which the changes were made.

    Raises: NotFound, NotAllowed.
    """
    view = seen_by(reader, program, as_of)
    refuse_past(reader, program)
    kept = view.kept
    if since > kept.facts.revision:
        raise NotFound(f"Revision {since} comes after revision {kept.facts.revision}.")
    if task is not None and not view.may_see(task):
        raise NotFound(f"There is no task {task}.")
    target = _last_seen(view) if task is None else task
    earlier = computed(program, since)
    if target is None:
        return _nothing(earlier, kept)
    found = _kept_explanation(earlier, kept, target)
    return _told(view, earlier, target, found)


def _last_seen(view: View) -> int | None:
    """The headline's task, else the last to finish of those the reader sees."""
    kept = view.kept
    last = end_of_path(kept)
    if last is None or view.may_see(last):
        return last
    schedule = kept.analysis.schedule
    leaves = [task for task in view.tasks if not schedule.is_summary[kept.position[task]]]
    return max(leaves, key=lambda task: int(schedule.finish[kept.position[task]]), default=None)


def _nothing(earlier: Kept, kept: Kept) -> Explained:
    """Where there is no date yet, there is no move to explain."""
    return Explained(
        since=earlier.facts.revision,
        revision=kept.facts.revision,
        task=None,
        name="",
        finish_before=None,
        finish_after=None,
        moved=0,
        minutes_per_day=480,
        shares=(),
        groups=0,
        silent=0,
        plans=0,
        is_sampled=False,
    )


def _kept_explanation(earlier: Kept, kept: Kept, task: int) -> Explanation | None:
    """The explanation of a date, worked out once for the two states."""
    wanted = (kept.program, kept.head, earlier.facts.revision, kept.facts.revision, task)
    if wanted not in _explained:
        found = _worked_out(earlier, kept, task)
        with _lock:
            _explained[wanted] = found
            while len(_explained) > _KEPT:
                _explained.popitem(last=False)
        return found
    return _explained[wanted]


def _worked_out(earlier: Kept, kept: Kept, task: int) -> Explanation | None:
    before, after = earlier.analysis.plan, kept.analysis.plan
    if task not in earlier.position:
        return None
    on_the_way = deciding((before, after), task)
    size = len(after.tasks) if on_the_way is None else len(on_the_way)
    working = kept.working_time(kept.facts.tasks[task].project)
    origin = after.projects[0].start

    def worked(at: Instant) -> Ticks:
        return working.between(origin, at)

    most = min(max(WORTH // max(size, 1), LEAST_PLANS), MOST_PLANS)
    return why_it_moved(before, after, task, measure=worked, most_plans=most)


def _told(view: View, earlier: Kept, task: int, found: Explanation | None) -> Explained:
    row = view.kept.facts.tasks[task]
    units = view.kept.units[row.project]
    then = earlier.analysis.schedule.row(task).finish if task in earlier.position else None
    return Explained(
        since=earlier.facts.revision,
        revision=view.kept.facts.revision,
        task=task,
        name=row.name,
        finish_before=then,
        finish_after=view.kept.analysis.schedule.row(task).finish,
        moved=0 if found is None else found.moved,
        minutes_per_day=units.minutes_per_day,
        shares=() if found is None else _shares(view, earlier, found),
        groups=0 if found is None else found.groups,
        silent=0 if found is None else found.silent,
        plans=0 if found is None else found.plans,
        is_sampled=found is not None and found.is_sampled,
    )


def _shares(view: View, earlier: Kept, found: Explanation) -> tuple[MoveShare, ...]:
    """The shares in whole ticks that sum to the move; those of projects out of reach as one."""
    own = [one for one in found.shares if one.project is None or view.sees_project(one.project)]
    beyond = sum((one.ticks for one in found.shares if one not in own), Fraction(0))
    amounts = apportioned([*(one.ticks for one in own), beyond], 1)
    shares = [_share(view, earlier, one, ticks) for one, ticks in zip(own, amounts, strict=False)]
    if beyond:
        shares.append(MoveShare(ELSEWHERE, None, "", amounts[-1], ()))
    return tuple(shares)


def _share(view: View, earlier: Kept, share: EngineShare, ticks: Ticks) -> MoveShare:
    facts = view.kept.facts if share.project in view.kept.facts.projects else earlier.facts
    name = "" if share.project is None else facts.projects[share.project].name
    changes = [_change(view, earlier, one) for one in share.changes]
    return MoveShare(str(share.cause), share.project, name, ticks, _each_once(changes))


def _change(view: View, earlier: Kept, one: Difference) -> MoveChange:
    """A change by what it is about: a task by its name, now or, when it is gone, then."""
    rows = view.kept.facts.tasks if one.id in view.kept.facts.tasks else earlier.facts.tasks
    about_task = one.noun in ("task", "link", "assignment") and one.id in rows
    if about_task and not (view.sees_project(rows[one.id].project) or view.may_see(one.id)):
        return MoveChange(
            one.noun, None, view.stub_name(rows[one.id].project), one.field, _kind(one), "", "", False
        )
    is_plain = all(
        isinstance(value, (int, float, str, bool, type(None))) for value in (one.before, one.after)
    )
    return MoveChange(
        noun=one.noun,
        task=one.id if about_task else None,
        name=rows[one.id].name if about_task else _name_of(view, one),
        field=one.field,
        kind=_kind(one),
        before=str(one.before) if is_plain and one.before is not None else "",
        after=str(one.after) if is_plain and one.after is not None else "",
        is_gone=about_task and one.id not in view.kept.facts.tasks,
    )


def _kind(one: Difference) -> str:
    """`added` or `removed` for links and bookings that came or went; else `changed`."""
    if one.noun in ("link", "assignment"):
        return "added" if one.before is None else "removed" if one.after is None else "changed"
    return "changed"


def _name_of(view: View, one: Difference) -> str:
    if one.noun == "project" and one.id in view.kept.facts.projects:
        return view.kept.facts.projects[one.id].name
    if one.noun == "resource" and not view.is_own_only and one.id in view.kept.facts.resources:
        return view.kept.facts.resources[one.id].name
    calendars = [*view.kept.facts.own_calendars.calendars, *view.kept.facts.shared_calendars.calendars]
    return next((row.name for row in calendars if one.noun == "calendar" and row.number == one.id), "")


def _each_once(changes: Iterable[MoveChange]) -> tuple[MoveChange, ...]:
    return tuple(dict.fromkeys(changes))


def totals(shares: Sequence[MoveShare]) -> dict[str, Ticks]:
    """The shares summed by cause, the largest first."""
    summed: dict[str, Ticks] = {}
    for share in shares:
        summed[share.cause] = summed.get(share.cause, 0) + share.ticks
    return dict(sorted(summed.items(), key=lambda item: -abs(item[1])))
