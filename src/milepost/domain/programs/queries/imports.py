"""Projects as the import of a newer version of a file compares them."""

from __future__ import annotations

from typing import Any

from milepost.base import last_said
from milepost.base.identity import Actor, key
from milepost.domain.programs.models import Project
from milepost.domain.programs.queries import programs


def stated(reader: Actor, *, program: int, project: int) -> dict[int, dict[str, Any]]:
    """One project by its number, with every field as the history writes it. Raises: NotFound."""
    programs.project(reader, program=program, project=project)
    return last_said.images(Project._default_manager.filter(pk=key(program, project)))
