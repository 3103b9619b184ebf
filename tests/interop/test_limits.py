"""Hostile files in a process that may use 512 MB and 10 seconds: refused, or read for what is right.

The limits are the kernel's: a reader that wants more memory gets a MemoryError, one that computes longer is
killed. What the process answers is one JSON document, or one line on standard error.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from milepost.interop.mpp import runtime
from tests.interop import beside
from tests.interop.test_fuzz import damaged, whole
from tests.interop.test_hostile import NS, link, mspdi, task

MOST_BYTES = 512 << 20
MOST_SECONDS = 10
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _workbook_of(sheet: bytes) -> bytes:
    out = io.BytesIO()
    sound = zipfile.ZipFile(io.BytesIO(whole("xlsx")))
    with sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sound.namelist():
            archive.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else sound.read(name))
    return out.getvalue()


def _many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(25_000):
            archive.writestr(f"{number}", "")
    return out.getvalue()


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE Project [<!ENTITY a0 "ha">{entities}]>'
    project = f"<Project {NS}><Title>&a9;</Title></Project>"
    return f'<?xml version="1.0"?><!--{" x" * 2500}-->{declared}{project}'.encode()


def _circle(size: int) -> bytes:
    return mspdi("".join(task(n, more=link(n % size + 1)) for n in range(1, size + 1)))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "1 empty": lambda: b"",
    "1 cut": lambda: whole("xml")[:-40],
    "2 a picture called a workbook": lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "3 gzip bomb": lambda: gzip.compress(b"<Project>" + b" " * (100 << 20), compresslevel=9),
    "3 zip bomb": lambda: _workbook_of(b"<worksheet>" + b" " * (80 << 20)),
    "3 twenty-five thousand entries": _many_entries,
    "5 billion laughs": _laughs,
    "6 circle of 4,000": lambda: _circle(4000),
    "6 outline of 2,000 levels": lambda: mspdi("".join(task(n, level=n) for n in range(1, 2001))),
    "7 one id 5,000 times": lambda: mspdi(task(7) * 5000),
    "8 names of ten megabytes": lambda: mspdi(f"<Task><UID>1</UID><Name>{'x' * (10 << 20)}</Name></Task>"),
    "8 five thousand columns": lambda: b",".join([b"name", *[b"c"] * 5000]) + b"\n" + b"x," * 5000,
    "8 a million openings": lambda: mspdi("<Task>" + "<a>" * 1_000_000),
    "8 a row of a million nested texts": lambda: mspdi(
        "<Task>" + "<a><b>" * 500_000 + "</b></a>" * 500_000 + "</Task>"
    ),
    "8 a cell of twenty megabytes": lambda: b"name,duration\n" + b"x" * (20 << 20) + b",1d\n",
    "9 half a character": lambda: whole("xml").decode().encode("utf-16")[:-1],
    "10 numbers": lambda: mspdi(
        task(1, more="<Duration>PT1e400H</Duration><Priority>٣</Priority><Cost>NaN</Cost>")
    ),
    "10 five thousand digits": lambda: mspdi(f"<Task><UID>{'9' * 5000}</UID></Task>"),
    "11 dates": lambda: mspdi(
        task(1, more="<Start>0000-02-30T00:00:00</Start><Finish>9999-12-31T23:59:59</Finish>")
    ),
    "12 an hour that is not": lambda: mspdi(task(1, more="<Start>2026-03-29T02:30:00+14:00</Start>")),
    "13 backwards": lambda: mspdi(task(1, more="<Duration>PT-8H0M0S</Duration>") + task(2, more=link(1))),
    "brackets of a calendar": lambda: whole("xer").replace(
        b"(0||CalendarData()", b"(0||CalendarData()" + b"(" * 200_000
    ),
    "a plan file of brackets": lambda: whole("plan") + b"\n  custom " + b"[" * 100_000,
}


def _limited(seconds: int) -> Callable[[], None]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    return limit


def answered(file: Path) -> subprocess.CompletedProcess[str]:
    """What `milepost schedule` says to a file within the limits."""
    root = Path(__file__).parents[2]
    # One thread of numpy's linear algebra: every thread takes address space for its stack.
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-m", "milepost", "schedule", str(file), "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_limited(MOST_SECONDS),
    )


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by the kernel on Linux only")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered_within_the_limits(name: str, tmp_path: Path) -> None:
    file = tmp_path / "plan"
    file.write_bytes(HOSTILE[name]())

    ran = answered(file)

    assert ran.returncode in {0, 1}, ran.stderr[-500:]
    assert "mistake" not in ran.stderr
    assert "Traceback" not in ran.stderr
    if ran.returncode:
        assert (ran.stdout, ran.stderr.count("\n")) == ("", 1)


def sectors_damaged(content: bytes, seed: int) -> bytes:
    """A compound file with its header, its sector chains or its end damaged."""
    chance = random.Random(seed)
    changed = bytearray(content)
    if seed % 3 == 0:
        for _ in range(6):
            changed[chance.randrange(8, 512)] = chance.randrange(256)
    elif seed % 3 == 1:
        # The first table of sectors: chains that lead nowhere, to themselves, or round in circles.
        table = (int.from_bytes(content[76:80], "little") + 1) * 512
        for _ in range(40):
            at = table + 4 * chance.randrange(128)
            changed[at : at + 4] = chance.choice((0, 1, chance.randrange(500), 0xFFFFFFF0)).to_bytes(
                4, "little"
            )
    else:
        del changed[chance.randrange(512, len(changed)) :]
    return bytes(changed)


@pytest.mark.skipif(not runtime.is_available(), reason="the extra milepost[msproject] is not installed")
@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_mpp_is_read_or_refused_by_the_limited_process(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from milepost.surfaces.cli.main import run

    file = tmp_path / "plan.mpp"
    file.write_bytes(sectors_damaged(beside.plan_file("mpxj/bug3.mpp").read_bytes(), seed))

    code = run(["read", str(file), "--json"])

    said = capsys.readouterr()
    assert code in {0, 1}
    assert "mistake" not in said.err
    assert code == 0 or (said.out == "" and said.err.count("\n") == 1)


@pytest.mark.skipif(not runtime.is_available(), reason="the extra milepost[msproject] is not installed")
def test_a_damaged_mpp_without_any_sectors_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate(damaged(OLE + bytes(2040), 1)):
        if content.startswith(OLE) and number < 2:
            file = tmp_path / f"{number}.mpp"
            file.write_bytes(content)
            assert answered(file).returncode == 1
