"""A Milepost served in a process of its own, for tests of what only a running one shows."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

_MOVE_IN = """
from milepost.surfaces.cli import house
house.settings(); house.prepare()
from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.operation import Acting
from milepost.domain.accounts.operations import organisation
organisation.found(Acting(SYSTEM, ORGANISATION), name="Olga Owner", email="olga@nordhaven.example")
"""


@dataclass
class Served:
    """Where it is, the folder it keeps everything in, and a token that may do everything."""

    address: str
    data: Path
    token: str
    process: subprocess.Popen[bytes]

    def request(self, method: str, path: str, *, body: Any = None, **headers: str) -> httpx.Response:
        """One request of the REST door; a write overwrites whatever is there."""
        sent = {"Authorization": f"Bearer {self.token}", "If-Match": "*", **headers}
        return httpx.request(method, f"{self.address}/api/v1/{path}", json=body, headers=sent, timeout=30)

    def upload(self, name: str, content: bytes) -> httpx.Response:
        """A plan file sent as it is, under a name."""
        return httpx.post(
            f"{self.address}/api/v1/uploads:file",
            params={"name": name},
            content=content,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=120,
        )

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command line on this machine's database, as its owner."""
        return command(self.data, *arguments, MILEPOST_AS="olga@nordhaven.example")


def command(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`milepost …` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "milepost", *arguments],
        env=environment(data) | more,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def environment(data: Path) -> dict[str, str]:
    """A process's environment without what tests set for themselves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MILEPOST"))}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"MILEPOST_DATA": str(data), "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


@contextmanager
def served(data: Path, **more: str) -> Iterator[Served]:
    """Serve a new Milepost with an owner from `data` until the block ends; `more` is for its environment."""
    told = environment(data) | more
    subprocess.run([sys.executable, "-c", _MOVE_IN], env=told, check=True, timeout=120)
    made = command(data, "token", "make", "--name", "Test", "--json", *_scopes(), **more)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "milepost", "serve", "--port", str(port)],
        env=told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    house = Served(f"http://127.0.0.1:{port}", data, json.loads(made.stdout)["secret"], process)
    try:
        wait_until_ready(house)
        yield house
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_until_ready(house: Served) -> None:
    """Until it answers, a minute at most: the machine may be busy with other tests."""
    until = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{house.address}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        assert house.process.poll() is None, "the server ended before it answered"
        assert time.monotonic() < until, "the server does not answer"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _scopes() -> list[str]:
    scopes = ("read", "plan", "progress", "programs", "decide", "people")
    return [word for scope in scopes for word in ("--scope", scope)]
