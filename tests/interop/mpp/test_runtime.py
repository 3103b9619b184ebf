"""The Java side: built from the sources beside it, refused in one line when missing, ended when it takes too
much.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.base.documents.sources import Unreadable
from milepost.interop import reading
from milepost.interop.mpp import build_jar, runtime
from tests.interop import beside

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

needs_java = pytest.mark.skipif(
    not runtime.is_available(), reason="the extra milepost[msproject] is not installed"
)


def test_the_jar_is_built_from_the_sources_beside_it() -> None:
    assert build_jar.packed_digest() == build_jar.source_digest()


def test_without_the_extra_the_refusal_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "libraries", lambda: None)

    with pytest.raises(Unreadable, match=r"pip install 'milepost\[msproject\]'") as refused:
        reading.read(OLE + bytes(600))
    assert "\n" not in str(refused.value)


@needs_java
def test_a_document_of_another_program_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"damaged|not a plan"):
        reading.read(OLE + bytes(4096))


@needs_java
def test_a_process_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    file = beside.plan_file("aspose/Homemoveplan.mpp")
    monkeypatch.setattr(runtime, "_MOST_MB", 1)
    monkeypatch.setattr(runtime, "_POLL_SECONDS", 0.01)

    with pytest.raises(Unreadable, match="more than 1 MB"):
        reading.read(file)


@needs_java
def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    odd = tmp_path / "-Xmx9g; rm \u202e plan.mpp"
    odd.write_bytes(beside.plan_file("mpxj/bug3.mpp").read_bytes())

    assert reading.read(odd).projects[0].tasks
