"""Rows of MS Project XML read as text are what the parser makes of them, or are left to it."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.base.documents.sources import Unreadable
from milepost.interop.exchange.drafts import drafted
from milepost.interop.exchange.values import Exchange, Link, Task
from milepost.interop.mspdi import children, read
from milepost.interop.mspdi.children import NotPlain
from tests.interop import beside
from tests.interop.test_fuzz import damaged, whole
from tests.interop.test_hostile import NS, mspdi, task

INDENTED = """<Task>
    <UID>7</UID>
    <Name>Dig&amp;pour</Name>
    <PredecessorLink>
      <PredecessorUID>3</PredecessorUID>
      <Type>1</Type>
    </PredecessorLink>
    <Notes/>
  </Task>"""


def as_elements(content: bytes) -> Exchange | str:
    """What the parser alone makes of a file, or why it refuses."""
    try:
        return read._read(content, tables={})
    except Unreadable as refused:
        return str(refused)


def as_text(content: bytes) -> Exchange | str | None:
    """What comes of reading rows as text; None when a row is not plain."""
    try:
        return read._read(content, tables=read._TABLES)
    except NotPlain:
        return None
    except Unreadable as refused:
        return str(refused)


def _plain_files() -> list[Path]:
    found = [path for path in sorted(beside.FILES.glob("*/*.xml*")) if path.stat().st_size < 1 << 20]
    return [path for path in found if b"schemas.microsoft.com/project" in _content(path)[:2000]]


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _without_carried(found: Exchange | str | None) -> object:
    """Without pieces of XML that may be spelled `<a/>` or `<a></a>`."""
    if not isinstance(found, Exchange):
        return found
    project = found.projects[0]
    rows = [
        tuple(replace(row, carried=()) for row in table) for table in (project.tasks, project.assignments)
    ]
    return project.title, *rows, found.fidelity, found.problems


@pytest.mark.skipif(not beside.FILES.exists(), reason=beside.MISSING)
def test_every_real_file_is_the_same_either_way() -> None:
    for path in _plain_files():
        content = _content(path)
        assert _without_carried(as_text(content)) == _without_carried(as_elements(content)), path.name


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_file_is_the_same_either_way_or_left_to_the_parser(seed: int) -> None:
    written = whole("xml")
    for content in (*damaged(written, seed), *damaged(written.replace(b">\n<", b"><"), seed)):
        found = as_text(content)
        if isinstance(found, Exchange):
            assert _without_carried(found) == _without_carried(as_elements(content))
        elif found is not None:
            assert isinstance(as_elements(content), str)


@pytest.mark.parametrize("text", [INDENTED, "".join(INDENTED.split())])
def test_a_row_is_cut_into_its_children_however_it_is_laid_out(text: str) -> None:
    row = children.split(text.removeprefix("<Task>").removesuffix("</Task>"))

    found = [children.parsed(child) for child in row]

    assert [(child.name, child.text) for child in found] == [
        ("UID", "7"),
        ("Name", "Dig&pour"),
        ("PredecessorLink", None),
        ("Notes", None),
    ]
    assert found[2].xml.replace(" ", "") == (
        "<PredecessorLink><PredecessorUID>3</PredecessorUID><Type>1</Type></PredecessorLink>"
    )


@pytest.mark.parametrize(
    "more",
    [
        "<Notes><![CDATA[</Notes><UID>99</UID><Notes>]]></Notes>",
        "<!-- <UID>99</UID> -->",
        "<!--\n--><Notes>said</Notes>",
        '<Other xmlns="urn:other">1</Other>',
        "<Notes>a > b ></Notes>",
        '<Notes kind="x">said</Notes>',
        "<?target <UID>99</UID>?>",
    ],
)
def test_what_is_not_plain_is_read_by_the_parser(more: str) -> None:
    exchange = read.read(mspdi(task(1, more=more) + task(2)))

    assert [row.uid for row in exchange.projects[0].tasks] == [1, 2]


@pytest.mark.parametrize(
    "tasks",
    [
        f"<!-- <Tasks>{task(1)}</Tasks> -->",
        f"<![CDATA[<Tasks>{task(1)}</Tasks>]]>",
        f"<Other><Tasks>{task(1)}</Tasks></Other>",
    ],
    ids=["comment", "text", "elsewhere"],
)
def test_a_table_that_is_none_has_no_rows(tasks: str) -> None:
    content = (
        f"<Project {NS}><Notes/>{tasks.replace('<Tasks>', '<Tasks>')}<Title>T</Title></Project>".encode()
    )

    assert read.read(content).projects[0].tasks == ()


def test_an_error_behind_rows_of_text_names_its_line() -> None:
    content = mspdi("\n".join(task(number) for number in range(1, 50)), "").replace(b"</Tasks>", b"\n<Tasks>")

    with pytest.raises(Unreadable, match=r"line 5[01]"):
        read.read(content)


@pytest.mark.parametrize("value", [Task(uid=1, name="A", duration=4800), Link(3)])
def test_what_was_drafted_is_frozen_and_equal(value: Task | Link) -> None:
    stated = {name: getattr(value, name) for name in value.__slots__}

    made = drafted(type(value))(**stated)

    assert made == value
    assert type(made) is type(value)
    with pytest.raises(AttributeError):
        made.carried = ()  # type: ignore[misc]
