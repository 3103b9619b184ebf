"""The tools as a server of the Model Context Protocol, on the official SDK."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import mcp_types as types
import structlog
from mcp.server import CacheHint, Server, ServerRequestContext

from milepost import __version__
from milepost.base.identity import Actor
from milepost.base.refusal import Refusal
from milepost.surfaces.catalog import threads
from milepost.surfaces.mcp import resources, tools

INSTRUCTIONS = (
    "Milepost plans and watches IT programs. Read before you answer: 'programs', then 'find', "
    "'get_object' and 'list_objects'; cite numbers and addresses. Dates and floats are computed by "
    "Milepost, so do not work them out yourself. Change something only when the person asked for it."
)
_threads = ThreadPoolExecutor(4, thread_name_prefix="assistant")
_log = structlog.get_logger("milepost.mcp")

Context = ServerRequestContext[Any, Any]


def server(caller: Callable[[Context], Actor]) -> Server[Any]:
    """A server that finds out from a request's context who calls; `caller` may ask the database."""

    def _call(context: Context, params: types.CallToolRequestParams) -> dict[str, Any]:
        actor = caller(context)
        _log.info("tool called", tool=params.name, person=actor.person, session=actor.session)
        return tools.call(actor, params.name, params.arguments or {})

    async def list_tools(context: Context, _: Any) -> types.ListToolsResult:
        offered = await threads.ask(_threads, lambda: tools.offered(caller(context)))
        return types.ListToolsResult(tools=[_described(tool) for tool in offered])

    async def call_tool(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            answer = await threads.ask(_threads, _call, context, params)
        except Refusal as refusal:
            return types.CallToolResult(content=[types.TextContent(text=str(refusal))], is_error=True)
        text = json.dumps(answer, ensure_ascii=False)
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=answer)

    async def list_templates(context: Context, _: Any) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    name=name, uri_template=uri, description=about, mime_type="application/json"
                )
                for name, uri, about in resources.TEMPLATES
            ]
        )

    async def list_resources(context: Context, _: Any) -> types.ListResourcesResult:
        found = await threads.ask(_threads, lambda: resources.listed(caller(context)))
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=uri, name=name, mime_type="application/json") for uri, name in found
            ]
        )

    async def read_resource(
        context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        text = await threads.ask(_threads, lambda: resources.read(caller(context), str(params.uri)))
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=params.uri, text=text, mime_type="application/json")]
        )

    return Server(
        "milepost",
        version=__version__,
        title="Milepost",
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": CacheHint(ttl_ms=60_000, scope="private")},
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


def _described(tool: tools.Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.schema,
        annotations=types.ToolAnnotations(
            read_only_hint=not tool.changes, destructive_hint=tool.changes, open_world_hint=False
        ),
    )
