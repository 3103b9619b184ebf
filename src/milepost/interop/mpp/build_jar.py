"""Build `milepost-mpp.jar`, the small Java side of reading MS Project's own files.

Run at a release when a file under `java/` changed: `python -m milepost.interop.mpp.build_jar`. It needs
`javac` (17 or later) and the extra `milepost[msproject]`. The jar carries a digest of its sources; a test
holds it against them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from milepost.interop.mpp import runtime

_SOURCES = Path(__file__).with_name("java")
_PROVIDERS = "META-INF/services/java.nio.charset.spi.CharsetProvider"
_STAMP = (1980, 1, 1, 0, 0, 0)


def source_digest() -> str:
    """What the sources hash to, file by file in order."""
    digest = hashlib.sha256()
    for source in sorted(_SOURCES.rglob("*.java")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def packed_digest() -> str:
    """The digest of the sources the jar was built from."""
    with zipfile.ZipFile(runtime.JAR) as jar:
        return jar.read("META-INF/sources.sha256").decode()


def build() -> None:
    """Compile the sources and pack them, byte for byte the same from the same sources."""
    compiler = shutil.which("javac")
    libraries = runtime.libraries()
    if compiler is None or libraries is None:
        raise SystemExit("Building the jar needs javac and the extra milepost[msproject].")
    with tempfile.TemporaryDirectory() as folder:
        sources = [str(path) for path in sorted(_SOURCES.rglob("*.java"))]
        command = [compiler, "--release", "17", "-g:none", "-cp", f"{libraries}/*", "-d", folder, *sources]
        subprocess.run(command, check=True)  # noqa: S603 - a fixed command
        _pack(Path(folder))


def _pack(classes: Path) -> None:
    with zipfile.ZipFile(runtime.JAR, "w", zipfile.ZIP_DEFLATED) as jar:
        for path in sorted(classes.rglob("*.class")):
            _add(jar, path.relative_to(classes).as_posix(), path.read_bytes())
        _add(jar, _PROVIDERS, b"milepost.MacRomanProvider\n")
        _add(jar, "META-INF/sources.sha256", source_digest().encode())


def _add(jar: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    jar.writestr(entry, content)


if __name__ == "__main__":
    build()
