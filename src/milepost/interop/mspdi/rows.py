"""Tasks, resources and assignments of MS Project XML, one row at a time."""

from __future__ import annotations

from datetime import time
from typing import Any

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import LinkType, ResourceKind
from milepost.interop.exchange.drafts import drafted
from milepost.interop.exchange.values import Assignment, Availability, Baseline, Link, Rate, Resource, Task
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mspdi import children, codes, custom, fields, splits
from milepost.interop.mspdi.children import Child
from milepost.interop.mspdi.rules import Nested, Pair, Rules, carried

_task, _link, _assignment = drafted(Task), drafted(Link), drafted(Assignment)
_DAYS = codes.duration_format(7)
_MOST_LINKS_MET = 8192


class Rows:
    """The rows read so far, in the order of the file."""

    def __init__(self, tally: Tally, customs: custom.Definitions) -> None:
        self.tasks: list[Task] = []
        self.resources: list[Resource] = []
        self.assignments: list[Assignment] = []
        self.blanks: list[Pair] = []
        self.segments: dict[int, list[splits.Segments]] = {}
        self._tally = tally
        self._customs = customs
        self._links_met: dict[str, tuple[Link, int]] = {}
        self._outline: list[tuple[int, int]] = []
        nested: dict[str, Nested] = {
            "PredecessorLink": self._link,
            "Baseline": self._baseline,
            "ExtendedAttribute": self._custom,
            "TimephasedData": self._timephased,
        }
        of_resources: dict[str, Nested] = {"Rates": self._rates, "AvailabilityPeriods": self._availability}
        self._task_rules = Rules(fields.TASK, tally, nested)
        self._resource_rules = Rules(fields.RESOURCE, tally, nested | of_resources)
        self._assignment_rules = Rules(fields.ASSIGNMENT, tally, nested)
        self._baseline_rules = Rules(fields.BASELINE, tally)
        self._link_rules = Rules(fields.LINK, tally)
        self._period_rules = Rules(fields.PERIOD, tally)
        self._custom_rules = Rules(fields.CUSTOM, tally)
        self._rate_rules = Rules(fields.RATE, tally)
        self._availability_rules = Rules(fields.AVAILABILITY, tally)

    def task(self, row: list[str]) -> None:
        """Add one task by its children; a blank row is carried, so that it comes back in its place.

        Raises: NotPlain, having added nothing.
        """
        values, pairs = self._task_rules.read(row)
        if values.pop("is_null", False):
            self.blanks.append(("Task/", f"<Task>{''.join(f'<{child}>' for child in row)}</Task>"))
            return
        if "uid" not in values:
            self._tally.problem("unreadable_value", None, "A task without an id is left out.")
            self._tally.drop("Task", "it has no id")
            return
        values.pop("periods", None)
        self._complete_task(values)
        self.tasks.append(_task(carried=tuple(pairs), **values))

    def _complete_task(self, values: dict[str, Any]) -> None:
        level = values.setdefault("outline_level", 1)
        outline = self._outline
        while outline and outline[-1][0] >= level:
            outline.pop()
        if outline:
            values["parent"] = outline[-1][1]
        outline.append((level, values["uid"]))
        shown = values.pop("duration_format", _DAYS)
        values["duration_unit"] = shown.unit
        values["is_elapsed"] = shown.is_elapsed

    def resource(self, row: list[str]) -> None:
        """Add one resource with its rates and availability.

        Raises: NotPlain, having added nothing.
        """
        values, pairs = self._resource_rules.read(row)
        if "uid" not in values:
            self._tally.drop("Resource", "it has no id")
            return
        if values.pop("is_null", False) and not values.get("name"):
            pairs.append(("IsNull", "1"))
        kind = codes.RESOURCE_TYPES.get(values.pop("type", 1), "work")
        if values.pop("is_cost", False):
            kind = "cost"
        values.pop("periods", None)
        now = {
            name: values.pop(name, None) for name in ("cost_per_hour", "overtime_per_hour", "cost_per_use")
        }
        if "rates" not in values and any(price is not None for price in now.values()):
            values["rates"] = (Rate(**now),)
        self.resources.append(Resource(kind=ResourceKind(kind), carried=tuple(pairs), **values))

    def assignment(self, row: list[str]) -> None:
        """Add one assignment; work nobody is named for has no resource.

        Raises: NotPlain, having added nothing.
        """
        values, pairs = self._assignment_rules.read(row)
        if "uid" not in values or "task" not in values:
            self._tally.drop("Assignment", "it has no id or no task")
            return
        resource = values.pop("resource", None)
        contour = values.pop("contour", None)
        periods = values.pop("periods", None)
        stretches = splits.segments(periods, values.get("start"), values.get("finish")) if periods else ()
        self.segments.setdefault(values["task"], []).append(stretches)
        self.assignments.append(
            _assignment(
                resource=None if resource is None or resource < 0 else resource,
                contour=None if contour is None else codes.CONTOURS.get(contour, "flat"),
                carried=tuple(pairs),
                **values,
            )
        )

    def _link(self, child: Child, values: dict[str, Any], _: list[Pair]) -> None:
        before, _end, rest = (child.inside or "").partition("</PredecessorUID>")
        opened, _start, uid = before.rpartition("<PredecessorUID>")
        alike, kept = self._links_met.get(rest, (None, 0))
        if alike is not None and uid.isdecimal() and len(uid) < 10 and not opened.strip():
            link = _link(
                predecessor=int(uid),
                type=alike.type,
                lag=alike.lag,
                lag_unit=alike.lag_unit,
                unit=alike.unit,
                project=alike.project,
                carried=alike.carried,
            )
            self._tally.kept += kept
            self._tally.carried += len(link.carried)
        else:
            found = self._new_link(child, rest)
            if found is None:
                return
            link = found
        values["predecessors"] = (*values.get("predecessors", ()), link)

    def _new_link(self, child: Child, rest: str) -> Link | None:
        """A link whose type, lag and all but the predecessor's id was not met before: remembered by that."""
        row = _inside(child)
        said, pairs = self._link_rules.read(row)
        if "predecessor" not in said:
            self._tally.drop("PredecessorLink", "it names no predecessor")
            return None
        lag, unit, shown = codes.lag_of(said.get("lag", 0), said.get("lag_format", 7))
        link = Link(
            predecessor=said["predecessor"],
            type=codes.LINK_TYPES.get(said.get("type", 1), LinkType.FINISH_START),
            lag=lag,
            lag_unit=unit,
            unit=shown,
            project=said.get("project") or "" if said.get("is_cross_project") else None,
            carried=tuple(pairs),
        )
        if len(said) + len(pairs) == len(row) and len(self._links_met) < _MOST_LINKS_MET:
            self._links_met[rest] = link, len(said)
        return link

    def _baseline(self, child: Child, values: dict[str, Any], _: list[Pair]) -> None:
        said, pairs = self._baseline_rules.read(_inside(child))
        number = said.pop("number", 0)
        shown = said.pop("duration_format", None)
        unit = shown.unit if shown is not None else None
        values.setdefault("baselines", {})[number] = Baseline(
            duration_unit=unit, carried=tuple(pairs), **said
        )

    def _timephased(self, child: Child, values: dict[str, Any], pairs: list[Pair]) -> None:
        self._carry_whole(child, pairs)
        said, _ = self._period_rules.read(_inside(child))
        starts, ends = said.get("starts"), said.get("ends")
        is_work = said.get("kind") in {splits.REMAINING_WORK, splits.ACTUAL_WORK}
        if not is_work or starts is None or ends is None:
            return
        try:
            work = codes.minutes_of(said["value"]) if "value" in said else None
        except ValueError:
            return
        values.setdefault("periods", []).append(splits.Period(starts, ends, work))

    def _custom(self, child: Child, values: dict[str, Any], pairs: list[Pair]) -> None:
        # The element itself travels too: its list values and formats are written back as they were.
        pairs.append(carried(child))
        said, _ = self._custom_rules.read(_inside(child))
        if "number" in said and "value" in said:
            name, value = self._customs.value(said["number"], said["value"])
            values.setdefault("custom", {})[name] = value

    def _rates(self, child: Child, values: dict[str, Any], pairs: list[Pair]) -> None:
        self._carry_whole(child, pairs)
        values["rates"] = tuple(
            Rate(**self._rate_rules.read(_inside(children.parsed(one)))[0]) for one in _inside(child)
        )

    def _availability(self, child: Child, values: dict[str, Any], pairs: list[Pair]) -> None:
        self._carry_whole(child, pairs)
        periods = (self._availability_rules.read(_inside(children.parsed(one)))[0] for one in _inside(child))
        values["availability"] = tuple(Availability(**({"units": 0} | said)) for said in periods)

    def _carry_whole(self, child: Child, pairs: list[Pair]) -> None:
        pairs.append(carried(child))
        self._tally.kept -= 1
        self._tally.carried += 1


def time_of_day(ticks: int | None) -> time | None:
    """The clock time so many ticks after midnight."""
    if ticks is None:
        return None
    hours, rest = divmod(ticks % TICKS_PER_DAY, TICKS_PER_HOUR)
    return time(hours, rest // 10, rest % 10 * 6)


def _inside(child: Child) -> list[str]:
    return children.split(child.inside or "")
