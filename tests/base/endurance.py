"""Many processes on one database, some of them killed: run as a program by `test_endurance`.

`python -m tests.base.endurance siblings|same_field|kills|backups COUNT` uses the database at
MILEPOST_DATABASE_URL, which is empty at first, and prints what happened as one JSON document. Processes are
forked after Django is loaded and before anything is connected, so that a hundred of them cost seconds.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
# Here every transaction is committed, and consistent reads have their connection, as when Milepost is served.
os.environ["MILEPOST_TEST_COMMITS"] = "1"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from milepost.base import backup, portable, verification  # noqa: E402
from milepost.base.identity import SYSTEM, Actor, key  # noqa: E402
from milepost.base.models import Ledger  # noqa: E402
from milepost.base.operation import Acting, EditConflict, Refusal  # noqa: E402
from tests.database import without_triggers  # noqa: E402
from tests.workshop import operations as workshop  # noqa: E402
from tests.workshop.models import Job  # noqa: E402

WRITERS = 8
Told = dict[str, Any]


def prepare(jobs: int) -> tuple[int, list[int]]:
    """An empty database with one program; its ledger and the numbers of its jobs."""
    call_command("migrate", verbosity=0)
    ledger = workshop.open_program(Acting(SYSTEM, 1), name="Atlas").value
    named = [{"name": f"job {n}", "length": 0} for n in range(jobs)]
    numbers = workshop.bring_in(Acting(SYSTEM, ledger), site="Yard", jobs=named).value
    return ledger, numbers


def in_processes(work: Callable[[int], Told]) -> list[Told]:
    """Run `work(0)` to `work(7)` at once, each in a process of its own; what they told."""
    connections.close_all()
    pipes = []
    for place in range(WRITERS):
        ours, theirs = os.pipe()
        if os.fork() == 0:
            os.write(theirs, json.dumps(work(place)).encode())
            os._exit(0)
        os.close(theirs)
        pipes.append(ours)
    told = []
    for pipe in pipes:
        with os.fdopen(pipe) as reading:
            told.append(json.loads(reading.read() or '{"died": true}'))
        os.wait()
    return told


def person(place: int) -> Actor:
    return Actor(person=place, name=f"writer {place}", session=f"session {place}", door="api", is_house=True)


def siblings(count: int) -> Told:
    """Eight people edit a job each, `count` times, from pages read before anybody began."""
    ledger, numbers = prepare(WRITERS)
    seen = Ledger.objects.get(pk=ledger).revision

    def work(place: int) -> Told:
        refused = 0
        acting = Acting(person(place), ledger, seen=seen)
        for _ in range(count):
            try:
                workshop.lengthen(acting, number=numbers[place], by=1)
            except Refusal:
                refused += 1
        return {"refused": refused}

    began = time.perf_counter()
    told = in_processes(work)
    seconds = time.perf_counter() - began
    lengths = list(Job.objects.filter(ledger=ledger).values_list("length", flat=True))
    return {
        "died": sum("died" in one for one in told),
        "refused": sum(one.get("refused", 0) for one in told),
        "lost": WRITERS * count - sum(lengths),
        "entries": Ledger.objects.get(pk=ledger).revision - seen,
        "per_second": round(WRITERS * count / seconds),
        "wrong": wrong(),
    }


def same_field(count: int) -> Told:
    """Eight people set the same field of a job at once, from the same page; for `count` jobs."""
    ledger, numbers = prepare(count)
    seen = Ledger.objects.get(pk=ledger).revision

    def work(place: int) -> Told:
        won, told = 0, 0
        for number in numbers:
            try:
                workshop.edit(Acting(person(place), ledger, seen=seen), number=number, length=place + 1)
                won += 1
            except EditConflict as refused:
                [conflict] = refused.conflicts
                knows = conflict.by.startswith("writer ") and conflict.mine == place + 1
                told += knows and conflict.theirs != conflict.mine
        return {"won": won, "told": told}

    told = in_processes(work)
    return {
        "won": sum(one["won"] for one in told),
        "told": sum(one["told"] for one in told),
        "wrong": wrong(),
    }


def kills(count: int) -> Told:
    """A writer is killed in the middle of its work `count` times; what it acknowledged must be there."""
    ledger, numbers = prepare(1)
    dice = random.Random(count)
    acknowledged = lost = 0
    for _ in range(count):
        with writer(ledger, numbers[0]) as (pid, acknowledgements):
            time.sleep(dice.uniform(0.03, 0.2))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            last = [int(line) for line in acknowledgements.read().split("\n")[:-1]]
        acknowledged += len(last)
        stands = Job.objects.get(pk=key(ledger, numbers[0])).length
        # One write may have been committed without having been acknowledged yet.
        if last and stands not in (last[-1], last[-1] + 1):
            lost += 1
        connections.close_all()
    return {"acknowledged": acknowledged, "lost": lost, "wrong": wrong()}


def backups(count: int) -> Told:
    """Backups are made while somebody writes; each is restored into an empty place, exactly."""
    ledger, numbers = prepare(1)
    made, behind = [], 0
    with writer(ledger, numbers[0]) as (pid, acknowledgements):
        for place in range(count):
            known = Job.objects.get(pk=key(ledger, numbers[0])).length
            made.append((Path(os.environ["MILEPOST_DATA"]) / f"{place}.zip", known))
            backup.backup(made[-1][0])
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        last = acknowledgements.read().split("\n")[:-1]
    found: list[str] = []
    for place, (path, known) in enumerate(made):
        _empty_out(place)
        backup.restore(path, verify=True)
        behind += Job.objects.get(pk=key(ledger, numbers[0])).length < known
        found += wrong()
    return {"backups": len(made), "written": int(last[-1]), "behind": behind, "wrong": found}


def _empty_out(place: int) -> None:
    """As on a machine where nothing has been done yet."""
    with without_triggers(connection), transaction.atomic():
        portable.empty_out(portable.models_kept())
    settings.MILEPOST_ANCHORS = Path(os.environ["MILEPOST_DATA"]) / f"anchors {place}.jsonl"
    settings.MILEPOST_ATTACHMENTS = Path(os.environ["MILEPOST_DATA"]) / f"attachments {place}"


@contextmanager
def writer(ledger: int, number: int) -> Iterator[tuple[int, Any]]:
    """A process that edits for ever, an import after every tenth edit, and acknowledges each edit."""
    connections.close_all()
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        write_for_ever(ledger, number, theirs)
    os.close(theirs)
    with os.fdopen(ours) as acknowledgements:
        yield pid, acknowledgements


def write_for_ever(ledger: int, number: int, pipe: int) -> None:
    acting = Acting(SYSTEM, ledger)
    length = Job.objects.get(pk=key(ledger, number)).length
    while True:
        length += 1
        workshop.edit(acting, number=number, length=length)
        os.write(pipe, f"{length}\n".encode())
        if length % 10 == 0:
            workshop.bring_in(acting, site="Quarry", jobs=[{"name": f"job {n}"} for n in range(250)])


def wrong() -> list[str]:
    """What `milepost verify` finds."""
    return [f"{checked.what}: {one}" for checked in verification.verify() for one in checked.wrong]


if __name__ == "__main__":
    does = {"siblings": siblings, "same_field": same_field, "kills": kills, "backups": backups}[sys.argv[1]]
    print(json.dumps(does(int(sys.argv[2]))))
