"""The rights of one actor while he writes one ledger, checked on rows as they are stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from milepost.base import journal, permissions, tables
from milepost.base.identity import ORGANISATION, Actor, Scope, key, program_scope, project_scope
from milepost.base.models import Ledger, Row
from milepost.base.refusal import NotAllowed, NotFound

AnyRow = TypeVar("AnyRow", bound=Row)


class Guard:
    """Refuses what the actor holds no right to; `right` is the one in force."""

    def __init__(self, actor: Actor, ledger: Ledger) -> None:
        self._actor = actor
        self._ledger: int = ledger.pk
        self._program = ledger.program
        self._holds_everywhere = False
        self.right = ""

    def hold(self, right: str) -> None:
        """Work under a right from here on, which the actor must hold somewhere in this ledger.

        Raises: NotAllowed; NotFound where the actor may not know of the program.
        """
        self.right = right
        self._holds_everywhere = permissions.may(self._actor, right, program_scope(self._program))
        if self._holds_everywhere or self._holds_somewhere(right):
            return
        if self._ledger != ORGANISATION and not permissions.may_see_program(self._actor, self._program):
            raise NotFound("There is no such program.")
        if right:
            raise NotAllowed(needs(right))

    def require(self, right: str, scope: Scope) -> None:
        """Refuse unless the actor holds a right on a node. Raises: NotAllowed."""
        if not permissions.may(self._actor, right, scope):
            raise NotAllowed(needs(right))

    def allow(self, rows: Sequence[Row]) -> None:
        """The right in force, on every one of these rows as they now stand in the database.

        Raises: NotAllowed; NotFound for a row the actor may not see.
        """
        if self._holds_everywhere:
            return
        for same in by_table(rows).values():
            projects = tables.projects_of(same)
            for row in same:
                self._allow_one(row, permissions.scope_of(row, self._program, projects[row.pk]))

    def allow_whole(self, rows: Sequence[Row]) -> None:
        """The right in force where these rows stand, and not just on what is the actor's own.

        Raises: NotAllowed.
        """
        if self._holds_everywhere:
            return
        for same in by_table(rows).values():
            projects = tables.projects_of(same)
            for row in same:
                self.require(self.right, permissions.scope_of(row, self._program, projects[row.pk]))

    def allow_new(self, rows: Sequence[Row]) -> None:
        """The right in force, where these rows just made stand.

        Raises: NotAllowed; NotFound for a row made where the actor sees nothing.
        """
        if self._holds_everywhere:
            return
        for same in by_table(rows).values():
            projects = tables.projects_of(same)
            for row in same:
                scope = permissions.scope_of(row, self._program, projects[row.pk])
                if self._sees_something(type(row), scope) and not permissions.may_do(
                    self._actor, self.right, row, scope
                ):
                    raise NotAllowed(needs(self.right))
                self._allow_one(row, scope)

    def allow_fields(self, rows: Sequence[Row], names: Collection[str] | None = None) -> None:
        """Confidential fields are set only by those who may read them.

        `names` are the fields being set; None means those that hold something, of rows just made.
        Raises: NotAllowed.
        """
        if self._actor.is_house:
            return
        for model, same in by_table(rows).items():
            classes = {n: kept for n, kept in model.FIELD_CLASSES.items() if names is None or n in names}
            if classes:
                self._allow_classes(same, classes, only_filled=names is None)

    def see(self, row: AnyRow) -> AnyRow:
        """The row, if the actor may see it. Raises: NotFound."""
        model = type(row)
        if not permissions.visible_to(self._actor, model._default_manager.filter(pk=row.pk)).exists():
            raise NotFound(missing(model, row.number))
        return row

    def told_of_removal(self, model: type[Row], ledger: int, number: int) -> str | None:
        """Who removed a row and when, for somebody who could have seen it; None where there is no telling."""
        if ledger != self._ledger or not 0 < number < 1 << 32:
            return None
        removed = [d for d in journal.history_of(key(ledger, number)) if d.table == tables.name_of(model)]
        if not removed or removed[-1].kind != "-":
            return None
        last = removed[-1]
        scope = program_scope(self._program)
        if last.project is not None and ledger != ORGANISATION:
            scope = project_scope(self._program, last.project)
        entry = journal.entry(ledger, last.seq)
        if entry is None or not permissions.may(self._actor, model.READ_RIGHT, scope):
            return None
        noun = f"{model._meta.verbose_name} {number}".capitalize()
        return f"{noun} was removed by {entry.by} on {entry.at:%d %b at %H:%M} UTC. Undo brings it back."

    def _holds_somewhere(self, right: str) -> bool:
        if self._ledger == ORGANISATION:
            return permissions.may_anywhere(self._actor, right)
        return permissions.may_in_program(self._actor, right, self._program)

    def _sees_something(self, model: type[Row], scope: Scope) -> bool:
        """Might the actor see a row of this table on this node, if only his own?"""
        if scope.kind == "program":
            return permissions.may_in_program(self._actor, model.READ_RIGHT, scope.ledger)
        return permissions.reach(self._actor, model.READ_RIGHT, scope) is not None

    def _allow_one(self, row: Row, scope: Scope) -> None:
        if permissions.may_do(self._actor, self.right, row, scope):
            return
        self.see(row)
        raise NotAllowed(needs(self.right))

    def _allow_classes(self, rows: Sequence[Row], classes: dict[str, str], *, only_filled: bool) -> None:
        projects = tables.projects_of(rows)
        for row in rows:
            scope = permissions.scope_of(row, self._program, projects[row.pk])
            for name, kept in classes.items():
                if only_filled and not getattr(row, tables.columns(type(row))[name].attname):
                    continue
                if not permissions.may_read_class(self._actor, kept, scope):
                    raise NotAllowed(f"'{name}' is confidential ({kept}); you may not set it here.")


def may_move(row: Row, names: Collection[str]) -> bool:
    """Could setting these fields put the row under another project or node?"""
    return type(row).SCOPE.partition("__")[0] in names or permissions.stands_by_its_fields(type(row))


def by_table(rows: Iterable[Row]) -> dict[type[Row], list[Row]]:
    """The rows, those of each table together."""
    found: dict[type[Row], list[Row]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return found


def missing(model: type[Row], number: int) -> str:
    """What is said of a row that is not there, and of one that may not be seen."""
    return f"There is no {model._meta.verbose_name} {number}."


def needs(right: str) -> str:
    """What is said to somebody who lacks a right."""
    return f"That takes the right to {permissions.RIGHTS.get(right, right)}, which you do not hold here."
