"""Nasty files sent to a served Milepost: each is told in a sentence, and the house goes on as before."""

from __future__ import annotations

import gzip
import io
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.interop.test_hostile import NS, mspdi, task
from tests.surfaces.attacks.test_forged import POLICY
from tests.surfaces.served import Served

SECONDS = 10
"""How long reading a hostile file may take by the promise; counted in the server's own processor time."""


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


WORKBOOK = ("[Content_Types].xml", b"<Types/>")
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing but blanks": ("plan.xml", lambda: b"   \n"),
    "cut": ("plan.xml", lambda: mspdi(task(1))[:-40]),
    "a picture as a workbook": ("plan.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "a program": ("plan.mpp", lambda: b"MZ" + bytes(5000)),
    "gzip bomb": ("plan.xml.gz", lambda: gzip.compress(b" " * (100 << 20), compresslevel=9)),
    "archive bomb": ("plan.xlsx", lambda: zipped(WORKBOOK, ("xl/workbook.xml", b"0" * (64 << 20)))),
    "archive in archive": ("plan.xlsx", lambda: zipped(WORKBOOK, ("xl/a.zip", zipped(("b", b"0" * 1000))))),
    "many entries": ("plan.xlsx", lambda: zipped(*[(f"xl/{n}", b"") for n in range(12_000)])),
    "leads out": ("plan.xlsx", lambda: zipped(WORKBOOK, ("../../evil", b"x"))),
    "drive": ("plan.xlsx", lambda: zipped(WORKBOOK, ("C:\\evil", b"x"))),
    "entity": (
        "plan.xml",
        lambda: f'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project {NS}>&x;</Project>'.encode(),
    ),
    "laughs": (
        "plan.xml",
        lambda: b'<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Project>&b;</Project>',
    ),
    "deep": ("plan.xml", lambda: mspdi("<Task>" + "<a>" * 50_000)),
    "very wide sheet": ("plan.csv", lambda: b",".join(b"column %d" % n for n in range(6000)) + b"\n1\n"),
    "cell of megabytes": ("plan.csv", lambda: b'Name\n"' + b"x" * (11 << 20) + b'"\n'),
    "binary": ("plan.csv", lambda: bytes(range(256)) * 100),
    "lone surrogates": ("plan.csv", lambda: b"Name,Duration\n\xed\xa0\x80,3d\n"),
    "odd numbers": ("plan.csv", lambda: "Name,Duration\nA,1e400d\nB,NaN\nC,٣d\nD,-0d\n".encode()),
    "odd dates": ("plan.csv", lambda: b"Name,Start\nA,31/11/2026\nB,0000-00-00\nC,9999-12-31\n"),
    "formulas": ("plan.csv", lambda: b"Name,Duration\n\"=cmd|'/C calc'!A0\",1d\n@SUM(A1),2d\n"),
    "utf-16": ("plan.csv", lambda: "Name;Duration\r\nGraben;3d\r\n".encode("utf-16")),
}


@pytest.mark.parametrize("which", FILES)
def test_a_nasty_file_is_told_and_the_house_goes_on(house: Served, which: str) -> None:
    name, content = FILES[which]
    began = _processor_seconds(house)

    sent = house.upload(name, content())

    assert sent.status_code in (201, 400, 409, 413, 415), sent.text[:300]
    if sent.status_code == 201:
        (file,) = _looked_at(house, sent).json()["files"]
        told = file["refusal"] or ""
        assert file["preview"] or (told.endswith(".") and "Traceback" not in told), told
        assert "/etc/" not in told
        assert "root:" not in str(file)
    assert _processor_seconds(house) - began < SECONDS
    assert httpx.get(f"{house.address}/readyz", timeout=60).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        *("../../../etc/passwd", "/etc/passwd", "C:\\windows\\x", "..", ".", "a" * 3000, "\u202egnp.xml"),
        *("x\r\nSet-Cookie: a=b", "<script>alert(1)</script>.csv", "\x00.csv", "con", "", " ", "🗂️.csv"),
    ],
)
def test_whatever_a_file_is_called_it_stays_on_its_shelf(house: Served, name: str) -> None:
    before = _files_outside(house)

    sent = house.upload(name, b"Name,Duration\nPack,3d\n")

    assert sent.status_code in (201, 400, 409, 422), sent.text[:300]
    assert "Set-Cookie" not in sent.headers
    assert _files_outside(house) == before
    if sent.status_code == 201:
        (file,) = _looked_at(house, sent).json()["files"]
        assert file["preview"]["projects"][0]["tasks"] == 1


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [
        ({"Content-Encoding": "gzip"}, (415,)),
        ({"Content-Type": "text/html"}, (201,)),
        ({"Content-Type": "multipart/form-data; boundary=x"}, (201, 400, 415)),
        ({"Content-Length": "5"}, (201, 400)),
        ({"Transfer-Encoding": "chunked, chunked"}, (400, 501)),
    ],
)
def test_what_a_body_says_of_itself_is_not_taken_on_trust(
    house: Served, headers: dict[str, str], statuses: tuple[int, ...]
) -> None:
    lines = _head(house, {"Content-Length": "22", **headers})
    if "Transfer-Encoding" in headers:
        lines = lines.replace("Content-Length: 22\r\n", "")
    status = _raw(house, lines + "Name,Duration\nPack,3d\n")

    assert status in statuses


