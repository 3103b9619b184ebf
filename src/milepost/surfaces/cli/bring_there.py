"""`milepost import` and `export` with `--server`: the same on another Milepost, over REST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any
from urllib.parse import quote

from milepost.base.documents.sources import Unreadable
from milepost.base.refusal import Refusal
from milepost.surfaces.cli import rest

_PATIENCE_SECONDS = 300.0
"""How long a large file may take to be sent, read and worked out."""
_EVERY_DIFFERENCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Milepost:
    """Another Milepost, and the token to act with there."""

    server: str
    token: str | None

    def bring(self, name: str, files: tuple[str, ...], *, saves: bool) -> dict[str, Any]:
        """Bring files into a program there, all or none. Raises: Unreadable, Refusal."""
        upload = self._send(files)
        try:
            looked = self._ask("GET", f"uploads/{upload}", query={"differences": str(_EVERY_DIFFERENCE)})
            for one in looked["files"]:
                if one["preview"] is None:
                    raise Unreadable(f"{one['name']}: {one['refusal']}")
            slug = self._program(name)
            if saves:
                into = {"name": name} if slug is None else {"into": slug}
                slug = self._ask("POST", f"uploads/{upload}:bring-in", body=into)["result"]["program"]
        finally:
            self._ask("DELETE", f"uploads/{upload}")
        told = [{"file": file, **one["preview"]} for file, one in zip(files, looked["files"], strict=True)]
        return {"program": slug, "saved": saves, "left_out": [], "files": told}

    def update(
        self, name: str, file: str, *, project: int | None, take: tuple[str, ...], saves: bool
    ) -> dict[str, Any]:
        """Hold a file against a program there and take over what is chosen. Raises: Unreadable, Refusal."""
        slug = self._program(name)
        if slug is None:
            raise Refusal(f"There is no program '{name}' for you there.")
        upload = self._send((file,))
        about: dict[str, Any] = {"into": slug} | ({} if project is None else {"project": project})
        try:
            found = self._ask("GET", f"uploads/{upload}:differences", query=about)
            taken: list[str] = []
            if saves:
                body = {**about, "revision": found["revision"], "pieces": list(take)}
                taken = self._ask("POST", f"uploads/{upload}:take-over", body=body)["result"]["taken"]
        finally:
            if not saves:
                self._ask("DELETE", f"uploads/{upload}")
        return {
            "program": slug,
            "file": file,
            "saved": saves,
            "taken": taken,
            "unknown": found["unknown"],
            "pieces": found["pieces"],
        }

    def export(self, program: str, kind: str, *, project: int | None, as_of: str | None) -> bytes:
        """A program there as a file of a format. Raises: Refusal."""
        about = {"project": project, "as_of": as_of}
        asked = {name: str(value) for name, value in about.items() if value is not None}
        path = f"programs/{quote(program, safe='')}/exports/{kind}"
        return self._answer("GET", path, query=asked).content

    def _send(self, files: tuple[str, ...]) -> str:
        """Send files one at a time; gives the name they wait under."""
        upload = ""
        for file in files:
            about = {"name": PurePath(file).name} | ({"upload": upload} if upload else {})
            with rest.opened(file) as content:
                answer = self._answer("POST", "uploads:file", query=about, content=content)
            upload = str(answer.json()["result"])
        return upload

    def _program(self, name: str) -> str | None:
        """The slug of the program meant there, by slug or by name."""
        rows = self._ask("GET", "programs", query={"limit": "1000"})["items"]
        return next((str(row["slug"]) for row in rows if name in (row["slug"], row["name"])), None)

    def _ask(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> dict[str, Any]:
        answer = self._answer(method, path, query=query, body=body)
        said: dict[str, Any] = rest.understood(answer, self.server)
        return said

    def _answer(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content: IO[bytes] | None = None,
    ) -> rest.Answer:
        return rest.request(
            self.server,
            self.token,
            method,
            path,
            query=query,
            json=body,
            content=content,
            patience=_PATIENCE_SECONDS,
        )
