"""What Django does for every request, done for the doors beside it: the host's name, headers of trust."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from milepost.config.threads import Receive, Scope, Send
from milepost.surfaces.web.access.headers import ALWAYS

Door = Callable[[Scope, Receive, Send], Awaitable[None]]

_ALWAYS = {name.lower().encode(): value.encode() for name, value in ALWAYS.items()}


async def serve(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    """Let a door answer, under a name this Milepost answers to and with the headers every answer bears."""
    if not _is_ours(scope):
        await _refuse(trusted(send))
        return
    await door(scope, receive, trusted(send))


def _is_ours(scope: Scope) -> bool:
    told = [value for name, value in scope["headers"] if name == b"host"]
    domain, _ = split_domain_port(told[0].decode("latin-1")) if len(told) == 1 else ("", "")
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def trusted(send: Send) -> Send:
    """Sending with the headers of trust on whatever is answered, where they are not there already."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            held = {bytes(name).lower() for name, _ in message.get("headers", ())}
            more = [(name, value) for name, value in _ALWAYS.items() if name not in held]
            if b"cache-control" not in held:
                more.append((b"cache-control", b"no-store, private"))
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return sending


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": b"Milepost does not answer under this name."})
