"""`milepost mcp`: the assistants' door on standard input and output, for a program on the same machine."""

from __future__ import annotations

import asyncio
import os

import click

from milepost.base.refusal import Refusal


@click.command()
@click.option("--token", envvar="MILEPOST_TOKEN", help="The personal token to act with.")
def mcp(token: str | None) -> None:
    """Serve an assistant on this machine over standard input and output."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    import django

    django.setup(set_prefix=False)
    if token is None:
        raise Refusal("Say who the assistant acts for: --token, or MILEPOST_TOKEN. Make one under Account.")
    asyncio.run(_serve(token))


async def _serve(token: str) -> None:
    from mcp.server.stdio import stdio_server

    from milepost.domain.accounts.operations import recognition
    from milepost.surfaces.mcp.server import server

    # Asked again for each request: a token revoked meanwhile must stop working here too.
    made = server(lambda _: recognition.with_token(token, door="mcp"))
    async with stdio_server() as (incoming, outgoing):
        await made.run(incoming, outgoing, made.create_initialization_options())
