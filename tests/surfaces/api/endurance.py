"""A served Milepost killed again and again while it is written to: run as a program by `test_endurance`.

`python -m tests.surfaces.api.endurance COUNT` uses the database at MILEPOST_DATABASE_URL, empty at first, and
prints what happened as one JSON document. The server is the one of `milepost serve`, on a loopback port, in a
process forked after everything is loaded, so that a life costs a fraction of a second. Writers are processes
of their own: they send the next edit once the last was acknowledged, and an edit whose answer never came
again under the same Idempotency-Key.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import django

django.setup(set_prefix=False)

import httpx  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from milepost.base import clock, journal, verification  # noqa: E402
from milepost.base.identity import ORGANISATION, SYSTEM, number_of  # noqa: E402
from milepost.base.models import Ledger  # noqa: E402
from milepost.base.operation import Acting  # noqa: E402
from milepost.domain.accounts.operations import organisation, recognition, tokens  # noqa: E402
from milepost.domain.programs.operations import programs, projects  # noqa: E402
from milepost.domain.schedule.operations import tasks  # noqa: E402
from milepost.surfaces.cli import house  # noqa: E402
from milepost.surfaces.cli import serve as serving  # noqa: E402
from tests.surfaces.served import free_port  # noqa: E402

WRITERS = 4
PATIENCE_SECONDS = 120
"""How long a busy machine may take for the next acknowledgement before the run is called stuck."""


@dataclass
class Writer:
    """A process that writes one task: where it tells what was acknowledged, and what it told."""

    pid: int
    pipe: int
    task: int
    told: str = ""
    acknowledged: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of the edit's own number and the revision its answer named."""


def prepare() -> tuple[int, list[int], str]:
    """An empty database with an owner, a program and a task for each writer; and a token that may edit."""
    call_command("migrate", verbosity=0)
    owner = organisation.found(
        Acting(SYSTEM, ORGANISATION), name="Olga", email="olga@nordhaven.example"
    ).value
    slug = programs.open_program(Acting(SYSTEM, ORGANISATION), name="Atlas", slug="atlas").value
    ledger = Ledger.objects.get(slug=slug).pk
    project = projects.add(Acting(SYSTEM, ledger), name="Build").value
    numbers = [tasks.add(Acting(SYSTEM, ledger), project=project, name="n0").value for _ in range(WRITERS)]
    actor = recognition.acting_as(owner, session="s-olga", door="web")
    assert actor is not None
    _, secret = tokens.make(
        actor, name="Test", scopes=["read", "plan"], expires_at=clock.now() + dt.timedelta(days=1)
    )
    return ledger, numbers, secret


def kills(count: int) -> dict[str, Any]:
    """The server is killed `count` times among acknowledged writes; what came of them."""
    ledger, numbers, secret = prepare()
    dice, port = random.Random(count), free_port()
    application = house.application()
    _import_everything(secret, numbers[0])
    connections.close_all()
    writers = [_writer(port, secret, task) for task in numbers]
    try:
        for _ in range(count):
            with _life(application, port):
                _hear(writers, dice.randrange(1, 13))
                time.sleep(dice.uniform(0, 0.03))
    finally:
        for writer in writers:
            _kill(writer.pid)
    for writer in writers:
        _take_in(writer)
    return {"kills": count, **_judged(ledger, writers)}


@contextmanager
def _life(application: Any, port: int) -> Iterator[None]:
    """A server that is killed when the block ends, however it ends."""
    pid = _server(application, port)
    try:
        yield
    finally:
        _kill(pid)


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _import_everything(secret: str, task: int) -> None:
    """What the first request of a process imports, so that no life has to."""
    answer = Client().patch(
        f"/api/v1/programs/atlas/tasks/{task}",
        data='{"name": "warm"}',
        content_type="application/json",
        headers={"Host": "127.0.0.1", "Authorization": f"Bearer {secret}", "If-Match": "*"},
    )
    assert answer.status_code == 200, answer.content


