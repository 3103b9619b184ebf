"""Reading what clients send, within limits that hold before anything else looks at it."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, RawPostDataException, UnreadablePostError

from milepost.surfaces.api.problems import Wrong

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 24


def read_object(request: HttpRequest) -> tuple[bytes, dict[str, Any]]:
    """The JSON object in a request's body, with the bytes it came in; no body is an empty object.

    Raises: Wrong, for what is too big, too deep, not JSON, not an object, or says a key twice.
    """
    raw = _bytes(request)
    if not raw.strip():
        return b"{}", {}
    if request.content_type not in ("application/json", "application/merge-patch+json"):
        raise Wrong(
            415,
            "not-json",
            f"The body is '{request.content_type or 'of no type'}', not JSON.",
            "Send it with 'Content-Type: application/json'.",
        )
    parsed = parse(raw)
    if not isinstance(parsed, dict):
        raise _unreadable("The body is not a JSON object.")
    return raw, parsed


def parse(raw: bytes) -> Any:
    """JSON as the standard has it, without Python's leniency.

    Duplicate keys are refused because two readers would disagree on which counts; NaN and Infinity
    because no JSON has them; depth because a parser further in might not survive it.
    """
    try:
        value = json.loads(raw, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise _unreadable(f"The body is nested more than {MAX_DEPTH} deep.") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise _unreadable(f"The body is not JSON: {error}.") from None
    if _depth(value) > MAX_DEPTH:
        raise _unreadable(f"The body is nested more than {MAX_DEPTH} deep.")
    return value


def _bytes(request: HttpRequest) -> bytes:
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Wrong(415, "encoded", "The body is compressed.", "Send it uncompressed.")
    try:
        raw = request.body
    except RequestDataTooBig:
        raise too_big() from None
    except (UnreadablePostError, RawPostDataException):
        raise _unreadable("The body ended before its announced length.") from None
    if len(raw) > MAX_BYTES:
        raise too_big()
    return raw


def too_big() -> Wrong:
    return Wrong(
        413,
        "too-big",
        f"The body is larger than {MAX_BYTES // 1024**2} MB.",
        "Send fewer rows at a time.",
    )


def _unreadable(detail: str) -> Wrong:
    return Wrong(400, "unreadable-body", detail, "Send one JSON object.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key '{twice}' is there twice")
    return read


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _depth(value: Any) -> int:
    """How deep arrays and objects nest; level by level, so that it never recurses itself."""
    depth, level = 0, [value]
    while level:
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        depth += 1
    return depth
