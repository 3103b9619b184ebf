"""The promises of the catalogue as a whole."""

from __future__ import annotations

import inspect
import pkgutil
from collections import Counter
from importlib import import_module
from typing import Any

import pytest

from milepost import domain
from milepost.base.operation import OPERATIONS
from milepost.surfaces.catalog import forms, index
from milepost.surfaces.catalog.entry import Operation
from milepost.surfaces.catalog.offers import Offer, example_of

OFFERS = index.offers()


def code(offer: Offer) -> str:
    return offer.entry.code


def operations_of_the_house() -> set[str]:
    """Every operation there is, those of modules nobody has imported yet too."""
    for module in pkgutil.walk_packages(domain.__path__, "milepost.domain."):
        if ".operations" in module.name:
            import_module(module.name)
    return {name for name, spec in OPERATIONS.items() if spec.body.__module__.startswith("milepost.")}


def test_every_operation_is_offered_or_says_why_not() -> None:
    offered = {entry.run.spec.name for entry in index.ENTRIES if isinstance(entry, Operation)}
    ours = operations_of_the_house()

    assert ours - offered == index.NOT_OFFERED.keys()
    assert not offered & index.NOT_OFFERED.keys()


def test_addresses_and_names_are_told_apart() -> None:
    addresses = Counter((offer.address.method, offer.address.path) for offer in OFFERS)
    names = Counter(offer.entry.code for offer in OFFERS)

    assert [address for address, count in addresses.items() if count > 1] == []
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("offer", OFFERS, ids=code)
def test_an_entry_says_what_it_does(offer: Offer) -> None:
    assert offer.sentence.endswith((".", ".)"))


@pytest.mark.parametrize("offer", [offer for offer in OFFERS if offer.is_write], ids=code)
def test_a_write_has_an_example_that_fits(offer: Offer) -> None:
    named, fields = example_of(offer)
    accepted = offer.accepts.model_validate(fields)

    assert forms.taken(offer.fields, accepted).keys() <= offer.takes
    assert (offer.item is None) or offer.item.name in named


@pytest.mark.parametrize("offer", OFFERS, ids=code)
def test_a_parameter_is_named_and_typed(offer: Offer) -> None:
    def untyped(form: Any) -> bool:
        return form is forms.ANYTHING

    assert [field.name for field in offer.fields if untyped(field.form)] == []


@pytest.mark.parametrize(
    "entry", [entry for entry in index.ENTRIES if not isinstance(entry, Operation)], ids=lambda e: e.code
)
def test_a_query_takes_its_reader_first(entry: Any) -> None:
    first = next(iter(inspect.signature(entry.run).parameters))

    assert first in ("reader", "owner")
