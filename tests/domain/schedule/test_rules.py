"""Text typed into cells, ranks, and circles: the pure decisions of the schedule room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.domain.schedule.rows import LinkRow, Units
from milepost.domain.schedule.rules import circles, durations, outline, predecessors
from milepost.domain.schedule.rules.durations import Duration, NotADuration
from milepost.domain.schedule.rules.predecessors import NotAPredecessor, Predecessor

USUAL = Units()
SHORT_DAYS = Units(minutes_per_day=450, minutes_per_week=2250)


@pytest.mark.parametrize(
    ("typed", "ticks", "unit", "is_estimated"),
    [
        ("3d", 3 * 4800, "d", False),
        ("3", 3 * 4800, "d", False),
        ("2w", 10 * 4800, "w", False),
        ("1mo", 20 * 4800, "mo", False),
        ("4h", 2400, "h", False),
        ("90m", 900, "m", False),
        ("5ed", 5 * 14400, "ed", False),
        ("1 ew?", 7 * 14400, "ew", True),
        ("1,5 days", 7200, "d", False),
        ("0d", 0, "d", False),
    ],
)
def test_durations_are_read_as_people_type_them(
    typed: str, ticks: int, unit: str, is_estimated: bool
) -> None:
    assert durations.parse(typed, USUAL) == Duration(ticks, unit, is_estimated)


def test_a_day_is_as_long_as_the_project_says() -> None:
    assert durations.parse("2d", SHORT_DAYS).ticks == 2 * 4500
    assert durations.text(Duration(9000, "d"), SHORT_DAYS) == "2d"


@pytest.mark.parametrize("typed", ["", "soon", "-3d", "3x", "d", "3d4h", "1e400d", "٣d", "99999w"])
def test_what_is_no_duration_is_refused(typed: str) -> None:
    with pytest.raises(NotADuration):
        durations.parse(typed, USUAL)


@given(st.integers(0, 4800 * 900), st.sampled_from(sorted(durations.UNITS)), st.booleans())
def test_a_duration_written_and_read_again_is_nearly_itself(
    ticks: int, unit: str, is_estimated: bool
) -> None:
    duration = Duration(ticks, unit, is_estimated)
    again = durations.parse(durations.text(duration, USUAL), USUAL)

    # Two decimals are shown, so up to half a hundredth of the unit is lost.
    assert abs(again.ticks - ticks) <= durations.unit_ticks(unit, USUAL) * 0.005 + 1
    assert (again.unit, again.is_estimated) == (unit, is_estimated)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", [Predecessor(12)]),
        ("12FS+2d;15SS", [Predecessor(12, "FS", 9600, "d"), Predecessor(15, "SS")]),
        ("T-12ff-1w", [Predecessor(12, "FF", -24000, "w")]),
        ("12FS+50%", [Predecessor(12, "FS", 50, "%")]),
        ("12SF + 3ed", [Predecessor(12, "SF", 3 * 14400, "ed")]),
        ("12, 15SS+1,5d", [Predecessor(12), Predecessor(15, "SS", 7200, "d")]),
        ("12;12SS", [Predecessor(12, "SS")]),
        (" ; ", []),
    ],
)
def test_predecessors_are_read_as_people_type_them(typed: str, read: list[Predecessor]) -> None:
    assert list(predecessors.parse(typed, USUAL)) == read


@pytest.mark.parametrize("typed", ["dig", "12XX", "12FS+", "12FS+2x", "FS", "12FS2d", "1" * 11])
def test_what_is_no_predecessor_is_refused(typed: str) -> None:
    with pytest.raises((NotAPredecessor, NotADuration)):
        predecessors.parse(typed, USUAL)


LINKS = st.builds(
    LinkRow,
    number=st.just(1),
    predecessor=st.integers(1, 10_000),
    successor=st.just(20_000),
    type=st.sampled_from(predecessors.TYPES),
    lag=st.integers(-100, 100).map(lambda days: days * 4800.0),
    lag_unit=st.sampled_from(["d", "w", "h"]),
    version=st.just(1),
)


@given(st.lists(LINKS, max_size=5, unique_by=lambda link: link.predecessor))
def test_the_predecessor_column_reads_back_what_it_writes(links: list[LinkRow]) -> None:
    read = predecessors.parse(predecessors.text(links, USUAL), USUAL)

    assert [(entry.task, entry.type) for entry in read] == [(link.predecessor, link.type) for link in links]
    for entry, link in zip(read, links, strict=True):
        assert abs(entry.lag - link.lag) <= 0.005 * durations.unit_ticks(link.lag_unit, USUAL) + 1


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(1, 5))
def test_ranks_fall_strictly_between_their_neighbours(before: int, gap: int, count: int) -> None:
    ranks = outline.ranks_between(before, before + gap, count)

    if ranks is None:
        assert gap <= count
    else:
        assert sorted({before, *ranks, before + gap}) == [before, *ranks, before + gap]


@given(st.integers(2, 12), st.data())
def test_a_circle_found_is_a_circle_and_none_is_missed(count: int, data: st.DataObject) -> None:
    """Against a plain search over all links, summaries included."""
    parent = {
        task: data.draw(st.one_of(st.none(), st.integers(1, task - 1))) if task > 1 else None
        for task in range(1, count + 1)
    }
    pairs = st.tuples(st.integers(1, count), st.integers(1, count)).filter(lambda pair: pair[0] != pair[1])
    edges = data.draw(st.lists(pairs, max_size=8))
    edges = [edge for edge in edges if circles.own_summary(edge, parent.get) is None]
    found = circles.circle_through(edges, circles.logic(edges, parent))

    assert (found is not None) == _has_circle(edges, parent)
    if found is not None:
        assert found[0] == found[-1]


def _has_circle(edges: list[tuple[int, int]], parent: dict[int, int | None]) -> bool:
    """Links spread to leaves, then a search for a way back."""

    def leaves(task: int) -> set[int]:
        below = [child for child, above in parent.items() if above == task]
        return set().union(*(leaves(child) for child in below)) if below else {task}

    after: dict[int, set[int]] = {}
    for predecessor, successor in edges:
        for leaf in leaves(predecessor):
            after.setdefault(leaf, set()).update(leaves(successor))

    def reaches(start: int, goal: int, seen: set[int]) -> bool:
        return any(
            there == goal or (there not in seen and reaches(there, goal, seen | {there}))
            for there in after.get(start, ())
        )

    return any(reaches(leaf, leaf, {leaf}) for leaf in list(after))
