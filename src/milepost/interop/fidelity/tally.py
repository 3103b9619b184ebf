"""Counting, while a file is read, what is kept, carried and dropped."""

from __future__ import annotations

from collections import Counter

from milepost.interop.exchange.values import Dropped, Fidelity, FileProblem, Uid

_MOST_PROBLEMS_OF_A_KIND = 200


class Tally:
    """The running account of one reading: values kept and carried, fields dropped by name and reason."""

    def __init__(self) -> None:
        self.kept = 0
        self.carried = 0
        self._dropped: Counter[tuple[str, str]] = Counter()
        self._problems: list[FileProblem] = []
        self._problem_counts: Counter[str] = Counter()

    def drop(self, field: str, because: str, count: int = 1) -> None:
        """Note that a field was not taken over."""
        self._dropped[field, because] += count

    def problem(self, code: str, subject: Uid | None, message: str) -> None:
        """Note something odd; of one kind only the first 200 are told, the rest are counted."""
        self._problem_counts[code] += 1
        if self._problem_counts[code] <= _MOST_PROBLEMS_OF_A_KIND:
            self._problems.append(FileProblem(code=code, subject=subject, message=message))

    def fidelity(self) -> Fidelity:
        """The account so far."""
        dropped = tuple(
            Dropped(field=field, count=count, because=because)
            for (field, because), count in sorted(self._dropped.items())
        )
        return Fidelity(kept=self.kept, carried=self.carried, dropped=dropped)

    def problems(self) -> tuple[FileProblem, ...]:
        """The oddities noted so far, in the order they were met."""
        more = tuple(
            FileProblem(
                code=code, subject=None, message=f"{count - _MOST_PROBLEMS_OF_A_KIND} more of this kind."
            )
            for code, count in self._problem_counts.items()
            if count > _MOST_PROBLEMS_OF_A_KIND
        )
        return tuple(self._problems) + more
