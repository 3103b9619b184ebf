"""An exchange as MS Project XML, in the order of the schema; what was carried goes back where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from milepost.base.documents.sources import Unreadable
from milepost.engine.instants import TICKS_PER_MINUTE
from milepost.interop.exchange.values import (
    Exchange,
    Project,
)
from milepost.interop.mspdi import codes, numbers, order, write_rows
from milepost.interop.mspdi.numbering import Numbering
from milepost.interop.mspdi.pieces import Piece, carried, element, escaped, line
from milepost.interop.mspdi.write_calendars import calendar

NAMESPACE = "http://schemas.microsoft.com/project"
SAVE_VERSION = "14"

_PROJECT_RANKS = order.ranks(order.PROJECT)


def write(exchange: Exchange) -> bytes:
    """The file, UTF-8.

    Raises: Unreadable, when the exchange holds several projects: this format holds one.
    """
    if len(exchange.projects) != 1:
        count = len(exchange.projects)
        raise Unreadable(f"An MS Project file holds one project, this plan has {count}; choose one of them.")
    project = exchange.projects[0]
    numbering = Numbering(project)
    from_mspdi = exchange.own_format == "mspdi"
    return "".join(_project(project, numbering, is_own=from_mspdi)).encode("utf-8")


def _project(project: Project, numbering: Numbering, *, is_own: bool) -> Iterator[str]:
    """The document piece by piece: settings, carried elements and tables, in order."""
    # Settings of other formats under names of their own do not belong here.
    kept = [pair for pair in project.carried if is_own and pair[0] != "Task/"]
    settings = carried(kept, _PROJECT_RANKS)
    settings += _settings(project, numbering, but={name for name, _ in kept})
    if not any(name.rstrip("/") == "ExtendedAttributes" for name, _ in kept):
        settings.append((_PROJECT_RANKS["ExtendedAttributes"], _definitions(project)))
    blanks = [text for name, text in project.carried if name == "Task/"]
    tables: list[tuple[str, Callable[[], Iterable[str]]]] = [
        ("Calendars", lambda: (calendar(one, numbering) for one in project.calendars)),
        ("Tasks", lambda: _tasks(project, numbering, blanks)),
        ("Resources", lambda: (write_rows.resource_row(one, numbering) for one in project.resources)),
        ("Assignments", lambda: (write_rows.assignment_row(one, numbering) for one in project.assignments)),
    ]
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield f'<Project xmlns="{NAMESPACE}">\n'
    yield from (text for _, text in sorted(settings))
    for name, rows in tables:
        yield f"<{name}>\n"
        yield from rows()
        yield f"</{name}>\n"
    yield "</Project>\n"


def _settings(project: Project, numbering: Numbering, but: set[str]) -> list[Piece]:
    pairs = _setting_pairs(project, numbering)
    return [(_PROJECT_RANKS[name], line(name, text)) for name, text in pairs if name not in but]


def _setting_pairs(project: Project, numbering: Numbering) -> list[tuple[str, str]]:
    """The settings of ours as names and texts; those that say nothing are left out."""
    currency = project.currency or ""
    is_code = len(currency) == 3 and currency.isalpha()
    day = project.minutes_per_day or 480
    stated: list[tuple[str, str | None]] = [
        ("SaveVersion", SAVE_VERSION),
        ("Name", escaped(project.title) if project.title else None),
        ("Title", escaped(project.title) if project.title else None),
        ("ScheduleFromStart", write_rows.flag(not project.from_finish)),
        ("StartDate", None if project.start is None else codes.instant_text(project.start)),
        ("FinishDate", None if project.finish is None else codes.instant_text(project.finish)),
        ("CriticalSlackLimit", write_rows.number(project.rules.critical_limit / TICKS_PER_MINUTE / day)),
        ("CurrencyCode", escaped(currency) if is_code else None),
        ("CurrencySymbol", escaped(currency) if currency and not is_code else None),
        ("CalendarUID", None if project.calendar is None else str(numbering.calendar(project.calendar))),
        ("DefaultStartTime", None if project.default_start is None else project.default_start.isoformat()),
        ("DefaultFinishTime", None if project.default_finish is None else project.default_finish.isoformat()),
        ("MinutesPerDay", write_rows.number(project.minutes_per_day)),
        ("MinutesPerWeek", write_rows.number(project.minutes_per_week)),
        ("DaysPerMonth", write_rows.number(project.days_per_month)),
        ("HonorConstraints", write_rows.flag(project.rules.honor_constraints)),
        ("MultipleCriticalPaths", write_rows.flag(project.rules.multiple_critical_paths)),
        ("StatusDate", None if project.status is None else codes.instant_text(project.status)),
    ]
    return [(name, text) for name, text in stated if text is not None]


def _definitions(project: Project) -> str:
    """Definitions of the user-defined fields in use, for plans that do not come from this format."""
    used = {name for task in project.tasks for name in task.custom}
    known = numbers.by_name(numbers.TASKS)
    lines = []
    for name in sorted(used & known.keys(), key=lambda name: known[name]):
        alias = project.custom_labels.get(name)
        inner = line("FieldID", str(known[name])) + line("FieldName", name)
        lines.append(element("ExtendedAttribute", inner + (line("Alias", escaped(alias)) if alias else "")))
    return element("ExtendedAttributes", "".join(lines))


def _tasks(project: Project, numbering: Numbering, blanks: list[str]) -> Iterator[str]:
    """The tasks in outline order, blank rows between them where they stood."""
    waiting = sorted(((_row_number(text), text) for text in blanks), reverse=True)
    for task in project.tasks:
        while waiting and task.id is not None and waiting[-1][0] < task.id:
            yield carried([("Task/", waiting.pop()[1])], {})[0][1]
        yield write_rows.task_row(task, numbering)
    for _, text in reversed(waiting):
        yield carried([("Task/", text)], {})[0][1]


def _row_number(blank: str) -> int:
    _, _, rest = blank.partition("<ID>")
    number, _, _ = rest.partition("</ID>")
    return int(number) if number.isdigit() else 0
