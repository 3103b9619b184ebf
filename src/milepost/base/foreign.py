"""Fields of other tools that Milepost only carries: pairs of the tool's name for the field and its text.

Some of them hold money (what a resource costs, earned value), which the tables keep in fields of a class of
its own. Whoever may not see that may not read it in what is carried either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from milepost.base import permissions
from milepost.base.identity import Actor, Scope

Pairs = Sequence[Sequence[str]]

_MONEY = re.compile(
    r"cost|rate|price|budget|revenue|spend|timephased|^(acwp|bcw[sp]|sv|cv|vac|eac|bac)$|_qty_?value",
    re.IGNORECASE,
)
"""Names of fields that hold money, or may (time-phased values are work or cost); too many do no harm."""


def may_read_money(reader: Actor, scope: Scope) -> bool:
    """Whether somebody sees both what things and what people cost on this node."""
    return all(
        permissions.may_read_class(reader, one, scope)
        for one in (permissions.FieldClass.FINANCE, permissions.FieldClass.PEOPLE_COST)
    )


def without_money(pairs: Iterable[Sequence[str]]) -> Pairs:
    """The fields that hold no money."""
    return [pair for pair in pairs if not _MONEY.search(pair[0])]
