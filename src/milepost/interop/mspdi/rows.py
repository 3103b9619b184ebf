"""Tasks, resources and assignments of MS Project XML, one element at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import ConstraintType, EffortType, LinkType, ResourceKind
from milepost.interop.exchange.values import Assignment, Availability, Baseline, Link, Rate, Resource, Task
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mspdi import codes, custom, fields, splits

if TYPE_CHECKING:
    from lxml.etree import _Element

Pair = tuple[str, str]
_Nested = Callable[["_Element", dict[str, Any], list[Pair]], None]


class _Rule:
    """What elements of one name become: a field (`name`) read by `convert`, or, without a name, a pair
    carried along.

    `memory` holds what each text turned out to be, ready for `add`: the same few texts recur in every row,
    and pairs carried by the million must be one object each.
    """

    __slots__ = ("add", "convert", "memory", "name", "nested")

    def __init__(
        self,
        add: Callable[[Any], None],
        name: str | None = None,
        convert: fields.Convert = fields.text,
        nested: _Nested | None = None,
    ) -> None:
        self.add = add
        self.name = name
        self.convert = convert
        self.nested = nested
        self.memory: dict[str | None, Any] = {}


class _Rules:
    """The rules of one kind of row, and the values and pairs of the row being read."""

    def __init__(
        self, table: dict[str, fields.Field], ns: str, nested: dict[str, _Nested] | None = None
    ) -> None:
        self.known: list[tuple[str, Any]] = []
        self.carried: list[Pair] = []
        self.by_tag = {
            f"{ns}{tag}": _Rule(self.known.append, name, convert) for tag, (name, convert) in table.items()
        }
        for tag, handle in (nested or {}).items():
            self.by_tag[f"{ns}{tag}"] = _Rule(self.known.append, nested=handle)

    def carrying(self, tag: str) -> _Rule:
        """A rule for an element nothing uses."""
        rule = self.by_tag[tag] = _Rule(self.carried.append)
        return rule


_MOST_REMEMBERED = 20_000


class Rows:
    """The rows read so far, in the order of the file."""

    def __init__(self, ns: str, tally: Tally, customs: custom.Definitions) -> None:
        self.tasks: list[Task] = []
        self.resources: list[Resource] = []
        self.assignments: list[Assignment] = []
        self.blanks: list[Pair] = []
        self.segments: dict[int, list[splits.Segments]] = {}
        self._ns = ns
        self._tally = tally
        self._customs = customs
        self._outline: list[tuple[int, int]] = []
        nested: dict[str, _Nested] = {
            "PredecessorLink": self._link,
            "Baseline": self._baseline,
            "ExtendedAttribute": self._custom,
            "TimephasedData": self._timephased,
        }
        self._task_rules = _Rules(fields.TASK, ns, nested)
        self._resource_rules = _Rules(fields.RESOURCE, ns, nested)
        self._assignment_rules = _Rules(fields.ASSIGNMENT, ns, nested)
        self._baseline_rules = _Rules(fields.BASELINE, ns)
        self._link_rules = _Rules(fields.LINK, ns)

    def task(self, element: _Element) -> None:
        """Add one task; a blank row is carried, so that it comes back in its place."""
        values, pairs = self._read(element, self._task_rules)
        if values.pop("is_null", False):
            self.blanks.append(carried(element, self._ns))
            return
        if "uid" not in values:
            self._tally.problem("unreadable_value", None, "A task without an id is left out.")
            self._tally.drop("Task", "it has no id")
            return
        values.pop("periods", None)
        self._complete_task(values)
        self.tasks.append(Task(carried=tuple(pairs), **values))

    def _complete_task(self, values: dict[str, Any]) -> None:
        level = values.setdefault("outline_level", 1)
        outline = self._outline
        while outline and outline[-1][0] >= level:
            outline.pop()
        if outline:
            values["parent"] = outline[-1][1]
        outline.append((level, values["uid"]))
        shown = codes.duration_format(values.pop("duration_format", 7))
        values["duration_unit"] = shown.unit
        values["is_elapsed"] = shown.is_elapsed
        kind = values.get("effort_type")
        if kind is not None:
            values["effort_type"] = codes.EFFORT_TYPES.get(kind, EffortType.FIXED_UNITS)
        kind = values.get("constraint")
        if kind is not None:
            values["constraint"] = codes.CONSTRAINT_TYPES.get(kind, ConstraintType.AS_SOON_AS_POSSIBLE)

    def resource(self, element: _Element) -> None:
        """Add one resource with its rates and availability."""
        values, pairs = self._read(element, self._resource_rules)
        if "uid" not in values:
            self._tally.drop("Resource", "it has no id")
            return
        if values.pop("is_null", False) and not values.get("name"):
            pairs.append(("IsNull", "1"))
        kind = (
            "cost"
            if values.pop("is_cost", False)
            else codes.RESOURCE_TYPES.get(values.pop("type", 1), "work")
        )
        values.pop("type", None)
        values.pop("periods", None)
        rates = self._rates(element, values)
        self.resources.append(
            Resource(
                kind=ResourceKind(kind),
                rates=rates,
                availability=self._availability(element),
                carried=tuple(pairs),
                **values,
            )
        )

    def _rates(self, element: _Element, values: dict[str, Any]) -> tuple[Rate, ...]:
        standard, overtime = values.pop("standard_rate", None), values.pop("overtime_rate", None)
        per_use = values.pop("cost_per_use", None)
        ns = self._ns
        tabled = tuple(self._rate(rate) for rate in element.iterfind(f"{ns}Rates/{ns}Rate"))
        if tabled or (standard is None and overtime is None and per_use is None):
            return tabled
        return (
            Rate(cost_per_hour=_amount(standard), overtime_per_hour=_amount(overtime), cost_per_use=per_use),
        )

    def _rate(self, element: _Element) -> Rate:
        table, standard, overtime = (
            self._number(element, name) for name in ("RateTable", "StandardRate", "OvertimeRate")
        )
        per_use = element.findtext(f"{self._ns}CostPerUse")
        return Rate(
            table=int(table or 0),
            starts=self._instant(element, "RatesFrom"),
            ends=self._instant(element, "RatesTo"),
            cost_per_hour=_amount(standard),
            overtime_per_hour=_amount(overtime),
            cost_per_use=codes.money_of(per_use) if per_use else None,
        )

    def _availability(self, element: _Element) -> tuple[Availability, ...]:
        ns = self._ns
        return tuple(
            Availability(
                units=self._number(period, "AvailableUnits") or 0,
                starts=self._instant(period, "AvailableFrom"),
                ends=self._instant(period, "AvailableTo"),
            )
            for period in element.iterfind(f"{ns}AvailabilityPeriods/{ns}AvailabilityPeriod")
        )

    def _number(self, element: _Element, name: str) -> float | None:
        text = element.findtext(f"{self._ns}{name}")
        try:
            return fields.number(text) if text else None
        except ValueError:
            self._tally.drop(name, "its value cannot be read")
            return None

    def _instant(self, element: _Element, name: str) -> int | None:
        text = element.findtext(f"{self._ns}{name}")
        try:
            return codes.instant_of(text) if text else None
        except (ValueError, OverflowError):
            self._tally.drop(name, "its value cannot be read")
            return None

    def assignment(self, element: _Element) -> None:
        """Add one assignment; work nobody is named for has no resource."""
        values, pairs = self._read(element, self._assignment_rules)
        if "uid" not in values or "task" not in values:
            self._tally.drop("Assignment", "it has no id or no task")
            return
        resource = values.pop("resource", None)
        contour = values.pop("contour", None)
        periods = values.pop("periods", None)
        stretches = splits.segments(periods, values.get("start"), values.get("finish")) if periods else ()
        self.segments.setdefault(values["task"], []).append(stretches)
        self.assignments.append(
            Assignment(
                resource=None if resource is None or resource < 0 else resource,
                contour=None if contour is None else codes.CONTOURS.get(contour, "flat"),
                carried=tuple(pairs),
                **values,
            )
        )

    def _read(self, element: _Element, rules: _Rules) -> tuple[dict[str, Any], list[Pair]]:
        """The known values of a row, and the pairs it carries.

        The loop of the whole reader: most texts have been met before, in this field of another row.
        """
        rule_of = rules.by_tag.get
        nested: list[tuple[_Nested, _Element]] = []
        for child in element:
            rule = rule_of(child.tag) or rules.carrying(child.tag)
            found = rule.memory.get(child.text)
            if found is not None:
                rule.add(found)
            elif rule.nested is not None:
                nested.append((rule.nested, child))
            else:
                self._meet(child, rule)
        values, pairs = dict(rules.known), rules.carried.copy()
        rules.known.clear()
        rules.carried.clear()
        self._tally.kept += len(element) - len(pairs)
        self._tally.carried += len(pairs)
        for handle, child in nested:
            handle(child, values, pairs)
        return values, pairs

    def _meet(self, child: _Element, rule: _Rule) -> None:
        """Read a text not met before in this field."""
        if len(rule.memory) > _MOST_REMEMBERED:
            rule.memory.clear()
        text = child.text
        if rule.name is None:
            pair = carried(child, self._ns)
            if text is not None and not len(child):
                rule.memory[text] = pair
            rule.add(pair)
        elif text is not None:
            try:
                found = rule.memory[text] = (rule.name, rule.convert(text))
            except (ValueError, OverflowError):
                self._unreadable(child.tag, text)
            else:
                rule.add(found)

    def _unreadable(self, tag: str, text: str) -> None:
        name = tag[len(self._ns) :]
        self._tally.kept -= 1
        self._tally.drop(name, "its value cannot be read")
        self._tally.problem("unreadable_value", None, f"{name} says {text[:40]!r}, which cannot be read.")

    def _link(self, element: _Element, values: dict[str, Any], _: list[Pair]) -> None:
        said, pairs = self._read(element, self._link_rules)
        if "predecessor" not in said:
            self._tally.drop("PredecessorLink", "it names no predecessor")
            return
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
        values["predecessors"] = (*values.get("predecessors", ()), link)

    def _baseline(self, element: _Element, values: dict[str, Any], _: list[Pair]) -> None:
        said, pairs = self._read(element, self._baseline_rules)
        number = said.pop("number", 0)
        shown = said.pop("duration_format", None)
        unit = codes.duration_format(shown).unit if shown is not None else None
        values.setdefault("baselines", {})[number] = Baseline(
            duration_unit=unit, carried=tuple(pairs), **said
        )

    def _timephased(self, element: _Element, values: dict[str, Any], pairs: list[Pair]) -> None:
        pairs.append(carried(element, self._ns))
        self._tally.kept -= 1
        self._tally.carried += 1
        kind = self._number(element, "Type")
        starts, ends = self._instant(element, "Start"), self._instant(element, "Finish")
        if kind not in {splits.REMAINING_WORK, splits.ACTUAL_WORK} or starts is None or ends is None:
            return
        text = element.findtext(f"{self._ns}Value")
        try:
            work = codes.minutes_of(text) if text else None
        except ValueError:
            return
        values.setdefault("periods", []).append(splits.Period(starts, ends, work))

    def _custom(self, element: _Element, values: dict[str, Any], pairs: list[Pair]) -> None:
        found = self._customs.value(element, self._ns)
        # The element itself travels too: its list values and formats are written back as they were.
        pairs.append(carried(element, self._ns))
        if found is not None:
            values.setdefault("custom", {})[found[0]] = found[1]


def carried(element: _Element, ns: str) -> Pair:
    """An element as it travels along: its text, or its XML where it has children."""
    name = element.tag[len(ns) :] if element.tag.startswith(ns) else element.tag
    if not len(element):
        return name, element.text or ""
    from lxml import etree

    return f"{name}/", etree.tostring(element, encoding="unicode", with_tail=False)


def time_of_day(ticks: int | None) -> time | None:
    """The clock time so many ticks after midnight."""
    if ticks is None:
        return None
    hours, rest = divmod(ticks % TICKS_PER_DAY, TICKS_PER_HOUR)
    return time(hours, rest // 10, rest % 10 * 6)


def _amount(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