def test_who_hangs_up_in_the_middle_leaves_nothing_behind(house: Served) -> None:
    before = house.request("GET", "uploads").json()["items"]

    for _ in range(20):
        _raw(house, _head(house, {"Content-Length": "5000000"}) + "Name,", hangs_up=True)

    assert httpx.get(f"{house.address}/readyz", timeout=60).status_code == 200
    assert house.request("GET", "uploads").json()["items"] == before


def test_who_dawdles_keeps_nobody_waiting(house: Served) -> None:
    """Forty callers who never finish their request, and one who does."""
    lingering = [_open(house, _head(house, {"Content-Length": "5000000"}) + "Name,") for _ in range(40)]
    try:
        assert httpx.get(f"{house.address}/readyz", timeout=60).status_code == 200
        assert house.request("GET", "programs").status_code == 200
    finally:
        for one in lingering:
            one.close()


@pytest.mark.parametrize(
    "path",
    [
        *("/healthz", "/readyz", "/api/v1/openapi.json", "/api/v1/nothing", "/mcp", "/static/nothing.js"),
        *("/api/v1/programs/atlas/events", "/nowhere", "/accounts/login/", "/%00", "/..%2f..%2fetc/passwd"),
    ],
)
def test_every_door_tells_the_browser_whom_to_trust(house: Served, path: str) -> None:
    for method in ("GET", "POST", "OPTIONS", "TRACE"):
        answer = httpx.request(
            method, house.address + path, headers={"Origin": "https://evil.example"}, timeout=60
        )

        assert answer.headers.get("Content-Security-Policy") == POLICY, (method, answer.status_code)
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", method
        assert answer.headers.get("X-Frame-Options") == "DENY", method
        assert not [name for name in answer.headers if name.startswith("access-control")], method
        assert answer.status_code < 500, method
        assert "root:" not in answer.text


def test_no_door_answers_under_another_host_s_name(house: Served) -> None:
    for path in ("/accounts/login/", "/mcp", "/api/v1/people", "/api/v1/programs/atlas/events"):
        answer = httpx.get(house.address + path, headers={"Host": "evil.example"}, timeout=60)

        assert answer.status_code in (400, 403, 421), path


def _looked_at(house: Served, sent: httpx.Response) -> httpx.Response:
    looked = house.request("GET", f"uploads/{sent.json()['result']}")
    assert looked.status_code == 200, looked.text[:300]
    return looked


def _processor_seconds(house: Served) -> float:
    """The server's own processor time, which other work on the machine does not add to."""
    fields = Path(f"/proc/{house.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _files_outside(house: Served) -> set[str]:
    """The files of the data folder that wait on no shelf, and those beside the folder."""
    inside = {str(path) for path in house.data.rglob("*") if path.is_file() and "uploads" not in path.parts}
    return {path for path in inside if "sqlite3" not in path} | {str(p) for p in house.data.parent.iterdir()}


def _head(house: Served, headers: dict[str, str]) -> str:
    told = {"Host": urlsplit(house.address).netloc, "Authorization": f"Bearer {house.token}", **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST /api/v1/uploads:file?name=x.csv HTTP/1.1\r\n{lines}\r\n"


def _open(house: Served, text: str) -> socket.socket:
    address = urlsplit(house.address)
    opened = socket.create_connection((address.hostname or "", address.port or 0), timeout=60)
    opened.sendall(text.encode())
    return opened


def _raw(house: Served, text: str, *, hangs_up: bool = False) -> int:
    """Send these bytes; the status answered, 0 for who did not wait for one."""
    opened = _open(house, text)
    try:
        if hangs_up:
            return 0
        head = opened.recv(4096).decode(errors="replace")
    finally:
        opened.close()
    return int(head.split(" ", 2)[1]) if head else 0
