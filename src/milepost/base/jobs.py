"""Work done behind the scenes.

A job is a function marked with `job`, enqueued in the transaction that wants it (`some_job.enqueue(...)`),
run by a worker, and run again from the start if its worker died: it must bear that. Work that recurs is
registered with `every`; it runs when a worker starts and then once a period, on however many workers there
are, so it must bear that too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from django.db import Error, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from milepost.base import anchor, clock, fork, operation, outbox

__all__ = ["Worker", "every", "job", "recover", "run_due"]

job = task()
"""Marks a function as a job; its parameters must be JSON."""

LOST_AFTER = timedelta(minutes=30)
"""A job that runs longer than this is taken for one whose worker died."""
_log = structlog.get_logger(__name__)
F = TypeVar("F", bound=Callable[[], object])


@dataclass(slots=True)
class _Recurring:
    work: Callable[[], object]
    period: timedelta
    due_at: datetime | None = None


_recurring: list[_Recurring] = []


def every(period: timedelta) -> Callable[[F], F]:
    """Register a function to be run once a period by each worker."""

    def register(work: F) -> F:
        _recurring.append(_Recurring(work, period))
        return work

    return register


class Worker(threading.Thread):
    """Runs jobs, recurring work and the outbox, in a thread of the server or a process of its own."""

    def __init__(self, *, pause_seconds: float = 1.0) -> None:
        super().__init__(name="milepost-worker", daemon=True)
        self._pause_seconds = pause_seconds
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work until `stop`; a database that is away for a while is waited for."""
        while not self._stopping.is_set():
            try:
                run_due()
            except Error as error:
                _log.warning("the worker cannot reach the database", error=str(error))
            self._stopping.wait(self._pause_seconds)
        close_old_connections()

    def stop(self, *, within_seconds: float = 10.0) -> None:
        """Ask it to stop and wait until what it is doing is done."""
        self._stopping.set()
        self.join(within_seconds)


def run_due() -> None:
    """One round: what a dead worker left, what is queued, what recurs, what is to be sent."""
    recover()
    # The runner takes the database's write lock to look for work: only if there is some.
    if DBTaskResult.objects.ready().exists():
        _run_queued()
    _run_recurring()
    outbox.deliver()


def _run_queued() -> None:
    TaskRunner(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    ).run()


def recover() -> int:
    """Put jobs whose worker died back into the queue; how many."""
    lost = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=clock.now() - LOST_AFTER)
    return lost.update(status="READY") if lost.exists() else 0


def _run_recurring() -> None:
    now = clock.now()
    for recurring in _recurring:
        if recurring.due_at is None or recurring.due_at <= now:
            recurring.due_at = now + recurring.period
            recurring.work()


@every(timedelta(days=1))
def _forget_finished() -> None:
    """Results of jobs are for looking into trouble; after a month there is none left to look into."""
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - timedelta(days=30)).delete()


every(timedelta(days=1))(operation.forget_replies)
every(timedelta(hours=1))(anchor.drop_anchor)
every(timedelta(hours=6))(fork.drop_unused)
