"""Files damaged at random, always the same way: read for what is right in them, or refused in a sentence."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator

import pytest

from milepost.base.documents.sources import Unreadable
from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.engine.plan import OFFICE_WEEK
from milepost.interop import reading, writing
from milepost.interop.exchange.planning import to_plan
from milepost.interop.exchange.values import (
    Assignment,
    Baseline,
    Calendar,
    Exchange,
    Link,
    Project,
    Rate,
    Resource,
    Task,
)

DAY = 8 * TICKS_PER_HOUR
MONDAY = 29_544_960 * 10
ENDINGS = ("xml", "xer", "plan", "csv", "xlsx")
ROUNDS = 60

NASTY: tuple[bytes, ...] = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"99999999999999999999",
    b"-1",
    b"1e400",
    b"NaN",
    b"0000-00-00T00:00:00",
    b"9999-12-31T23:59:59",
    b"\xd9\xa3",
    b"\xed\xa0\x80",
    b"<a>" * 300,
    b"&x;",
    b"((" * 300,
    b"\t" * 50,
    b"\r\n%T\tTASK\r\n",
    b"%R\t",
    b'"',
    b"\xe2\x80\xae",
)


def a_plan() -> Exchange:
    """A plan with something of everything."""
    tasks = (
        Task(uid=1, id=1, name="Phase", is_summary=True, code="A"),
        Task(
            uid=2,
            id=2,
            name="Dig",
            parent=1,
            outline_level=2,
            code="B",
            duration=3 * DAY,
            notes="deep",
            custom={"Text1": "north"},
            baselines={0: Baseline(start=MONDAY, finish=MONDAY + DAY)},
        ),
        Task(
            uid=3,
            id=3,
            name="Pour",
            parent=1,
            outline_level=2,
            code="C",
            duration=DAY,
            predecessors=(Link(2, lag=4800),),
        ),
    )
    project = Project(
        uid=1,
        title="Works",
        start=MONDAY,
        calendar=1,
        calendars=(Calendar(uid=1, name="Standard", week=OFFICE_WEEK),),
        tasks=tasks,
        resources=(Resource(uid=1, id=1, name="Ana", max_units=1.0, rates=(Rate(),)),),
        assignments=(Assignment(uid=1, task=2, resource=1, units=1.0, work=1440.0),),
    )
    return Exchange(format="mspdi", projects=(project,))


def mpx() -> bytes:
    """A small MPX file, which Milepost reads and does not write."""
    lines = (
        "MPX,Microsoft Project,4.0,ANSI",
        "10,$,0,2,',','.'",
        '11,2,0,1,480,40,"$0.00/h","$0.00/h",0,0',
        "61,90,98,1,3,40,70",
        '70,1,1,"Phase",1,"0d",0,""',
        '70,2,2,"Dig",2,"3d",0,""',
        '70,3,3,"Pour",2,"1d",0,"2FS+1d"',
    )
    return "\r\n".join(lines).encode()


def whole(kind: str) -> bytes:
    """An undamaged file of a kind."""
    return mpx() if kind == "mpx" else writing.write(a_plan(), f"plan.{kind}")


def damaged(content: bytes, seed: int) -> Iterator[bytes]:
    """The content cut, flipped, stuffed, doubled and shuffled, `ROUNDS` times."""
    chance = random.Random(seed)
    ways: tuple[Callable[[bytes], bytes], ...] = (
        lambda one: one[: chance.randrange(len(one))],
        lambda one: _flipped(one, chance),
        lambda one: _stuffed(one, chance.choice(NASTY), chance),
        lambda one: _doubled(one, chance),
        lambda one: _without(one, chance),
    )
    for _ in range(ROUNDS):
        changed = content
        for _ in range(chance.randrange(1, 4)):
            changed = chance.choice(ways)(changed) or b"x"
        yield changed


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 20)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _stuffed(content: bytes, nasty: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + nasty + content[at + chance.randrange(10) :]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted((chance.randrange(len(content)), chance.randrange(len(content))))
    return content[:last] + content[first:]


def _without(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted((chance.randrange(len(content)), chance.randrange(len(content))))
    return content[:first] + content[last:]


def read_or_refused(content: bytes) -> None:
    """Read and worked out, or refused by a sentence; anything else is a fault of ours."""
    try:
        exchange = reading.read(content)
    except Unreadable as refused:
        sentence = str(refused)
    else:
        analyse(to_plan(exchange).plan)
        return
    assert sentence.endswith("."), sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("kind", [*ENDINGS, "mpx"])
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_refused(kind: str, seed: int) -> None:
    for content in damaged(whole(kind), seed):
        if not content.startswith(b"\xd0\xcf\x11\xe0"):
            read_or_refused(content)


@pytest.mark.parametrize("kind", ["xml", "xer", "plan", "csv", "mpx"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252", "utf-32", "cp037"])
def test_a_file_in_a_wrong_encoding_is_read_or_refused(kind: str, encoding: str) -> None:
    content = whole(kind)
    read_or_refused(content.decode("utf-8", errors="replace").encode(encoding, errors="replace"))


def test_what_is_inside_a_workbook_may_be_damaged_too() -> None:
    for seed in range(4):
        for content in damaged(_sheet_of(whole("xlsx")), seed):
            read_or_refused(_with_sheet(whole("xlsx"), content))


def test_compressed_files_are_read_or_refused() -> None:
    for content in damaged(gzip.compress(whole("xml"), mtime=0), 7):
        read_or_refused(content)


def _sheet_of(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def _with_sheet(workbook: bytes, sheet: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else archive.read(name))
    return out.getvalue()