def _server(application: Any, port: int) -> int:
    """`milepost serve` with its worker, in a process of its own."""
    pid = os.fork()
    if pid:
        return pid
    house.worker().start()
    asyncio.run(serving._serve(application, "127.0.0.1", port, []))
    os._exit(1)


def _writer(port: int, secret: str, task: int) -> Writer:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        _write_for_ever(f"http://127.0.0.1:{port}/api/v1/programs/atlas/tasks/{task}", secret, theirs)
    os.close(theirs)
    return Writer(pid, ours, task)


def _write_for_ever(address: str, secret: str, pipe: int) -> NoReturn:
    number = 0
    headers = {"Authorization": f"Bearer {secret}", "If-Match": "*"}
    with httpx.Client(headers=headers, timeout=30, trust_env=False) as client:
        while True:
            number += 1
            revision = _acknowledged(client, address, number)
            os.write(pipe, f"{number} {revision}\n".encode())


def _acknowledged(client: httpx.Client, address: str, number: int) -> int:
    """Send one edit until it is answered; the revision the answer names."""
    once = {"Idempotency-Key": f"{address} {number}"}
    while True:
        try:
            answer = client.patch(address, json={"name": f"n{number}"}, headers=once)
        except httpx.TransportError:
            time.sleep(0.01)
            continue
        if answer.status_code == 200:
            return int(answer.json()["revision"])
        sys.stderr.write(f"{answer.status_code} {answer.text}\n")
        os._exit(1)


def _hear(writers: list[Writer], wanted: int) -> None:
    """Wait until so many more edits were acknowledged."""
    heard, until = 0, time.monotonic() + PATIENCE_SECONDS
    by_pipe = {writer.pipe: writer for writer in writers}
    while heard < wanted:
        ready, _, _ = select.select(by_pipe, [], [], max(until - time.monotonic(), 0))
        if not ready:
            raise SystemExit("nothing was acknowledged for two minutes")
        for pipe in ready:
            heard += _take_in(by_pipe[pipe], at_least_one=True)


def _take_in(writer: Writer, *, at_least_one: bool = False) -> int:
    """What a writer told since; how many edits that were. Its end while it is wanted ends the run."""
    before = len(writer.acknowledged)
    while at_least_one or select.select([writer.pipe], [], [], 0)[0]:
        text = os.read(writer.pipe, 65536).decode()
        if not text and at_least_one:
            raise SystemExit("a writer gave up")
        if not text:
            break
        writer.told += text
        at_least_one = False
    *whole, writer.told = writer.told.split("\n")
    writer.acknowledged += [(int(number), int(revision)) for number, revision in map(str.split, whole)]
    return len(writer.acknowledged) - before


def _judged(ledger: int, writers: list[Writer]) -> dict[str, Any]:
    """What was acknowledged and is not in the journal, and what is in it twice."""
    name_by_entry: dict[tuple[int, int], str] = {}
    for delta in journal.changes(ledger):
        if delta.table == "schedule.task" and delta.kind == "~" and "name" in delta.fields:
            name_by_entry[number_of(delta.row), delta.seq] = delta.fields["name"][1]
    written = Counter((task, name) for (task, _), name in name_by_entry.items())
    lost = [
        (writer.task, number)
        for writer in writers
        for number, revision in writer.acknowledged
        if name_by_entry.get((writer.task, revision)) != f"n{number}"
    ]
    return {
        "acknowledged": sum(len(writer.acknowledged) for writer in writers),
        "lost": len(lost),
        "doubled": sum(count - 1 for count in written.values()),
        "wrong": [f"{checked.what}: {one}" for checked in verification.verify() for one in checked.wrong],
    }


if __name__ == "__main__":
    began = time.monotonic()
    told = kills(int(sys.argv[1]))
    print(json.dumps({**told, "seconds": round(time.monotonic() - began, 1)}))
