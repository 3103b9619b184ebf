"""Where every number of a compiled plan stands.

A kernel gets three columns of integers: `calendars`, `net` (what is known before any date is) and `found`
(what is worked out). Each is one flat column of rows, a row's fields next to each other, so that a node's
numbers arrive in the processor's cache together; and a kernel called with three columns instead of sixty
is called quickly and compiles in seconds (measured: named columns in tuples ran ten times slower,
counting references). Rows refer to each other by address: the place of their first field.
"""

from collections.abc import MutableSequence
from typing import TypeAlias

Column: TypeAlias = MutableSequence[int]
"""Integers by position: a list when run plainly, an int64 array when compiled."""

NEVER = -(1 << 62)
"""No such date, among dates of which the latest counts."""
FOREVER = 1 << 62
"""No such date, among dates of which the earliest counts."""

# --- calendars: a row each, then stretches of work, then the two indexes by day and by amount of work.
ORIGIN, HORIZON = 0, 1
"""First instant of a calendar's span and the first after it, whole weeks apart."""
TOTAL, WEEK_WORK = 2, 3
"""Work within the span, and within the week that repeats outside it."""
QUANTUM_BITS = 4
"""One entry of the index by work stands for two to this power: a shift is much quicker than a division."""
BY_DAY, BY_WORK = 5, 6
"""Addresses of the two indexes, whose entries are addresses of stretches to begin looking at."""
LAST_STRETCH = 7
LONGEST_IDLE = 8
"""The longest time without work: instants further apart have work between them."""
CALENDAR_WIDTH = 9

STRETCH_START, STRETCH_END, DONE_BEFORE = 0, 1, 2
"""A stretch of work: its two instants, and the calendar's work before it."""
STRETCH_WIDTH = 3

# --- net: a row for each node in topological order, then links by successor, then the rest.
# What every pass asks of a node, or of a node's neighbour, stands first: that much comes in one piece.
KIND = 0
CALENDAR = 1
"""Address of the calendar that measures floats."""
SPAN = 2
"""The duration to schedule."""
IS_SIMPLE = 3
"""Whether the node moves where logic lets it, works on one calendar only, and nothing odd is stated about it.

Most are so. Such a node is placed by amounts of work on its calendar, which cost less than instants.
"""
PROJECT = 4
"""Address of the project's row in `found`."""
COUNTS = 5
"""Whether the node counts for its project's finish."""
EARLIEST, EARLIEST_FINISH = 6, 7
"""Bounds of the forward pass; the dates themselves of a node that is fixed."""
FINISH_FLOOR = 8
"""The start below which an arriving finish does not pull."""
LATEST_START, LATEST_FINISH, HELD_FINISH = 9, 10, 11
"""Bounds of the backward pass, the last of them even against logic."""
HAS_OWN_FINISH, FLOAT_KIND, FREE_UP_TO = 12, 13, 14
"""Where late dates begin, and what free float is, when nothing follows; how total float is measured."""
TO_PROJECT_END, TO_TOTAL_FLOAT, TO_NOTHING = 0, 1, 2
"""Free float where nothing follows, by `FREE_UP_TO`; with `TO_NOTHING` there is none, whatever follows."""
HAS_STARTED = 15
WORK_CALENDAR, SPAN_CALENDAR = 16, 17
"""Addresses of the calendars that say when work can happen and count the span."""
PULLED_TO = 18
"""The latest start, even against logic."""
DELAY = 19
"""Elapsed time after logic lets the node start."""
STAYS = 20
"""Whether the node may stand at an end of work rather than at the next start."""
EXPECTED = 21
"""The finish that overrules the span."""
STARTS_LATE = 22
"""Whether the late date of a start milestone stays at a start of work."""
IS_LATE = 23
RESUMES = 24
"""Where a started task's fixed dates stand: the instant its work goes on, which its predecessors keep to."""
STATED_FIELDS = 25
"""So many fields come from the plan; the addresses that follow are the compiler's."""
IN_FIRST, IN_BEYOND = 25, 26
"""Addresses of the node's links from predecessors, the second one past the last."""
OUT_FIRST, OUT_BEYOND = 27, 28
"""Addresses of the entries that hold the addresses of its links to successors."""
PART_FIRST, PART_BEYOND = 29, 30
"""Addresses of the parts of a node that several calendars work on."""
NODE_WIDTH = 31

LINK_FROM, LINK_TO = 0, 1
"""The two nodes, by number."""
LINK_TYPE, LAG, LAG_CALENDAR, ROLE = 2, 3, 4, 5
FINDING = 6
"""Address of the link's row in `found`."""
LINK_WIDTH = 7

PART_CALENDAR, PART_SPAN = 0, 1
PART_WIDTH = 2

# --- found: a row for each node, then for each project, then for each link.
EARLY_START, EARLY_FINISH = 0, 1
START, FINISH = 2, 3
"""The early dates, but for tasks as late as possible."""
LATE_START, LATE_FINISH = 4, 5
TOTAL_FLOAT, FREE_FLOAT = 6, 7
ON_PATH = 8
USED_SPAN = 9
"""The span used, which an expected finish may change."""
START_WORK, FINISH_WORK = 10, 11
LATE_START_WORK, LATE_FINISH_WORK = 12, 13
"""The same instants as work done on the node's calendar: floats are then differences of two numbers."""
FOUND_WIDTH = 14

PROJECT_FINISH = 0
"""The latest finish of the project's nodes."""
TARGET = 1
"""The instant its late dates count back from."""
OPEN_END = 2
"""The instant free float is measured to where nothing follows."""
PROJECT_WIDTH = 3

SLACK, DRIVING = 0, 1
"""How far the predecessor may slip before the link moves its successor; whether the link holds it now."""
FINDING_WIDTH = 2

# --- kinds of node: a task that moves, one with fixed dates, a complete one, hubs of links on summaries.
MOVES, FIXED, COMPLETE, LAST_OF, FIRST_OF = 0, 1, 2, 3, 4

# --- types of link: odd ones leave a start, those from 2 on arrive at a finish.
FINISH_START, START_START, FINISH_FINISH, START_FINISH = 0, 1, 2, 3

# --- roles of a link: hold its successor back, limit its predecessor, count for free float; and whether
# both its ends and its lag are counted on one calendar, whether it leads into a hub.
HOLDS, LIMITS, COUNTS_FOR_FLOAT, ON_ONE_CALENDAR, INTO_HUB = 1, 2, 4, 8, 16

# --- how late "as late as possible" is: to the late dates, or short of delaying anything.
BY_TOTAL_FLOAT, BY_FREE_FLOAT = 1, 2

# --- how total float is measured.
SMALLEST, AT_START, AT_FINISH = 0, 1, 2
