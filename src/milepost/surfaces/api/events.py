"""Live changes of a program as server-sent events.

Nobody announces a change: one task looks every so often how far the watched ledgers have come, whichever
process moved them, and wakes the streams that are behind. A write made in this process wakes it at once
(`nudge`). A stream costs a task and a few hundred bytes; the database is asked in two threads of its own, so
that slow pages and many watchers do not wait for each other.

Before anything is told, the reader's session or token, roles and sight of the program are looked up afresh,
and again at each heartbeat: a stream ends with the right to it.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from milepost.base.identity import Actor
from milepost.base.models import Ledger
from milepost.base.refusal import NotFound
from milepost.domain.accounts.operations import recognition
from milepost.surfaces.api import auth, changes, problems
from milepost.surfaces.api.problems import Wrong
from milepost.surfaces.catalog import places, threads
from milepost.surfaces.catalog.places import Place

LOOK_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 2000
_ADDRESS = re.compile(r"/api/v1/programs/([^/:]{1,120})/events")
_threads = ThreadPoolExecutor(2, thread_name_prefix="events")


def is_here(path: str) -> bool:
    return _ADDRESS.fullmatch(path) is not None


class Watch:
    """The ledgers somebody watches, how far each has come, and who is to be woken.

    It belongs to one event loop; `nudge` may be called from any thread.
    """

    def __init__(self) -> None:
        self._streams: dict[int, set[asyncio.Event]] = defaultdict(set)
        self._revisions: dict[int, int] = {}
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._nudged = asyncio.Event()
        self.is_over = False

    def end(self) -> None:
        """The server stops: every stream is to end now, for it would wait for them. From the loop only."""
        self.is_over = True
        for streams in self._streams.values():
            for woken in streams:
                woken.set()

    @contextmanager
    def of(self, ledger: int) -> Iterator[asyncio.Event]:
        """An event that is set whenever the ledger may have moved on."""
        woken = asyncio.Event()
        self._streams[ledger].add(woken)
        if self._looking is None or self._looking.done():
            self._loop = asyncio.get_running_loop()
            self._looking = self._loop.create_task(self._look())
        try:
            yield woken
        finally:
            self._streams[ledger].discard(woken)
            if not self._streams[ledger]:
                del self._streams[ledger]
                self._revisions.pop(ledger, None)

    def nudge(self) -> None:
        """Look now: something was written here."""
        if self._loop is not None and self._streams:
            self._loop.call_soon_threadsafe(self._nudged.set)

    async def _look(self) -> None:
        """As long as somebody watches, ask the database how far the watched ledgers are."""
        while self._streams:
            for ledger, revision in await _in_thread(_revisions_of, list(self._streams)):
                if self._revisions.get(ledger) != revision:
                    self._revisions[ledger] = revision
                    for woken in self._streams.get(ledger, ()):
                        woken.set()
            try:
                await asyncio.wait_for(self._nudged.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue
            self._nudged.clear()


watch = Watch()
nudge = watch.nudge


async def serve(scope: Any, receive: Any, send: Any) -> None:
    """Answer one request for the stream, until it is gone or may no longer be read."""
    try:
        actor, place, since = await _in_thread(_admitted, scope)
    except Wrong as wrong:
        await _answer(send, problems.answer(wrong))
        return
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream; charset=utf-8"),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
            ],
        }
    )
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await _tell(actor, place, since, gone, send)
    finally:
        gone.cancel()


async def _tell(actor: Actor, place: Place, since: int, gone: asyncio.Future[None], send: Any) -> None:
    """Everything after `since`, then whatever comes, a sign of life in the quiet between."""
    await _chunk(send, f"retry: {RETRY_MILLISECONDS}\n\n")
    with watch.of(place.ledger) as woken:
        while not (gone.done() or watch.is_over):
            told = await _in_thread(_news, actor, place, since)
            if told is None:
                break
            for seq, event in told:
                since = seq
                await _chunk(send, event)
            if not told:
                await _chunk(send, ": alive\n\n")
            waiting = asyncio.ensure_future(woken.wait())
            await asyncio.wait(
                (waiting, gone), timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            waiting.cancel()
            woken.clear()
    if not gone.done():
        # A server that stops says nothing: the browser then asks again, and meets the one that follows.
        last = b"" if watch.is_over else b"event: ended\ndata: {}\n\n"
        await send({"type": "http.response.body", "body": last, "more_body": False})


def _admitted(scope: Any) -> tuple[Actor, Place, int]:
    """Who watches which program, from which revision on.

    Raises: Wrong.
    """
    if scope["method"] != "GET":
        raise Wrong(
            405, "no-such-method", "A stream is read with GET.", "Send GET.", headers={"Allow": "GET"}
        )
    with tempfile.SpooledTemporaryFile() as empty:
        request = ASGIRequest(scope, empty)
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    actor = auth.actor(request)
    found = _ADDRESS.fullmatch(scope["path"])
    try:
        place = places.program(actor, found[1] if found else "")
    except NotFound:
        raise problems.not_found() from None
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
    since = request.headers.get("Last-Event-ID", "") or asked
    revision = places.whole_number(since)
    if since and revision is None:
        raise Wrong(
            422, "wrong-field", "'since' is not a revision.", "Send a number or leave it out.", "since"
        )
    return actor, place, place.revision if revision is None else revision


def _news(actor: Actor, place: Place, since: int) -> list[tuple[int, str]] | None:
    """What was saved after `since`, as this reader may see it; None once the reader may not any more."""
    today = recognition.still(actor)
    if today is None:
        return None
    try:
        places.program(today, place.slug)
    except NotFound:
        return None
    return [
        (event["revision"], f"id: {event['revision']}\nevent: saved\ndata: {json.dumps(event)}\n\n")
        for event in changes.saved(today, place.ledger, since)
    ]


def _revisions_of(ledgers: list[int]) -> list[tuple[int, int]]:
    return list(Ledger.objects.filter(pk__in=ledgers).values_list("pk", "revision"))


async def _in_thread(work: Callable[..., Any], *given: Any) -> Any:
    return await threads.ask(_threads, work, *given)


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _chunk(send: Any, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _answer(send: Any, response: HttpResponse) -> None:
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
