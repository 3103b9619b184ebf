"""Browsers and programs for attacks."""

from __future__ import annotations

from tests.domain.accounts.conftest import owner, somebody
from tests.surfaces.access.conftest import SignedIn, _no_tries_remembered, browser_of
from tests.surfaces.matrix.conftest import world
from tests.surfaces.web.conftest import As, _own_shelf, atlas, signed_in_as

__all__ = [
    "As",
    "SignedIn",
    "_no_tries_remembered",
    "_own_shelf",
    "atlas",
    "browser_of",
    "owner",
    "signed_in_as",
    "somebody",
    "world",
]
