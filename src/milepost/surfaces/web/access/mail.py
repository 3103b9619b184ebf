"""Mail about ways in. It may carry a link that works once, so the outbox forgets its words once sent."""

from __future__ import annotations

import secrets

from milepost.base import outbox


def post(kind: str, address: str, subject: str, text: str) -> None:
    """Put a mail in the outbox: `kind` says what it is about ("invitation", "password_reset_key")."""
    outbox.post(
        event=f"{outbox.ONCE}{kind}.{secrets.token_hex(8)}",
        recipient=address,
        channel="mail",
        content=outbox.Content(subject=subject, text=text),
    )
