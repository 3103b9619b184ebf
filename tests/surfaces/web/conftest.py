"""Browsers for the screens: signed in as somebody with a role on a program made for the test."""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from milepost.base.identity import Actor
from tests.builders import Program, a_plan
from tests.domain.accounts.conftest import owner, somebody
from tests.surfaces.access.conftest import SignedIn, _no_tries_remembered, browser_of

__all__ = ["SignedIn", "_no_tries_remembered", "browser_of", "owner", "somebody"]

As = Callable[..., Client]


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.MILEPOST_ATTACHMENTS = tmp_path, tmp_path / "attachments"


@pytest.fixture
def atlas(owner: Actor) -> Program:
    """
    design   5d
    build   10d  after design
    manual   3d  after design
    launch   0d  after build, manual
    """
    return a_plan(
        """
        design  5d
        build  10d  design
        manual  3d  design
        launch  0d  build, manual
        """
    )


@pytest.fixture
def signed_in_as(atlas: Program, browser_of: SignedIn) -> As:
    """A browser of somebody who holds a role on Atlas: `signed_in_as("viewer")`."""

    def sign_in(role: str, *, on: str = "", name: str = "Ana Alonso") -> Client:
        return browser_of(somebody(name, **{role: on or atlas.slug}))

    return sign_in


def text_of(html: bytes) -> str:
    """What a page says, without its tags and with single spaces."""
    shown = re.sub(r"<(script|style|svg|dialog).*?</\1>", " ", html.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html_module.unescape(re.sub(r"<[^>]+>", " ", shown)))
