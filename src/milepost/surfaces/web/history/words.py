"""What tables, fields and operations are called where history is read by people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

NOUNS: Mapping[str, tuple[str, str]] = {
    "programs.program": ("program", "programs"),
    "programs.project": ("project", "projects"),
    "programs.portfolio": ("portfolio", "portfolios"),
    "programs.brief": ("brief", "briefs"),
    "programs.scopestatement": ("scope statement", "scope statements"),
    "programs.edition": ("edition", "editions"),
    "programs.objective": ("objective", "objectives"),
    "programs.deliverable": ("deliverable", "deliverables"),
    "programs.successcriterion": ("success criterion", "success criteria"),
    "programs.keydate": ("key date", "key dates"),
    "schedule.task": ("task", "tasks"),
    "schedule.link": ("link", "links"),
    "schedule.calendar": ("calendar", "calendars"),
    "schedule.calendarexception": ("day that differs", "days that differ"),
    "schedule.workweek": ("work week", "work weeks"),
    "schedule.baseline": ("baseline", "baselines"),
    "schedule.baselinetask": ("baseline date", "baseline dates"),
    "schedule.customfield": ("custom field", "custom fields"),
    "resources.resource": ("resource", "resources"),
    "resources.assignment": ("assignment", "assignments"),
    "resources.rate": ("rate", "rates"),
}

FIELDS: Mapping[str, object] = {
    "name": _("name"),
    "title": _("title"),
    "duration": _("duration"),
    "duration_unit": _("unit"),
    "start": _("start"),
    "finish_by": _("promised finish"),
    "constraint": _("constraint"),
    "constraint_date": _("constraint date"),
    "deadline": _("deadline"),
    "actual_start": _("actual start"),
    "actual_finish": _("actual finish"),
    "remaining": _("remaining"),
    "percent_complete": _("share done"),
    "is_milestone": _("milestone"),
    "is_manual": _("dates set by hand"),
    "is_active": _("active"),
    "manual_start": _("start by hand"),
    "manual_finish": _("finish by hand"),
    "priority": _("priority"),
    "notes": _("notes"),
    "parent": _("parent"),
    "rank": _("place"),
    "project": _("project"),
    "owner": _("owner"),
    "manager": _("manager"),
    "lag": _("lag"),
    "type": _("kind of link"),
    "predecessor": _("predecessor"),
    "successor": _("successor"),
    "calendar": _("calendar"),
    "week": _("week"),
    "stage": _("stage"),
    "status": _("status date"),
    "due_on": _("due"),
    "vision": _("vision"),
    "background": _("background"),
    "outcome": _("outcome"),
    "approach": _("approach"),
    "included": _("in scope"),
    "excluded": _("out of scope"),
    "assumptions": _("assumptions"),
    "limits": _("constraints"),
    "units": _("units"),
    "finish": _("finish"),
    "predecessors": _("predecessors"),
    "people": _("people"),
    "critical": _("critical"),
}

INNER = frozenset({"rank", "extras", "carried", "external_uid", "content_hash", "is_estimated"})
"""Fields people never see by name; a change of nothing else is told as a move."""

INSTANT, LENGTH = "_tick", "_ticks"
"""How the names of columns end that hold planned instants and working time."""

DOORS: Mapping[str, object] = {
    "api": _("through the API"),
    "cli": _("on the command line"),
    "mcp": _("through an assistant"),
    "job": _("in the background"),
    "file": _("from a file"),
}


def noun(table: str, rows: int) -> str:
    """The word for that many rows of a table."""
    one, many = NOUNS.get(table, ("row", "rows"))
    return ngettext(one, many, rows)


def field(name: str) -> str:
    """The word for a field."""
    plain = name.removesuffix(LENGTH).removesuffix(INSTANT)
    return str(FIELDS.get(plain, plain.removesuffix("_on").replace("_", " ")))
