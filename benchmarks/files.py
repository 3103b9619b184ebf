"""How fast plan files are read, and how soon `milepost schedule` answers: `./run bench files [--json]`.

Files are MS Project's, as Project 2013 lays them out (`benchmarks/project_files.py`). Every measure is taken
in a process of its own; seconds are its processor time, so that a busy machine does not decide. What a
command must take anyway is an interpreter that imports numpy, and reading the file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks import project_files  # noqa: E402

SEED = 1
FLOOR = ("-c", "import numpy")
READ = """
import gc, json, resource, sys, time
from pathlib import Path
from milepost.engine.analysis import analyse
from milepost.interop.exchange.planning import to_plan
from milepost.interop.mspdi import read
gc.disable()
began = time.process_time()
exchange = read.read(Path(sys.argv[1]))
done = time.process_time()
if sys.argv[2] == "schedule":
    analyse(to_plan(exchange).plan)
seconds = [done - began, time.process_time() - began]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"tasks": len(exchange.projects[0].tasks), "seconds": seconds, "mb": peak}))
"""


def main() -> None:
    """Measure, and print one JSON document (or a table)."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--sizes", default="10000,100000")
    asked.add_argument("--repetitions", type=int, default=5)
    asked.add_argument("--without-peer", action="store_true")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for size in (int(one) for one in options.sizes.split(",")):
            file = Path(folder) / f"{size}.xml"
            project_files.write(file, size, seed=SEED)
            results.append(_reading(file, options.repetitions, peer=not options.without_peer))
            results.append(_read_and_schedule(file))
            results.append(_cold(file, options.repetitions))
    told = {"machine": {"python": platform.python_version(), "cpus": os.cpu_count()}, "results": results}
    if options.json:
        print(json.dumps(told))
        return
    for result in results:
        print("  ".join(f"{name} {value}" for name, value in result.items()))


def _reading(file: Path, repetitions: int, *, peer: bool) -> dict[str, Any]:
    """The file read, beside MPXJ, which has warmed up."""
    runs = [_fresh(file, "read") for _ in range(repetitions)]
    ours = statistics.median(run["seconds"][0] for run in runs)
    result = {
        "name": "read MS Project XML",
        "tasks": runs[0]["tasks"],
        "mb_file": round(file.stat().st_size / 2**20, 1),
        "ours_seconds": round(ours, 3),
        "tasks_per_second": round(runs[0]["tasks"] / ours),
        "ours_mb": round(max(run["mb"] for run in runs)),
    }
    if peer:
        words = [sys.executable, "-m", "benchmarks.peers.mpxj_reading", str(file), str(repetitions + 1)]
        ran = subprocess.run(words, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=True)
        theirs = statistics.median(json.loads(ran.stderr.strip().splitlines()[-1])[1:])
        result |= {"peer": "MPXJ", "peer_seconds": round(theirs, 3), "ratio": round(theirs / ours, 2)}
    return result


def _read_and_schedule(file: Path) -> dict[str, Any]:
    run = _fresh(file, "schedule")
    return {
        "name": "read and schedule",
        "tasks": run["tasks"],
        "ours_seconds": round(run["seconds"][1], 3),
        "ours_mb": round(run["mb"]),
    }


def _cold(file: Path, repetitions: int) -> dict[str, Any]:
    """`milepost schedule` in a process of its own, beside the floor, taking turns."""
    floor, whole, reading = [], [], []
    for _ in range(repetitions):
        floor.append(_command(FLOOR))
        whole.append(_command(("-m", "milepost", "schedule", str(file))))
        reading.append(_fresh(file, "read")["seconds"][0])
    beyond = statistics.median(
        all_of - read - least for all_of, read, least in zip(whole, reading, floor, strict=True)
    )
    return {
        "name": "milepost schedule, cold",
        "tasks": int(file.stem),
        "ours_seconds": round(statistics.median(whole), 3),
        "floor": "python -c 'import numpy'",
        "floor_seconds": round(statistics.median(floor), 3),
        "reading_seconds": round(statistics.median(reading), 3),
        "beyond_seconds": round(beyond, 3),
    }


def _fresh(file: Path, what: str) -> dict[str, Any]:
    words = [sys.executable, "-c", READ, str(file), what]
    ran = subprocess.run(words, env=_environment(), capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _command(words: tuple[str, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], env=_environment(), capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


if __name__ == "__main__":
    main()
