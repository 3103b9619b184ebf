"""Money is exact, keeps its currency, and shares add up to the whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.base.money import Money, NotMoney, total


def eur(amount: str) -> Money:
    return Money.read(amount, "EUR")


def test_a_third_each_adds_up_to_the_whole() -> None:
    assert [str(part) for part in eur("100").shared([1, 1, 1])] == ["33.34 EUR", "33.33 EUR", "33.33 EUR"]
    assert [str(part) for part in eur("-0.05").shared([1, 1])] == ["-0.03 EUR", "-0.02 EUR"]
    assert [str(part) for part in Money.read("100", "JPY").shared([1, 2])] == ["33 JPY", "67 JPY"]


@given(
    cents=st.integers(-(10**9), 10**9),
    weights=st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any),
)
def test_shares_always_add_up_and_are_within_a_cent_of_exact(cents: int, weights: list[int]) -> None:
    whole = Money(Decimal(cents) / 100, "EUR")

    parts = whole.shared(weights)

    assert total(parts, "EUR") == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.amount - whole.amount * weight / sum(weights)) < Decimal("0.01")


def test_rounding_is_half_to_even_in_the_currencys_own_decimals() -> None:
    assert str(eur("2.345")) == "2.34 EUR"
    assert str(eur("2.355")) == "2.36 EUR"
    assert str(Money.read("1.0005", "KWD")) == "1.000 KWD"
    assert str(Money.read("2.5", "JPY")) == "2 JPY"


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        eur("1") + Money.read("1", "USD")
    assert str(eur("100").at_rate(Decimal("1.08"), "USD")) == "108.00 USD"
    for rate in ("0", "-1", "NaN", "Infinity"):
        with pytest.raises(NotMoney):
            eur("1").at_rate(Decimal(rate), "USD")


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "1e400", "1,5", "", "٣", "0x10", "9" * 16, "1" * 50, "--1"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotMoney):
        eur(text)


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(NotMoney):
        Money.read("1", "EURO")
