"""The ASGI application: live events and assistants directly, everything else through Django."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

import django

django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from milepost.config import guarded, logs  # noqa: E402
from milepost.config.threads import DjangoInThreads, Receive, Scope, Send  # noqa: E402
from milepost.surfaces.api import events  # noqa: E402

logs.configure(settings.LOGGING)
_django = DjangoInThreads()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a request to the door it is for."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
        return
    path = scope["path"]
    if events.is_here(path):
        await guarded.serve(events.serve, scope, receive, send)
    elif path == "/mcp" or path.startswith("/mcp/"):
        # Imported on the first call: the assistants' protocol costs two seconds that a start does not have.
        from milepost.surfaces.mcp import http

        await guarded.serve(http.serve, scope, receive, send)
    else:
        # What is refused before Django sees it bears the headers too.
        await _django(scope, receive, guarded.trusted(send))


async def _live(receive: Receive, send: Send) -> None:
    """Say that starting and stopping need nothing: whatever runs beside the server is `worker`'s affair."""
    while True:
        message = await receive()
        kind = message["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return
