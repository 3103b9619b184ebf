"""The plan as the sheet takes it, and what changed of it since a revision.

Instants are minutes since 1970 local, durations minutes; what a reader may not see is not there. A project
is a row of its own under the negative of its number, and its top tasks stand under it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from milepost.base import clock, journal, permissions
from milepost.base.identity import SYSTEM, Actor, project_scope
from milepost.base.refusal import NotFound
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.analysis.queries import current, differences
from milepost.domain.analysis.queries.cells import Json, in_minutes
from milepost.domain.analysis.queries.columns import Rows
from milepost.domain.analysis.queries.keeping import state_at, trial
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.queries.view import View, seen_by
from milepost.domain.resources.rows import BookedEdit
from milepost.engine.instants import TICKS_PER_DAY, Instant, instant


def sheet(
    reader: Actor, *, program: int, as_of: int | None = None, baseline: int | None = None
) -> dict[str, Json]:
    """The whole plan for the sheet, against a baseline slot (None: the one set last).

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    kept = view.kept
    slot = view.slot(baseline)
    rows = Rows(view, slot)
    numbers = [*view.tasks, *view.stubs]
    return {
        "revision": kept.facts.revision,
        "program": {
            "slug": kept.facts.program.slug,
            "name": kept.facts.program.name,
            "start": in_minutes(kept.analysis.start),
        },
        "status": in_minutes(kept.facts.program.status),
        "today": in_minutes(_today(kept)),
        "minutes_per_day": next((units.minutes_per_day for units in kept.units.values()), 480),
        "rights": _rights(reader, program) if as_of is None else [],
        "nonworking": _nonworking(kept),
        "projects": _projects(reader, view),
        "people": [
            {"number": number, "name": row.name}
            for number, row in sorted(kept.facts.resources.items())
            if not view.is_own_only or row.person == view.person
        ],
        "calendars": [
            {"number": row.number, "name": row.name}
            for row in kept.facts.own_calendars.calendars
            if not row.is_personal
        ],
        "baselines": [
            {"number": number, "name": row.name, "taken_on": row.taken_at.date().isoformat()}
            for number, row in (kept.slots.items() if view.sees_baselines else ())
        ],
        "baseline": slot,
        "custom": [{"key": row.key, "label": row.label} for row in kept.facts.custom_fields],
        "tasks": rows.task_columns(numbers),
        "links": rows.links(rows.shown_links),
        "headline": _headline(reader, view, baseline),
        "problems": _problems(view),
    }


def headline(
    reader: Actor, *, program: int, as_of: int | None = None, baseline: int | None = None
) -> dict[str, Json]:
    """The headline's figures as the sheet and the program's home take them.

    Raises: NotFound.
    """
    return _headline(reader, seen_by(reader, program, as_of), baseline)


def changes(
    reader: Actor, *, program: int, since: int, baseline: int | None = None, dates_apart: bool = False
) -> dict[str, Json]:
    """What the sheet must redraw to be current: rows changed or gone since revision `since`.

    With `dates_apart`, tasks of which only dates, floats and outline numbers differ stand in `redated` with
    those alone: a finish that moves changes the floats of ten thousand tasks. Where the state at `since` is
    no longer kept, every row is named changed. Raises: NotFound.
    """
    view = seen_by(reader, program)
    before = state_at(program, since)
    slot = view.slot(baseline)
    rows = Rows(view, slot)
    moved = differences.everything(rows, since) if before is None else differences.between(before, rows, slot)
    return {
        "revision": view.kept.facts.revision,
        **_redrawn(rows, moved, dates_apart=dates_apart),
        "headline": _headline(reader, view, baseline),
        "problems": _problems(view),
    }


def _redrawn(rows: Rows, moved: differences.Redrawn, *, dates_apart: bool = False) -> dict[str, Json]:
    """The rows that differ."""
    found: dict[str, Json] = {"tasks": rows.task_columns(moved.tasks if dates_apart else moved.every_task)}
    if dates_apart:
        found["redated"] = rows.date_columns(moved.redated, with_codes=moved.renumbered)
    return {
        **found,
        "removed": moved.tasks_gone,
        "links": rows.links(moved.links),
        "links_removed": moved.links_gone,
    }


def promises(reader: Actor, *, program: int, baseline: int | None = None) -> dict[str, Json]:
    """What a baseline slot (None: the one set last) promised of each task: ghosts beside those of another.

    Raises: NotFound.
    """
    view = seen_by(reader, program)
    slot = view.slot(baseline)
    return {
        "revision": view.kept.facts.revision,
        "baseline": slot,
        "tasks": Rows(view, slot).promises if view.sees_baselines else {},
    }


def preview(
    reader: Actor, *, program: int, edits: Sequence[BookedEdit], baseline: int | None = None
) -> dict[str, Json]:
    """What edits would do, saving nothing: a reply like `changes`, against the plan as it stands.

    Raises: NotFound, and what saving the edits would raise.
    """
    view = seen_by(reader, program)
    for one in edits:
        if not view.may_see(one["task"]):
            raise NotFound(f"There is no task {one['task']}.")
    tried = view.at(trial(view.kept, edits))
    slot = view.slot(baseline)
    rows = Rows(tried, slot)
    moved = differences.between(view.kept, rows, slot)
    return {
        "revision": view.kept.facts.revision,
        **_redrawn(rows, moved),
        "headline": _headline(reader, tried, slot),
        "problems": _problems(tried),
    }


def _headline(reader: Actor, view: View, baseline: int | None) -> dict[str, Json]:
    found = current.headline_of(reader, view, baseline)
    return {
        "start": in_minutes(found.start),
        "finish": in_minutes(found.milestone_finish),
        "critical": found.critical,
        "near_critical": found.near_critical,
        "tasks": found.tasks,
        "slip_days": found.slip_days,
        "sentence": found.sentence,
    }


def _projects(reader: Actor, view: View) -> list[Json]:
    return [
        {
            "number": number,
            "name": project.name,
            "can_edit": permissions.may(reader, "plan.edit", project_scope(view.kept.program, number)),
        }
        for number, project in view.kept.facts.projects.items()
        if view.sees_project(number) or number in view.own_in
    ]


def _rights(reader: Actor, program: int) -> list[str]:
    """What the reader may do somewhere in this program; each row's own project decides again."""
    return [right for right in permissions.RIGHTS if permissions.may_in_program(reader, right, program)]


def _problems(view: View) -> list[Json]:
    return [{"code": row.code, "task": row.task, "message": row.message} for row in view.problems]


def _today(kept: Kept) -> Instant:
    """Now in the organisation's zone; of a past state, the moment it was made."""
    organisation = people_queries.organisation(SYSTEM)
    zone = ZoneInfo(organisation.time_zone) if organisation is not None else dt.UTC
    at = clock.now()
    if kept.as_of is not None:
        entry = journal.entry(kept.program, kept.as_of)
        at = entry.at if entry is not None else at
    return instant(at.astimezone(zone).replace(tzinfo=None))


def _nonworking(kept: Kept) -> list[list[Json]]:
    """Whole days nobody works by the usual calendar, over the plan's span with a month on either side."""
    if kept.analysis.start is None or kept.analysis.finish is None:
        return []
    month = 30 * TICKS_PER_DAY
    spans: list[list[Instant]] = []
    for begins, ends in kept.working_time().idle_days(
        kept.analysis.start - month, kept.analysis.finish + month
    ):
        if spans and spans[-1][1] == begins:
            spans[-1][1] = ends
        else:
            spans.append([begins, ends])
    return [[in_minutes(begins), in_minutes(ends)] for begins, ends in spans]
