"""Messages leaving the house, posted in the same transaction as what they tell of.

A message is sent at least once and, as far as a receiver can tell, once: it is unique by (event, recipient,
channel), and carries the event as its identity (a mail's Message-ID). Sending is claimed for a while before
it is tried, so that two workers do not send the same, and tried again ever more slowly when it fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from milepost.base import clock
from milepost.base.models import Message

ONCE = "once."
"""Events that begin so carry a link that works once: the words are dropped once they were handed over."""

CLAIMED_FOR = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12


class NotDelivered(Exception):
    """A channel could not hand a message over; it is tried again later."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says: a subject and text for people, `html` beside it, or `data` for machines."""

    subject: str = ""
    text: str = ""
    html: str = ""
    data: dict[str, Any] | None = None


Channel = Callable[[Message], None]
_channels: dict[str, Channel] = {}


def register_channel(name: str, send: Channel) -> None:
    """Say how messages of a channel leave; `send` raises NotDelivered, and must bear being called twice."""
    _channels[name] = send


def post(*, event: str, recipient: str, channel: str, content: Content) -> None:
    """Put a message in the outbox; posting the same event to the same recipient again changes nothing.

    Call it inside the operation the message tells of, so that both happen or neither.
    """
    Message.objects.bulk_create(
        [
            Message(
                event=event,
                recipient=recipient,
                channel=channel,
                subject=content.subject,
                text=content.text,
                html=content.html,
                data=content.data,
                posted_at=clock.now(),
                due_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )


def deliver(at_most: int = 100) -> int:
    """Send what is due, outside any transaction; how many messages were handed over."""
    sent = 0
    for message in Message.objects.filter(sent_at=None, gave_up_at=None, due_at__lte=clock.now()).order_by(
        "due_at", "pk"
    )[:at_most]:
        if _claimed(message):
            sent += _sent(message)
    return sent


def _claimed(message: Message) -> bool:
    """Did we, and nobody else, get to send it? If we die on the way it is due again after a while."""
    until = clock.now() + CLAIMED_FOR
    mine = Message.objects.filter(pk=message.pk, due_at=message.due_at, sent_at=None)
    if mine.update(due_at=until, attempts=message.attempts + 1) == 0:
        return False
    message.due_at, message.attempts = until, message.attempts + 1
    return True


def _sent(message: Message) -> bool:
    send = _channels.get(message.channel)
    try:
        if send is None:
            raise NotDelivered(f"there is no channel called {message.channel}")
        send(message)
    except NotDelivered as failure:
        _put_off(message, str(failure))
        return False
    words = {"text": "", "html": ""} if message.event.startswith(ONCE) else {}
    Message.objects.filter(pk=message.pk).update(sent_at=clock.now(), failure="", **words)
    return True


def _put_off(message: Message, failure: str) -> None:
    gave_up_at: datetime | None = clock.now() if message.attempts >= MOST_ATTEMPTS else None
    wait = min(timedelta(seconds=30) * 2**message.attempts, LONGEST_WAIT)
    Message.objects.filter(pk=message.pk).update(
        due_at=clock.now() + wait, failure=failure[:500], gave_up_at=gave_up_at
    )


def _mail(message: Message) -> None:
    """Send by mail; a mail server that sees the same Message-ID twice keeps one."""
    identity = sha256(f"{message.event}\0{message.recipient}".encode()).hexdigest()[:32]
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.split()),
        body=message.text,
        from_email=formataddr(("Milepost", settings.DEFAULT_FROM_EMAIL)),
        to=[message.recipient],
        headers={"Message-ID": f"<{identity}@milepost>", "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        mail.send()
    except (OSError, ValueError) as error:
        # SMTPException is an OSError; a header with a line break is a ValueError.
        raise NotDelivered(f"{type(error).__name__}: {error}") from None


register_channel("mail", _mail)
