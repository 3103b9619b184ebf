"""Jobs run after the transaction that wanted them, and again if their worker died."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from milepost.base import clock, jobs

done: list[int] = []


@jobs.job
def count(number: int) -> None:
    done.append(number)


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    done.clear()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_for_a_worker_and_runs_once() -> None:
    count.enqueue(number=7)
    assert done == []

    jobs.run_due()
    jobs.run_due()

    assert done == [7]


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_died_is_run_again() -> None:
    count.enqueue(number=7)
    DBTaskResult.objects.update(status="RUNNING", started_at=clock.now() - jobs.LOST_AFTER)

    jobs.run_due()

    assert done == [7]


@pytest.mark.django_db(transaction=True)
def test_recurring_work_runs_at_once_and_then_once_a_period(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_recurring", [])
    jobs.every(timedelta(hours=1))(lambda: done.append(1))

    now = clock.now()
    for minutes in (0, 30, 61, 62):
        with clock.at(now + timedelta(minutes=minutes)):
            jobs.run_due()

    assert done == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_does_not_stop_the_worker() -> None:
    count.enqueue("not", "what it takes")
    count.enqueue(number=8)

    jobs.run_due()

    assert done == [8]
    assert DBTaskResult.objects.filter(status="FAILED").count() == 1
