"""What tasks and projects refer to and the plan does not have."""

import numpy as np

from milepost.engine.plan import Plan
from milepost.engine.problems import Problem, ProblemCode
from milepost.engine.stated import UNKNOWN, Stated


def unknown_references(plan: Plan, stated: Stated) -> list[Problem]:
    """One problem for each calendar or project that is asked for in vain."""
    known = {calendar.id for calendar in plan.calendars}
    is_lost = stated.project == UNKNOWN
    has_lost = (stated.calendar != UNKNOWN) & ~np.isin(stated.calendar, list(known))
    problems = []
    for project in plan.projects:
        if project.calendar is not None and project.calendar not in known:
            message = f"Project '{project.name}' asks for calendar {project.calendar}, which does not exist."
            problems.append(Problem(ProblemCode.UNKNOWN_CALENDAR, None, message))
    for place in np.flatnonzero(is_lost | has_lost).tolist():
        task = plan.tasks[place]
        if has_lost[place]:
            message = f"'{task.name}' asks for calendar {task.calendar}, which does not exist."
            problems.append(Problem(ProblemCode.UNKNOWN_CALENDAR, task.id, message))
        if is_lost[place]:
            message = f"'{task.name}' belongs to project {task.project}, which does not exist."
            problems.append(Problem(ProblemCode.UNKNOWN_PROJECT, task.id, message))
    return problems
