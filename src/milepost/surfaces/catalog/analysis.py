"""What follows from the plan, and the edits that need to know it, as machines are offered them."""

from __future__ import annotations

from milepost.domain.analysis.operations import baselines, tasks
from milepost.domain.analysis.queries import (
    changes,
    comparison,
    current,
    milestones,
    mine,
    moves,
    quality,
    slack,
    trends,
)
from milepost.surfaces.catalog.entry import Entry, Noun, Operation, Query
from milepost.surfaces.catalog.schedule import BASELINE, TASK

ANALYSIS = Noun(
    "analysis", "analysis", "Where the program stands: headline, projects, problems.", single=True
)
DATES = Noun("task", "dates", "Tasks with what follows for them: dates, floats, drivers, slip.")
MILESTONE = Noun("milestone", "milestones", "Milestones by date.")
PROBLEM = Noun("problem", "problems", "What is odd in the plan.")
FLOATS = Noun("task", "floats", "Every kind of float of a task, and that of each link at it.")
FLOAT_PATH = Noun("path", "float-paths", "The chains of tasks that lead to a date, nearest first.")
PATH = Noun("step", "driving-path", "Why a task, or the headline's date, is when it is.")

CHANGES = Noun("changes", "changes", "What changed since a revision: edits, moves, the finish.", single=True)
COMPARISON = Noun(
    "comparison",
    "comparison",
    "Two states of the plan side by side: revisions, days, baselines.",
    single=True,
)
TREND = Noun("point", "trend", "What the program said at the end of each week.")
MILESTONE_TREND = Noun("milestone", "milestone-trends", "What was planned for each milestone, week by week.")
MOVE = Noun("why-moved", "why-moved", "Why a date moved: its change split by cause and project.", single=True)
QUALITY = Noun(
    "quality", "quality", "How sound the plan is: DCMA's 14 points and further checks.", single=True
)
QUALITY_BY_PROJECT = Noun(
    "project", "quality-by-project", "How sound each project is, beside the whole program."
)
MINE = Noun("task", "my-tasks", "Your open tasks, of every program.", "organisation")

ENTRIES: tuple[Entry, ...] = (
    Query(noun=ANALYSIS, verb="show", run=current.current),
    Query(noun=DATES, verb="list", run=current.planned_tasks),
    Query(noun=DATES, verb="show", run=current.planned_task, example={"task": 412}),
    Query(noun=MILESTONE, verb="list", run=current.milestones),
    Query(noun=PROBLEM, verb="list", run=current.problems, key=""),
    Query(noun=PATH, verb="list", run=current.driving_path, key=""),
    Query(noun=FLOATS, verb="show", run=slack.task_floats, example={"task": 412}),
    Query(noun=FLOAT_PATH, verb="list", run=slack.float_paths, key=""),
    Query(noun=CHANGES, verb="show", run=changes.what_changed, example={"since": 800}),
    Query(
        noun=COMPARISON,
        verb="show",
        run=comparison.compare,
        needs="baseline.read",
        example={"earlier": "baseline-1", "later": "now"},
    ),
    Query(noun=TREND, verb="list", run=trends.trend, key=""),
    Query(noun=MILESTONE_TREND, verb="list", run=milestones.milestone_trends, key=""),
    Query(noun=MOVE, verb="show", run=moves.why_moved, example={"since": 800}),
    Query(noun=QUALITY, verb="show", run=quality.quality),
    Query(noun=QUALITY_BY_PROJECT, verb="list", run=quality.quality_by_project, key=""),
    Query(noun=MINE, verb="list", run=mine.own_tasks, key=""),
    Operation(
        noun=TASK,
        verb="add",
        run=tasks.add,
        example={"name": "Dress rehearsal", "project": 3, "duration": "5d", "predecessors": "411FS"},
    ),
    Operation(noun=TASK, verb="edit", run=tasks.edit, example={"task": 412, "duration": "8d"}),
    Operation(
        noun=TASK,
        verb="edit",
        called="edit-many",
        run=tasks.edit_many,
        example={"edits": [{"task": 412, "duration": "8d"}, {"task": 413, "deadline": "2026-10-21T17:00"}]},
    ),
    Operation(
        noun=TASK,
        verb="paste",
        run=tasks.paste,
        example={
            "project": 3,
            "rows": [
                {"name": "Rehearse", "level": 1},
                {"name": "First run", "level": 2, "duration": "3d", "id": 1},
                {"name": "Second run", "level": 2, "duration": "2d", "predecessors": "1"},
            ],
        },
    ),
    Operation(
        noun=TASK,
        verb="report-progress",
        run=tasks.report,
        example={"task": 412, "actual_start": "2026-09-14T08:00", "remaining": "3d"},
    ),
    Operation(
        noun=BASELINE,
        verb="add",
        run=baselines.set_baseline,
        example={
            "name": "Steering, June",
            "reason": "Corelane's new delivery date",
            "approved_by": "Ida Dahl",
        },
    ),
)
