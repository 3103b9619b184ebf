"""What one version of a plan says and another does not, row by row, matched by the file's own ids.

What tools calculate (dates, floats) is left out: it follows from what people state. A newer version of a file
that is in a program already is compared three ways instead, by `load.renewal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from milepost.interop.exchange.document import document
from milepost.interop.exchange.values import Exchange, Uid

_CALCULATED = {
    *("start", "finish", "early_start", "early_finish", "late_start", "late_finish"),
    *("total_float_minutes", "free_float_minutes", "is_critical", "id"),
}
_ROWS = (
    ("task", "tasks"),
    ("resource", "resources"),
    ("assignment", "assignments"),
    ("calendar", "calendars"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `kind` is `task_added`, `task_removed`, `task_changed`, `link_added`, … and
    `project_changed`.

    `field` is the changed field, for links the predecessor's id; values are those `milepost read` prints.
    """

    kind: str
    uid: Uid | None
    field: str | None
    before: Any
    after: Any


def changes(before: Exchange, after: Exchange) -> list[Change]:
    """The differences in the order of the newer file, removed rows last of their kind.

    Projects are matched by id, else by place.
    """
    found: list[Change] = []
    ours, theirs = document(before)["projects"], document(after)["projects"]
    by_uid = {project["uid"]: project for project in ours}
    for place, project in enumerate(theirs):
        old = by_uid.get(project["uid"]) or (ours[place] if place < len(ours) else None)
        if old is None:
            found.append(Change("project_added", project["uid"], None, None, project["title"]))
        else:
            found += _of_project(old, project)
    return found


def _of_project(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    rows = {noun for _, noun in _ROWS}
    for field in new.keys() - rows - _CALCULATED - {"uid", "rules", "custom_labels"}:
        if old[field] != new[field]:
            yield Change("project_changed", new["uid"], field, old[field], new[field])
    if old["start"] != new["start"]:
        yield Change("project_changed", new["uid"], "start", old["start"], new["start"])
    for noun, key in _ROWS:
        yield from _of_rows(noun, old[key], new[key])


def _of_rows(noun: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Change]:
    before = {row["uid"]: row for row in old}
    after = {row["uid"]: row for row in new}
    for uid, row in after.items():
        if uid not in before:
            yield Change(f"{noun}_added", uid, None, None, row.get("name"))
        else:
            yield from _of_row(noun, before[uid], row)
    for uid, row in before.items():
        if uid not in after:
            yield Change(f"{noun}_removed", uid, None, row.get("name"), None)


def _of_row(noun: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    # A manual task's dates are stated, not calculated.
    calculated = set() if new.get("is_manual") else _CALCULATED
    for field, value in new.items():
        if field in calculated or field == "predecessors" or old[field] == value:
            continue
        yield Change(f"{noun}_changed", new["uid"], field, old[field], value)
    if noun == "task":
        yield from _of_links(new["uid"], old["predecessors"], new["predecessors"])


def _of_links(uid: Uid, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Change]:
    before = {link["uid"]: link for link in old}
    after = {link["uid"]: link for link in new}
    for predecessor, link in after.items():
        if predecessor not in before:
            yield Change("link_added", uid, str(predecessor), None, _told(link))
        elif link != before[predecessor]:
            yield Change("link_changed", uid, str(predecessor), _told(before[predecessor]), _told(link))
    for predecessor, link in before.items():
        if predecessor not in after:
            yield Change("link_removed", uid, str(predecessor), _told(link), None)


def _told(link: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in link.items() if name != "uid"}
