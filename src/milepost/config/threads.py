"""Django behind ASGI, in a fixed set of threads.

Django's own ASGI handler gives every request a fresh thread, and with it a fresh database connection: on
SQLite an empty page cache each time, on PostgreSQL a handshake. Here a request's body is read to its end
without occupying anything, the request is answered by one of a few threads that keep their connections, and
the answer is written out again. What must stay open for long (live events) never comes this way.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, TypeAlias

import structlog
from django.core import signals
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_log = structlog.get_logger("milepost.http")
THREADS = 8
MAX_UPLOAD_BYTES = 128 * 1024 * 1024
SILENCE_SECONDS = 30.0
"""How long a sender may pause in the middle of a body."""
_IN_MEMORY_BYTES = 1024 * 1024
_CHUNK_BYTES = 256 * 1024


class _Unanswerable(Exception):
    """A request not worth a thread: its body breaks off, its sender fell silent, or sends too much."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class DjangoInThreads(BaseHandler):
    """The ASGI application of everything that is answered at once."""

    def __init__(self, threads: int = THREADS) -> None:
        super().__init__()
        self.load_middleware()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read, answer, write."""
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as body:
            try:
                await _read(receive, body)
            except _Unanswerable as gone:
                await say(send, gone.status)
                return
            response, first = await self._in_thread(self._respond, scope, body)
        await self._write(scope, response, first, send)

    async def _in_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)

    def _respond(self, scope: Scope, body: IO[bytes]) -> tuple[HttpResponseBase | None, bytes]:
        """The response and the whole of its content, unless it streams: then its first stretch."""
        set_script_prefix(scope.get("root_path", "") or "/")
        signals.request_started.send(sender=type(self), scope=scope)
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            signals.request_finished.send(sender=type(self))
            return None, b""
        began = time.perf_counter()
        response = self.get_response(request)
        _tell(request, response, time.perf_counter() - began)
        if response.streaming:
            return response, b""
        content = bytes(response.content) if isinstance(response, HttpResponse) else b""
        response.close()
        return response, content

    async def _write(
        self, scope: Scope, response: HttpResponseBase | None, content: bytes, send: Send
    ) -> None:
        if response is None:
            await say(send, 400)
            return
        headers = [
            (name.lower().encode("ascii"), value.encode("latin-1")) for name, value in response.items()
        ]
        cookies = [(b"set-cookie", c.output(header="").strip().encode()) for c in response.cookies.values()]
        is_stream = response.streaming and scope["method"] != "HEAD"
        body = b"" if scope["method"] == "HEAD" else content
        await say(send, response.status_code, headers + cookies, body, more=is_stream)
        if response.streaming:
            await self._stream(response, is_stream, send)

    async def _stream(self, response: Any, is_wanted: bool, send: Send) -> None:
        """Pass a long answer on, a stretch at a time, so that it is never held whole."""
        chunks = iter(response.streaming_content)
        try:
            while is_wanted and (stretch := await self._in_thread(_stretch, chunks)):
                await send({"type": "http.response.body", "body": stretch, "more_body": True})
            if is_wanted:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            # Closing ends Django's request: files are shut, connections handed back.
            await self._in_thread(response.close)


def _tell(request: ASGIRequest, response: HttpResponseBase, seconds: float) -> None:
    """One line of the log: the pattern of the address and not the address, which may be a secret link."""
    match = request.resolver_match
    _log.info(
        "answered",
        method=request.method,
        route=match.route if match else None,
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
    )


async def say(
    send: Send,
    status: int,
    headers: list[tuple[bytes, bytes]] | None = None,
    body: bytes = b"",
    *,
    more: bool = False,
) -> None:
    """Send the head of a response and the first of its body; the last too, unless there is `more`."""
    await send({"type": "http.response.start", "status": status, "headers": headers or []})
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _read(receive: Receive, body: IO[bytes]) -> None:
    """The whole body into a file, in memory while it is small."""
    size = 0
    while True:
        try:
            message = await asyncio.wait_for(receive(), SILENCE_SECONDS)
        except TimeoutError:
            raise _Unanswerable(408) from None
        if message["type"] == "http.disconnect":
            # Whether he left or his body is not what he said it is: who still listens is told.
            raise _Unanswerable(400)
        size += len(message.get("body", b""))
        if size > MAX_UPLOAD_BYTES:
            raise _Unanswerable(413)
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            body.seek(0)
            return


def _stretch(chunks: Iterator[bytes]) -> bytes:
    """The next quarter megabyte or so; empty at the end. Empty chunks within a stream are passed over."""
    gathered: list[bytes] = []
    size = 0
    for chunk in chunks:
        gathered.append(chunk)
        size += len(chunk)
        if size >= _CHUNK_BYTES:
            break
    return b"".join(gathered)
