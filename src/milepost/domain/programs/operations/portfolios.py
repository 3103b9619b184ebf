"""Portfolios: rows of the organisation's ledger."""

from __future__ import annotations

from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.programs.models import Portfolio, Program


class PortfolioInUse(Refusal):
    """The portfolio still holds programs."""


@operation("programs.add_portfolio", needs="portfolio.edit")
def add(write: Write, *, name: str, purpose: str = "", owner: int | None = None) -> int:
    """Set up a portfolio for programs one person answers for together; gives its number."""
    return write.add(Portfolio, name=name, purpose=purpose, owner=owner).number


@operation("programs.edit_portfolio", needs="portfolio.edit")
def edit(
    write: Write,
    *,
    portfolio: int,
    name: str | Unset = UNSET,
    purpose: str | Unset = UNSET,
    owner: int | Unset | None = UNSET,
) -> None:
    """Rename a portfolio, say what it is for, or hand it to somebody else."""
    write.change(write.lock(Portfolio, portfolio), name=name, purpose=purpose, owner=owner)


@operation("programs.remove_portfolio", needs="portfolio.edit")
def remove(write: Write, *, portfolio: int) -> None:
    """Remove an empty portfolio.

    Raises: PortfolioInUse.
    """
    row = write.lock(Portfolio, portfolio)
    held = Program._default_manager.filter(portfolio=row.pk).count()
    if held:
        raise PortfolioInUse(f"'{row.name}' holds {held} programs. Move them to another portfolio first.")
    write.remove([row])
