"""The addresses for files as they are, described by hand for OpenAPI: their bodies are bytes and no JSON."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_SHEET = "Name,Duration,Predecessors\nPack,10d,\nMove in,1d,1\n"
_BYTES: Json = {"type": "string", "format": "binary"}
_REFUSED: Json = {"$ref": "#/components/responses/Refused"}


def _asked(name: str, about: str, example: object, *, place: str = "query") -> Json:
    return {
        "name": name,
        "in": place,
        "required": place == "path" or name == "name",
        "description": about,
        "schema": {"type": "integer" if isinstance(example, int) else "string"},
        "example": example,
    }


_PROGRAM = _asked("program", "The program, by its name in addresses.", "atlas", place="path")

PATHS: Json = {
    "/api/v1/uploads:file": {
        "post": {
            "operationId": "uploads.file",
            "tags": ["uploads"],
            "summary": "Send one plan file of any size up to 200 MB, its bytes as the body.",
            "parameters": [
                _asked("name", "What the file is called.", "plan.mpp"),
                _asked("into", "The program meant for it.", "atlas"),
                _asked("upload", "The files it joins: together they will be one entry.", "mX3vJk"),
            ],
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": _BYTES, "example": _SHEET}},
            },
            "responses": {
                "201": {
                    "description": "It waits under this name, at this place among the files.",
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {"result": {"type": "string"}, "place": {"type": "integer"}},
                                "required": ["result", "place"],
                            },
                            "example": {"result": "mX3vJk", "place": 0},
                        }
                    },
                },
                "default": _REFUSED,
            },
            "x-milepost-needs": "",
        }
    },
    "/api/v1/programs/{program}/exports/{format}": {
        "get": {
            "operationId": "exports.file",
            "tags": ["exports"],
            "summary": "The program, or one of its projects, as a file to keep, as far as you may see it.",
            "parameters": [
                _PROGRAM,
                {
                    **_asked("format", "What the file is written as.", "xer", place="path"),
                    "schema": {"enum": ["mspdi", "xer", "plan", "xlsx", "csv", "json"]},
                },
                _asked("project", "Only this project, by number.", 3),
                _asked("as_of", "As it was at a date, an instant or a revision.", "2026-03-02"),
            ],
            "responses": {
                "200": {
                    "description": "The file.",
                    "content": {"application/octet-stream": {"schema": _BYTES}},
                },
                "default": _REFUSED,
            },
            "x-milepost-needs": "plan.read",
        }
    },
    "/api/v1/programs/{program}/plan-files/{file}/original": {
        "get": {
            "operationId": "plan-files.original",
            "tags": ["plan-files"],
            "summary": "A plan file as it came in, for its sender and whom nothing in it is hidden from.",
            "parameters": [_PROGRAM, _asked("file", "Which file: its number.", 734, place="path")],
            "responses": {
                "200": {
                    "description": "The file.",
                    "content": {"application/octet-stream": {"schema": _BYTES}},
                },
                "default": _REFUSED,
            },
            "x-milepost-needs": "plan.read",
        }
    },
}
