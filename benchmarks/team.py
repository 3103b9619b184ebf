"""A team's day on PostgreSQL: `./run bench team [--programs 60] [--seconds 60] [--rate 20] [--json]`.

Programs of 1,000 tasks in ten projects each are filled in; then nine reads to one write come at a steady
rate, each at a program drawn by chance, whoever answered or not: what waits is counted as waiting. `wall_ms`
holds the client's figures, `rss_mb` what the server's process held at its most.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.databases import an_empty_database  # noqa: E402
from tests.surfaces.served import Served, environment, served  # noqa: E402

from benchmarks.served_programs import fill, tell  # noqa: E402

TASKS = 1000
"""Tasks of each program."""
READS = (
    ("the plan's data", "/api/v1/programs/p{}/sheet", 3),
    ("100 tasks", "/api/v1/programs/p{}/tasks?limit=100", 3),
    ("where a program stands", "/api/v1/programs/p{}/analysis", 2),
    ("its milestones", "/api/v1/programs/p{}/milestones", 1),
    ("every program", "/api/v1/programs", 1),
)
"""What is read, its address, and how often beside the others."""
WRITE = "a duration changed"
WRITES = 0.1
"""The share of requests that write."""


@dataclass
class Day:
    """A house under load, and what its visitors waited, in milliseconds by what they asked."""

    house: Served
    programs: int
    tasks: dict[int, list[int]]
    client: httpx.Client
    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)

    def ask(self, chance: random.Random, due: float) -> None:
        """One request that was due at a moment of the clock."""
        program = chance.randrange(self.programs)
        if chance.random() < WRITES:
            name, method, body = WRITE, "PATCH", {"duration": f"{chance.randint(1, 9)}d"}
            path = f"/api/v1/programs/p{program}/tasks/{chance.choice(self.tasks[program])}"
        else:
            name, path, _ = chance.choices(READS, [share for *_, share in READS])[0]
            method, body, path = "GET", None, path.format(program)
        answer = self.client.request(method, self.house.address + path, json=body)
        self.waited[name].append((time.perf_counter() - due) * 1000)
        if answer.is_error:
            self.failed.append(f"{answer.status_code} {method} {path}")


def main() -> None:
    """Fill, load, print one JSON document (or a table)."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--programs", type=int, default=60)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--rate", type=int, default=20, help="requests a second")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        an_empty_database(Path(folder), on_postgresql=True) as database,
        served(Path(folder) / "house", MILEPOST_DATABASE_URL=database) as house,
    ):
        told = environment(house.data) | {"MILEPOST_DATABASE_URL": database}
        fill(told, {f"p{at}": TASKS for at in range(options.programs)}, projects=10)
        day = _opened(house, options.programs)
        _spent(day, options.rate, options.seconds)
        results = _results(day, options.programs * TASKS)
    tell(results, as_json=options.json)


def _opened(house: Served, programs: int) -> Day:
    """A day about to begin: every program was looked at once, and the tasks people work on are known."""
    limits = httpx.Limits(max_connections=100)
    client = httpx.Client(
        timeout=120, limits=limits, headers={"Authorization": f"Bearer {house.token}", "If-Match": "*"}
    )
    tasks = {}
    for program in range(programs):
        address = f"{house.address}/api/v1/programs/p{program}"
        client.get(f"{address}/analysis").raise_for_status()
        rows = client.get(f"{address}/tasks?limit=100").raise_for_status().json()["items"]
        tasks[program] = [row["number"] for row in rows if row["name"].startswith("Task")]
    return Day(house, programs, tasks, client)


def _spent(day: Day, rate: int, seconds: int) -> None:
    """Requests at a steady rate, begun when they are due and not when the last was answered."""
    began = time.perf_counter()
    with ThreadPoolExecutor(100) as visitors:
        for at in range(rate * seconds):
            due = began + at / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            visitors.submit(day.ask, random.Random(at), due).add_done_callback(lambda done: done.result())


def _results(day: Day, tasks: int) -> list[dict[str, Any]]:
    reads = [wait for name, waits in day.waited.items() if name != WRITE for wait in waits]
    lines = {"all reads": reads, WRITE: day.waited[WRITE]} | {
        name: day.waited[name] for name, *_ in READS if day.waited[name]
    }
    return [
        {
            "name": name,
            "tasks": tasks,
            "requests": len(waits),
            "failed": len(day.failed) if name == "all reads" else 0,
            "wall_ms_p50": round(statistics.median(waits), 1),
            "wall_ms_p95": round(sorted(waits)[int(len(waits) * 0.95)], 1),
            "rss_mb": round(_most_held(day.house)),
        }
        for name, waits in lines.items()
    ]


def _most_held(house: Served) -> float:
    """The most memory the server's process has held, in megabytes."""
    status = Path(f"/proc/{house.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
