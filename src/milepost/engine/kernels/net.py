"""The network as columns, and the columns a calculation fills.

Nodes are numbered in topological order, so a pass is a loop; links are sorted by successor, and
`out_link` lists them again by predecessor. Besides the tasks there are hubs, one for each link that
joins two summaries: nodes without length that gather one side's dates and hand them to the other.
"""

from typing import NamedTuple

from milepost.engine.kernels.dates import Column

NEVER = -(1 << 62)
"""No such date, among dates of which the latest counts."""
FOREVER = 1 << 62
"""No such date, among dates of which the earliest counts."""

# Kinds of node.
MOVES, FIXED, COMPLETE, LAST_OF, FIRST_OF = 0, 1, 2, 3, 4

# Types of link. Odd ones leave a start, those from 2 on arrive at a finish.
FINISH_START, START_START, FINISH_FINISH, START_FINISH = 0, 1, 2, 3

# What a link does: hold its successor back, limit its predecessor, count for free float.
HOLDS, LIMITS, COUNTS = 1, 2, 4

# How late "as late as possible" is: to the late dates, or short of delaying anything.
BY_TOTAL_FLOAT, BY_FREE_FLOAT = 1, 2

# How total float is measured.
SMALLEST, AT_START, AT_FINISH = 0, 1, 2


class Net(NamedTuple):
    """What is known before any date is.

    Per node: its `kind`; `calendar` (floats), `work_calendar` (where work happens) and `span_calendar`
    (round the clock for elapsed durations); `span` to schedule; bounds of the forward pass `earliest`,
    `earliest_finish`, `pulled_to` (beats logic), `finish_floor` (what an arriving finish may not pull
    below); `delay` (elapsed) after logic; `stays` at an end of work; `expected` finish; bounds of the
    backward pass `latest_start`, `latest_finish`, `held_finish` (beats logic); `starts_late` keeps the
    late date of a start milestone at the start of work; `is_late` (as late as possible); `has_started`;
    `project`; `counts` for its project's finish; `float_kind`, `is_open_ended_by_total`,
    `has_own_finish`. For a fixed node `earliest` and `earliest_finish` are its dates.

    Nodes that several calendars work on have parts: `part_first`, `part_calendar`, `part_span`.
    """

    kind: Column
    calendar: Column
    work_calendar: Column
    span_calendar: Column
    span: Column
    earliest: Column
    earliest_finish: Column
    pulled_to: Column
    finish_floor: Column
    delay: Column
    stays: Column
    expected: Column
    latest_start: Column
    latest_finish: Column
    held_finish: Column
    starts_late: Column
    is_late: Column
    has_started: Column
    project: Column
    counts: Column
    float_kind: Column
    open_end_is_total: Column
    has_own_finish: Column
    part_first: Column
    part_calendar: Column
    part_span: Column
    in_first: Column
    link_from: Column
    link_to: Column
    link_type: Column
    link_lag: Column
    link_calendar: Column
    link_role: Column
    out_first: Column
    out_link: Column


class Found(NamedTuple):
    """What a calculation finds.

    Per node the dates, where `start` and `finish` are the early ones but for tasks as late as possible;
    `done_span` is the span used, which an expected finish may change. Per link its `slack` (working
    ticks of the predecessor) and whether it is `driving`. Per project its latest `finish_by_project` and
    the `target` late dates count back from, and the `open_end` free float is measured to where nothing
    follows.
    """

    early_start: Column
    early_finish: Column
    start: Column
    finish: Column
    late_start: Column
    late_finish: Column
    total_float: Column
    free_float: Column
    on_path: Column
    used_span: Column
    slack: Column
    driving: Column
    finish_by_project: Column
    target: Column
    open_end: Column


NODE_COLUMNS = Found._fields[:10]
LINK_COLUMNS = Found._fields[10:12]
PROJECT_COLUMNS = Found._fields[12:]
