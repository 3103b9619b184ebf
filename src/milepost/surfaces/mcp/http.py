"""The assistants' door over HTTP: `/mcp`, with a personal token.

Requests are stateless: each names its caller by its token, so a revoked token is a stranger at the next
request. Cookies are not looked at, which leaves other sites' pages nothing to forge.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.handlers.asgi import ASGIRequest
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from milepost.base.identity import Actor
from milepost.domain.accounts.operations import pace, recognition, tokens
from milepost.surfaces.catalog import threads
from milepost.surfaces.mcp.server import Context, server

_CALLER = "milepost.caller"
_threads = ThreadPoolExecutor(2, thread_name_prefix="mcp-door")


class _Door:
    """The SDK's session manager, running for as long as the event loop does."""

    def __init__(self) -> None:
        self._manager = StreamableHTTPSessionManager(server(_caller), json_response=True, stateless=True)
        self._ready = asyncio.Event()
        self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        async with self._manager.run():
            self._ready.set()
            await asyncio.Event().wait()

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        await self._ready.wait()
        await self._manager.handle_request(scope, receive, send)


_doors: dict[asyncio.AbstractEventLoop, _Door] = {}


async def serve(scope: Any, receive: Any, send: Any) -> None:
    """Answer one request at `/mcp`."""
    try:
        actor = await threads.ask(_threads, _recognised, scope)
    except tokens.NoSuchToken as refusal:
        await _refuse(send, str(refusal), 401, {"WWW-Authenticate": 'Bearer realm="Milepost"'})
        return
    except pace.TooFast as refusal:
        await _refuse(send, str(refusal), 429, {"Retry-After": str(refusal.seconds)})
        return
    loop = asyncio.get_running_loop()
    door = _doors.get(loop) or _doors.setdefault(loop, _Door())
    scope[_CALLER] = actor
    await door.handle(scope, receive, send)


def _recognised(scope: Any) -> Actor:
    """Who calls. Raises: NoSuchToken, TooFast."""
    request = ASGIRequest(scope, io.BytesIO())
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        return recognition.with_token(secret.strip() if scheme.lower() == "bearer" else "", door="mcp")
    except tokens.NoSuchToken:
        pace.note_guess(get_adapter().get_client_ip(request))
        raise


def _caller(context: Context) -> Actor:
    actor: Actor = context.request.scope[_CALLER]  # type: ignore[union-attr]
    return actor


async def _refuse(send: Any, sentence: str, status: int, said: Mapping[str, str]) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": -32001, "message": sentence}})
    headers = [(b"content-type", b"application/json")]
    headers += [(name.lower().encode(), value.encode()) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
