"""Speaking to another Milepost over REST."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any, TypeAlias

import httpx

from milepost.base.documents.sources import Unreadable
from milepost.base.refusal import Refusal

TIMEOUT_SECONDS = 60.0
Answer: TypeAlias = httpx.Response


class NotUnderstood(Refusal):
    """The words of a command, or the answer of a server, make no sense together."""


def request(
    server: str,
    token: str | None,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    json: Any = None,
    content: IO[bytes] | None = None,
    patience: float = TIMEOUT_SECONDS,
) -> Answer:
    """The answer to a request; its body is `json`, or the bytes of a file as `content`.

    Raises: NotUnderstood, with the server's own sentences where it refused.
    """
    said = dict(headers or {})
    if token is not None:
        said["Authorization"] = f"Bearer {token}"
    try:
        answer = httpx.request(
            method,
            f"{server}/api/v1/{path}",
            headers=said,
            params=query,
            timeout=patience,
            json=json,
            content=content,
        )
    except httpx.HTTPError as error:
        raise NotUnderstood(f"{server} does not answer: {error}.") from None
    if not answer.is_success:
        problem = understood(answer, server)
        raise NotUnderstood(
            f"{problem.get('detail', answer.reason_phrase)} {problem.get('next', '')}".strip()
        )
    return answer


def understood(answer: Answer, server: str) -> Any:
    """The JSON of an answer. Raises: NotUnderstood."""
    try:
        return answer.json()
    except ValueError:
        raise NotUnderstood(f"{server} answered {answer.status_code}, and not as a Milepost.") from None


def opened(file: str) -> AbstractContextManager[IO[bytes]]:
    """A file to be sent, or standard input. Raises: Unreadable."""
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror or 'cannot be opened'}.") from error
