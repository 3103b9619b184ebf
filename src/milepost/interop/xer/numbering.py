"""Numbers for the rows of a P6 file: the file's own where it came from P6, new ones for other plans.

P6 numbers nodes of the breakdown and activities separately, and every number is unique in the whole file.
"""

from __future__ import annotations

from milepost.interop.exchange.values import Exchange, Link, Task, Uid

_Key = tuple[int, str, Uid]


class Numbering:
    """The numbers of one file. `place` is a project's place in the exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self.is_own = exchange.own_format == "xer"
        self._numbers: dict[_Key, int] = {}
        self._roots: dict[int, int] = {}
        self._nodes: set[tuple[int, Uid]] = set()
        self._projects: dict[int, int] = {}
        free = 1
        for place, project in enumerate(exchange.projects):
            uid = project.uid
            self._projects[place] = uid if self.is_own and isinstance(uid, int) else place + 1
            self._nodes |= {(place, task.uid) for task in project.tasks if task.is_summary}
            kinds: tuple[tuple[str, list[Uid]], ...] = (
                ("calendar", [row.uid for row in project.calendars]),
                ("task", [row.uid for row in project.tasks]),
                ("resource", [row.uid for row in project.resources]),
                ("assignment", [row.uid for row in project.assignments]),
            )
            for kind, uids in kinds:
                for uid in uids:
                    free = self._number(place, kind, uid, free)
            if self.needs_root(place, any(task.parent is None and task.is_summary for task in project.tasks)):
                self._roots[place] = free
                free += 1

    def _number(self, place: int, kind: str, uid: Uid, free: int) -> int:
        if self.is_own:
            bare = str(uid).removeprefix("wbs-").removeprefix("role-")
            if bare.isdecimal():
                self._numbers[place, kind, uid] = int(bare)
                return max(free, int(bare) + 1)
        self._numbers[place, kind, uid] = free
        return free + 1

    def needs_root(self, place: int, has_top_node: bool | None = None) -> bool:
        """Whether the project needs a node of its own: one from P6 has it among its tasks."""
        if has_top_node is None:
            return place in self._roots
        return not (self.is_own and has_top_node)

    def project(self, place: int) -> int:
        """The number of a project."""
        return self._projects[place]

    def root(self, place: int) -> int:
        """The number of the node made for a project."""
        return self._roots[place]

    def is_node(self, place: int, task: Task) -> bool:
        """Whether a task is a node of the breakdown."""
        return (place, task.uid) in self._nodes

    def node(self, place: int, uid: Uid | None) -> int:
        """The number of a node; the project's where there is none."""
        if uid is not None and (place, uid) in self._nodes:
            return self._numbers[place, "task", uid]
        return self._roots.get(place, 0)

    def task(self, place: int, uid: Uid) -> int:
        """The number of an activity."""
        return self._numbers[place, "task", uid]

    def calendar(self, place: int, uid: Uid) -> int:
        """The number of a calendar."""
        return self._numbers[place, "calendar", uid]

    def resource(self, place: int, uid: Uid) -> int:
        """The number of a resource."""
        return self._numbers[place, "resource", uid]

    def assignment(self, place: int, uid: Uid) -> int:
        """The number of an assignment."""
        return self._numbers[place, "assignment", uid]

    def link_ends(self, place: int, task: Task, link: Link) -> tuple[int, int] | None:
        """The numbers of a link's predecessor and successor; None where P6 has no such link: at a node."""
        if self.is_node(place, task):
            return None
        if link.project is not None:
            return (
                (link.predecessor, self.task(place, task.uid)) if isinstance(link.predecessor, int) else None
            )
        if (place, link.predecessor) in self._nodes:
            return None
        return self.task(place, link.predecessor), self.task(place, task.uid)
