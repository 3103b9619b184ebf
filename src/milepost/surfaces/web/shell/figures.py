"""A figure opened beside its page: "why is this 0.87?" """

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure is, its value, how it is worked out and from what.

    `close` is the address of the page without it, `note` says as of when it was read. Where it was held
    against a limit, `verdict` is `pass`, `fail`, `report` or `unknown`, with its `word`.
    """

    title: str
    value: str
    formula: str
    inputs: tuple[tuple[str, str], ...]
    close: str
    note: str = ""
    verdict: str = ""
    word: str = ""
