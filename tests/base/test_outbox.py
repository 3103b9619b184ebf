"""A message leaves as often as it must and as seldom as it can."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from milepost.base import clock, outbox
from milepost.base.models import Message
from milepost.base.operation import Refusal, Write, operation
from milepost.base.outbox import Content, NotDelivered
from tests.base.conftest import Program
from tests.workshop.models import Job

HELLO = Content(subject="Job\ndone", text="It is.", html="<p>It is.</p>")


@operation("workshop.finish", needs="plan.edit")
def finish(write: Write, *, number: int, fails: bool = False) -> None:
    """Finish a job and tell somebody."""
    write.change(write.lock(Job, number), percent=100)
    outbox.post(event=f"finished {number}", recipient="ana@example.org", channel="mail", content=HELLO)
    if fails:
        raise Refusal("Not like this.")


@pytest.fixture
def unreliable(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A channel that fails until it is told to work; what it delivered."""
    delivered: list[str] = []

    def send(message: Message) -> None:
        if not delivered:
            raise NotDelivered("the line is down")
        delivered.append(message.event)

    monkeypatch.setitem(outbox._channels, "wire", send)
    return delivered


def test_a_message_leaves_with_what_it_tells_of_and_not_without(program: Program) -> None:
    job = program.job()
    with pytest.raises(Refusal):
        finish(program.by(), number=job, fails=True)
    assert not Message.objects.exists()

    finish(program.by(), number=job)
    assert outbox.deliver() == 1
    assert outbox.deliver() == 0

    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("Job done", ["ana@example.org"])
    assert sent.extra_headers["Message-ID"].endswith("@milepost>")


def test_the_same_event_is_told_once_to_each(db: None) -> None:
    for _ in range(3):
        for recipient in ("ana@example.org", "bo@example.org"):
            outbox.post(event="e1", recipient=recipient, channel="mail", content=HELLO)

    assert outbox.deliver() == 2
    outbox.post(event="e1", recipient="ana@example.org", channel="mail", content=HELLO)
    assert outbox.deliver() == 0


def test_what_cannot_be_delivered_is_tried_ever_more_slowly_and_then_given_up(
    db: None, unreliable: list[str]
) -> None:
    outbox.post(event="e1", recipient="r", channel="wire", content=Content(data={"a": 1}))
    waits, now = [], clock.now()
    for _ in range(outbox.MOST_ATTEMPTS):
        with clock.at(now):
            assert outbox.deliver() == 0
            assert outbox.deliver() == 0
        due = Message.objects.get().due_at
        waits.append(due - now)
        now = due

    assert waits == sorted(waits)
    assert waits[-1] == outbox.LONGEST_WAIT
    message = Message.objects.get()
    assert message.gave_up_at is not None
    assert message.failure == "the line is down"


def test_a_sender_that_died_on_the_way_leaves_the_message_to_be_sent_later(
    db: None, unreliable: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(message: Message) -> None:
        raise KeyboardInterrupt

    outbox.post(event="e1", recipient="r", channel="wire", content=HELLO)
    with monkeypatch.context() as killed:
        killed.setitem(outbox._channels, "wire", dies)
        with pytest.raises(KeyboardInterrupt):
            outbox.deliver()

    unreliable.append("works now")
    assert outbox.deliver() == 0
    with clock.at(clock.now() + outbox.CLAIMED_FOR + timedelta(seconds=1)):
        assert outbox.deliver() == 1
    assert unreliable == ["works now", "e1"]


def test_two_workers_do_not_send_the_same(db: None, unreliable: list[str]) -> None:
    unreliable.append("works")
    outbox.post(event="e1", recipient="r", channel="wire", content=HELLO)
    mine = Message.objects.get()
    theirs = Message.objects.get()

    assert outbox._claimed(mine)
    assert not outbox._claimed(theirs)


def test_a_mail_server_that_is_away_is_waited_for(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    outbox.post(event="e1", recipient="ana@example.org", channel="mail", content=HELLO)

    assert outbox.deliver() == 0
    assert "ConnectionRefusedError" in Message.objects.get().failure
