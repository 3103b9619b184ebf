"""Asking the database from an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections


async def ask(threads: ThreadPoolExecutor, work: Callable[..., Any], *given: Any) -> Any:
    """Do work that waits for the database in one of these threads, keeping connections as requests do."""

    def run() -> Any:
        close_old_connections()
        try:
            return work(*given)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(threads, run)
