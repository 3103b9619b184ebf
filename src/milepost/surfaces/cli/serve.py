"""`milepost serve`, one process that answers everything, and `milepost worker` beside it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from milepost.base.refusal import Refusal
from milepost.surfaces.cli import house


class CannotListen(Refusal):
    """The address is taken, or not ours."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="The port to listen at.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The folder of everything kept."
)
@click.option("--no-sample", is_flag=True, help="With --checkout: without the sample program.")
@click.option("--no-worker", is_flag=True, help="Leave jobs to `milepost worker` processes.")
@click.option("--checkout", is_flag=True, hidden=True, help="Bring the sample program and print ways in.")
def serve(host: str, port: int, data: Path | None, no_sample: bool, no_worker: bool, checkout: bool) -> None:
    """Serve Milepost: screens, REST, live events, assistants and, unless told not to, its jobs."""
    _refuse_taken(host, port)
    if host not in ("127.0.0.1", "localhost", "::1"):
        os.environ.setdefault("MILEPOST_HOSTS", f"{host},{socket.gethostname()},127.0.0.1,localhost,[::1]")
    house.settings(data)
    house.prepare()
    _collect_seldom()
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 (compared, not bound)
    ways_in = house.ways_in(address, with_sample=checkout and not no_sample)
    stopping = threading.Event()
    threading.Thread(target=house.warm_up, args=(stopping,), daemon=True).start()
    worker = house.worker()
    if not no_worker:
        worker.start()
    welcome = [f"Milepost is at {address}", *(f"  {line}" for line in ways_in)]
    asyncio.run(_serve(house.application(), host, port, welcome))
    stopping.set()
    if worker.is_alive():
        worker.stop()


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The folder of everything kept."
)
def work(data: Path | None) -> None:
    """Do the jobs of a Milepost that is served elsewhere, until told to stop."""
    house.settings(data)
    house.prepare()
    worker, stopping = house.worker(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    worker.start()
    click.echo("Working.", err=True)
    stopping.wait()
    worker.stop()


def _collect_seldom() -> None:
    """Let the garbage collector look at kept plans less often.

    Ten thousand rows made for one answer would otherwise have it walk over everything kept, several times:
    an eighth of the time of an edit. Nothing here lives in circles that would have to be found sooner.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def _serve(application: Any, host: str, port: int, welcome: Sequence[str]) -> None:
    """One process, one event loop; says where it is once it listens, ends in order when asked to stop."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    server: Any = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_enabled=False,
        backlog=1024,
    )
    server.on_startup(lambda: click.echo("\n".join(welcome)))
    loop = asyncio.get_running_loop()

    def stop() -> None:
        house.end_streams()
        server.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await server.serve()


def _refuse_taken(host: str, port: int) -> None:
    """Say in a sentence what the server would say in a stack of lines.

    Raises: CannotListen.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotListen(
                f"Milepost cannot listen at {host}:{port}: {error.strerror}. Choose another --port or --host."
            ) from None
