"""Numbers for rows of a file that takes only numbers for ids: the file's own where it has them, new ones
else.
"""

from __future__ import annotations

from collections.abc import Iterable

from milepost.interop.exchange.values import Link, Project, Uid


class Numbering:
    """The numbers of one project's tasks, calendars, resources and assignments, and its outline numbers."""

    def __init__(self, project: Project) -> None:
        self._tasks = _numbers(task.uid for task in project.tasks)
        self._calendars = _numbers(calendar.uid for calendar in project.calendars)
        self._resources = _numbers(resource.uid for resource in project.resources)
        self._assignments = _numbers(assignment.uid for assignment in project.assignments)
        self._outline = _outline(project)

    def task(self, uid: Uid) -> int:
        """The number of a task."""
        return self._tasks[uid]

    def calendar(self, uid: Uid) -> int:
        """The number of a calendar."""
        return self._calendars[uid]

    def resource(self, uid: Uid) -> int:
        """The number of a resource."""
        return self._resources[uid]

    def assignment(self, uid: Uid) -> int:
        """The number of an assignment."""
        return self._assignments[uid]

    def predecessor(self, link: Link) -> int:
        """The number of a link's predecessor; one in another file keeps the number it has there."""
        if link.project is not None and isinstance(link.predecessor, int):
            return link.predecessor
        return self._tasks[link.predecessor]

    def outline(self, uid: Uid) -> str:
        """The outline number of a task, 1.2.3."""
        return self._outline[uid]


def _numbers(uids: Iterable[Uid]) -> dict[Uid, int]:
    known = list(uids)
    free = max((uid for uid in known if isinstance(uid, int)), default=0)
    numbers: dict[Uid, int] = {}
    for uid in known:
        if isinstance(uid, int) and uid >= 0:
            numbers[uid] = uid
        else:
            free += 1
            numbers[uid] = free
    return numbers


def _outline(project: Project) -> dict[Uid, str]:
    counts: list[int] = []
    result: dict[Uid, str] = {}
    for task in project.tasks:
        level = task.outline_level
        if level <= 0:
            result[task.uid] = "0"
            continue
        del counts[level:]
        counts += [0] * (level - len(counts))
        counts[level - 1] += 1
        result[task.uid] = ".".join(str(max(1, count)) for count in counts)
    return result
