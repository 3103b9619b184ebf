"""Amounts of money: exact, with their currency, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

_DIGITS = 15
"""Digits before the point that a column of 19 with 4 decimals holds."""


def _codes(text: str) -> list[str]:
    return text.split()


_DECIMALS_UNLESS_TWO = {
    **dict.fromkeys(_codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"), 0),
    **dict.fromkeys(_codes("BHD IQD JOD KWD LYD OMR TND"), 3),
    **dict.fromkeys(_codes("CLF UYW"), 4),
}
CURRENCIES = frozenset(
    _codes(
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
        CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
        GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
        KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
        NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
        SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW
        UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
        """
    )
)
"""The currencies of ISO 4217 that are in use."""


class NotMoney(ValueError):
    """Text that is no amount, or a code that is no currency."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in one currency; amounts of different currencies do not add up.

    Raises: NotMoney for NaN, infinity, more than 15 digits before the point, or an unknown currency.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise NotMoney(f"{self.currency!r} is not a currency of ISO 4217.")
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise NotMoney(f"{self.amount!r} is not an amount.")
        if self.amount.adjusted() >= _DIGITS:
            raise NotMoney("That amount is too large.")

    @classmethod
    def read(cls, text: str, currency: str) -> Money:
        """An amount from plain digits with a point ("1234.50"). Raises: NotMoney."""
        if not isinstance(text, str) or len(text) > 40 or not text.isascii():
            raise NotMoney("An amount is written with digits and a point.")
        try:
            return cls(Decimal(text.strip()), currency)
        except InvalidOperation:
            raise NotMoney(f"{text!r} is not an amount.") from None

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in a currency."""
        return cls(Decimal(0), currency)

    @property
    def decimals(self) -> int:
        """How many decimals the currency is paid in."""
        return _DECIMALS_UNLESS_TWO.get(self.currency, 2)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __str__(self) -> str:
        return f"{self.rounded().amount} {self.currency}"

    def rounded(self) -> Money:
        """To what can be paid, half to even. Rounding is done once, where a document states a total."""
        return Money(self.amount.quantize(self._unit, rounding=ROUND_HALF_EVEN), self.currency)

    def shared(self, weights: Sequence[int | Decimal]) -> list[Money]:
        """Payable parts in proportion to the weights that add up to exactly this amount, rounded.

        What rounding leaves over goes to the parts that lost most by it (largest remainder), earlier ones
        first.
        """
        whole = sum((Decimal(weight) for weight in weights), Decimal(0))
        if not weights or whole <= 0 or any(weight < 0 for weight in weights):
            raise ValueError("sharing needs weights that are not negative and not all zero")
        units = int(self.rounded().amount / self._unit)
        exact = [Decimal(weight) * abs(units) / whole for weight in weights]
        parts = [int(part) for part in exact]
        by_loss = sorted(range(len(exact)), key=lambda at: (parts[at] - exact[at], at))
        for at in by_loss[: abs(units) - sum(parts)]:
            parts[at] += 1
        sign = -1 if units < 0 else 1
        return [Money(sign * part * self._unit, self.currency) for part in parts]

    def at_rate(self, rate: Decimal, currency: str) -> Money:
        """The same worth in another currency at a rate, unrounded."""
        if not rate.is_finite() or rate <= 0:
            raise NotMoney(f"{rate} is not a rate of exchange.")
        return Money(self.amount * rate, currency)

    @property
    def _unit(self) -> Decimal:
        return Decimal(1).scaleb(-self.decimals)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up; convert one first")
        return other.amount


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts of one currency; nothing of it when there are none."""
    whole = Money.zero(currency)
    for amount in amounts:
        whole += amount
    return whole
