"""Try the sheet without Milepost: a page, the built files, and answers in the shape of the real API.

    python frontend/dev/serve.py [--port 8090] [--tasks 28] [--style FILE]

For developing and measuring the island only. `--delay` makes answers slow; a task renamed to "conflict"
answers 412.
"""

from __future__ import annotations

import argparse
import copy
import json
import mimetypes
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from atlas import Plan
from shapes import difference, whole
from writes import Refused, write

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent.parent / "src" / "milepost" / "surfaces" / "web" / "static" / "milepost"
SPRITE = STATIC.parent.parent / "shell" / "templates" / "shell" / "icons.html"
SECURITY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
Json = dict[str, Any]


def sprite() -> str:
    """The product's icons, without the template's own comment."""
    return (
        re.sub(r"{%.*?%}", "", SPRITE.read_text().partition("{% endcomment %}")[2]) if SPRITE.exists() else ""
    )


class Handler(BaseHTTPRequestHandler):
    plan: Plan
    style: Path
    delay = 0.0
    past: list[Plan] = []
    future: list[Plan] = []

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/":
            page = (HERE / "page.html").read_text().replace("<!-- sprite -->", sprite())
            self.answer(200, page.encode(), "text/html; charset=utf-8")
        elif path == "/api/v1/programs/atlas/sheet":
            self.json(200, whole(self.plan))
        elif path == "/static/style.css":
            self.answer(200, self.style.read_bytes(), "text/css")
        elif path.startswith("/static/") and (STATIC / path[8:]).is_file():
            self.answer(
                200,
                (STATIC / path[8:]).read_bytes(),
                mimetypes.guess_type(path)[0] or "application/octet-stream",
            )
        elif path == "/dev.css":
            self.answer(200, (HERE.parent / "sheet" / "sheet.css").read_bytes(), "text/css")
        else:
            self.answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        self.write("POST")

    def do_PATCH(self) -> None:
        self.write("PATCH")

    def do_DELETE(self) -> None:
        self.write("DELETE")

    def write(self, method: str) -> None:
        time.sleep(self.delay)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        path = self.path.removeprefix("/api/v1/programs/atlas")
        before = copy.deepcopy(self.plan)
        try:
            after = self.changed(method, path, body)
        except Refused as refusal:
            self.problem(422, {"title": "Refused", "detail": str(refusal)})
            return
        if after is None:
            self.problem(412, {"title": "Conflict"} | self.conflict(path, body))
            return
        changes = difference(before, after)
        if path != "/tasks:preview":
            Handler.plan = after
        self.json(200, {"revision": after.revision, "result": None, "changes": changes})

    def conflict(self, path: str, body: Json) -> Json:
        clash = {"task": int(path.rpartition("/")[2]), "field": "name", "mine": body.get("name")}
        theirs = {"theirs": "Their name", "by": "Bo Lind", "at": "2026-09-22T14:31:00Z"}
        return {"conflicts": [clash | theirs], "revision": self.plan.revision + 1}

    def problem(self, status: int, body: Json) -> None:
        self.json(status, body, "application/problem+json")

    def changed(self, method: str, path: str, body: Json) -> Plan | None:
        if body.get("name") == "conflict" and self.headers["If-Match"] == f'"{self.plan.revision}"':
            return None
        if path in (":undo", ":redo"):
            source, target = (self.past, self.future) if path == ":undo" else (self.future, self.past)
            if not source:
                raise Refused(
                    "There is nothing to undo." if path == ":undo" else "There is nothing to do again."
                )
            target.append(self.plan)
            after = copy.deepcopy(source.pop())
        else:
            after = copy.deepcopy(self.plan)
            write(after, method, path, body)
            after.schedule()
            if path != "/tasks:preview":
                self.past.append(self.plan)
                self.future.clear()
        after.revision = self.plan.revision + 1
        return after

    def json(self, status: int, body: Json, kind: str = "application/json") -> None:
        self.answer(status, json.dumps(body, separators=(",", ":")).encode(), kind)

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", SECURITY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: what matters is in the browser's own log."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--tasks", type=int, default=28)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds each write takes")
    parser.add_argument("--style", type=Path, default=STATIC / "milepost.css")
    options = parser.parse_args()
    Handler.plan, Handler.style, Handler.delay = Plan(options.tasks), options.style, options.delay
    print(f"http://127.0.0.1:{options.port}/")
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
