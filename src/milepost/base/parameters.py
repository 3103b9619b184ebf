"""What a function takes, said one by one: what doors offer, check and describe."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from milepost.base.unset import UNSET


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its type; one without a default must be said."""

    name: str
    annotation: Any
    default: Any = inspect.Parameter.empty

    @property
    def is_required(self) -> bool:
        return self.default is inspect.Parameter.empty


def parameters_of(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """The keyword parameters of an operation's body or of a query, without the first, which is who asks.

    `**fields: Unpack[TaskFields]` stands for the fields of that typed dictionary, each of which may be left
    out (its default is `UNSET`), so that a list of thirty fields is written once.
    """
    hints = typing.get_type_hints(function, include_extras=True)
    found: list[Parameter] = []
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            found += _unpacked(hints[parameter.name])
        else:
            found.append(Parameter(parameter.name, hints[parameter.name], parameter.default))
    return tuple(found)


def _unpacked(annotation: Any) -> list[Parameter]:
    (kind,) = typing.get_args(annotation)
    hints = typing.get_type_hints(kind, include_extras=True)
    return [
        Parameter(name, hint, *(() if name in kind.__required_keys__ else (UNSET,)))
        for name, hint in hints.items()
    ]
