"""How soon a command answers and a server serves: `./run bench startup [--json]`.

The floor of a command on plan files is an interpreter that imports numpy; nothing that schedules can be
quicker. Medians of alternating repetitions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.surfaces.served import environment, free_port  # noqa: E402

FLOOR = ("-c", "import numpy")
COMMANDS = {
    "milepost --version": ("-m", "milepost", "--version"),
    "milepost read --help": ("-m", "milepost", "read", "--help"),
}


def main() -> None:
    """Measure, and print one JSON document (or a table)."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--repetitions", type=int, default=7)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = _commands(Path(folder), options.repetitions)
        results += _server(Path(folder) / "house")
    told = {"machine": {"python": platform.python_version(), "cpus": os.cpu_count()}, "results": results}
    if options.json:
        print(json.dumps(told))
        return
    for result in results:
        print("  ".join(str(value) for value in result.values()))


def _commands(folder: Path, repetitions: int) -> list[dict[str, Any]]:
    """Each command beside the floor, taking turns."""
    ours: dict[str, list[float]] = {name: [] for name in COMMANDS}
    floor: list[float] = []
    for _ in range(repetitions):
        floor.append(_seconds(folder, FLOOR))
        for name, words in COMMANDS.items():
            ours[name].append(_seconds(folder, words))
    return [_result(name, statistics.median(times), statistics.median(floor)) for name, times in ours.items()]


def _server(folder: Path) -> list[dict[str, Any]]:
    """From the command to the first page served: an empty folder, then the same folder again."""
    folder.mkdir()
    floor = _seconds(folder, FLOOR)
    return [_result(f"milepost serve, {name} start", _served(folder), floor) for name in ("first", "second")]


def _served(folder: Path) -> float:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "milepost", "serve", "--port", str(port)],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/accounts/login/", timeout=30)
                return time.perf_counter() - began
            except httpx.HTTPError:
                time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _seconds(folder: Path, words: tuple[str, ...]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], env=environment(folder), capture_output=True, check=True)
    return time.perf_counter() - began


def _result(name: str, ours: float, floor: float) -> dict[str, Any]:
    return {
        "name": name,
        "ours_seconds": round(ours, 3),
        "floor": "python -c 'import numpy'",
        "floor_seconds": round(floor, 3),
    }


if __name__ == "__main__":
    main()
