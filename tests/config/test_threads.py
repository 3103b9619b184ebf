"""Django behind ASGI: what goes in comes out, and a sender that dawdles or leaves occupies nobody."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from milepost.config import threads
from milepost.config.threads import DjangoInThreads
from tests.loops import run_apart

HEAD = {
    "type": "http",
    "method": "GET",
    "path": "/healthz",
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
}


def asked(*messages: dict[str, Any], **scope: Any) -> list[dict[str, Any]]:
    """What is sent back when these messages come in, and then nothing more."""
    waiting = list(messages)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(dict(message))

    run_apart(DjangoInThreads(threads=1)({**HEAD, **scope}, receive, send))
    return sent


def a_part(body: bytes = b"", *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_request_is_answered_whole() -> None:
    start, body = asked(a_part())

    assert start["status"] == 200
    assert dict(start["headers"])[b"content-type"] == b"application/json"
    assert b"alive" in body["body"]
    assert not body["more_body"]


def test_a_head_request_is_answered_without_a_body() -> None:
    start, body = asked(a_part(), method="HEAD")

    assert (start["status"], body["body"]) == (200, b"")


def test_a_body_in_parts_is_read_to_its_end() -> None:
    start, _ = asked(a_part(b"{", more=True), a_part(b"}"), method="POST", path="/api/v1/nothing")

    assert start["status"] == 404


def test_a_body_that_breaks_off_reaches_nobody_and_is_told_so() -> None:
    assert asked(a_part(b"{", more=True), {"type": "http.disconnect"}, method="POST")[0]["status"] == 400


def test_a_sender_that_falls_silent_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "SILENCE_SECONDS", 0.05)

    assert asked(a_part(b"{", more=True), method="POST")[0]["status"] == 408


def test_a_body_larger_than_any_plan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "MAX_UPLOAD_BYTES", 10)

    assert asked(a_part(b"x" * 11), method="POST")[0]["status"] == 413


def test_an_address_that_is_no_text_is_refused() -> None:
    assert asked(a_part(), path="/%ff", raw_path=b"/%ff", query_string=b"\xff")[0]["status"] in (400, 404)


def test_a_stretch_of_a_stream_is_large_enough_to_be_worth_a_thread() -> None:
    chunks = iter([b"a" * 100_000] * 5)

    assert len(threads._stretch(chunks)) == 300_000
    assert len(threads._stretch(chunks)) == 200_000
    assert threads._stretch(chunks) == b""
