"""What each project of a plan settles for its tasks: rules, status date, start, calendar."""

from dataclasses import dataclass

from milepost.engine.calendars import Calendars
from milepost.engine.instants import TICKS_PER_DAY, Instant
from milepost.engine.kernels import dates
from milepost.engine.plan import Plan, Project
from milepost.engine.rules import PlanRules


@dataclass(frozen=True, slots=True)
class Setting:
    """One project's answers, its calendar as an address in the compiled ones."""

    index: int
    project: Project
    rules: PlanRules
    status: Instant | None
    calendar: int

    @property
    def holds(self) -> Instant | None:
        """The instant unfinished work may not lie before; None where the status date holds nothing."""
        return self.status if self.rules.holds_at_status else None


def settings(plan: Plan, calendars: Calendars) -> dict[int, Setting]:
    """The settings of every project by its id."""
    first = calendars.address_by_id[plan.calendars[0].id] if plan.calendars else 0
    return {
        project.id: Setting(
            index=index,
            project=project,
            rules=project.rules or plan.rules,
            status=plan.status if project.status is None else project.status,
            calendar=first
            if project.calendar is None
            else calendars.address_by_id.get(project.calendar, first),
        )
        for index, project in enumerate(plan.projects)
    }


def end_of_day(calendars: Calendars, calendar: int, at: Instant) -> Instant:
    """A limit that was given as a day, as the end of that day's work; any other instant as it is.

    Midnight means "the day" where nobody works at midnight. A calendar that works then means it.
    """
    if at % TICKS_PER_DAY or dates.previous_finish(calendars.plain, calendar, at) == at:
        return at
    return dates.previous_finish(calendars.plain, calendar, at + TICKS_PER_DAY)
