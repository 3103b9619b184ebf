"""What a page and an edit cost on the server: `./run bench web [--sizes 1000,10000] [--json]`.

A Milepost is served in a process of its own with programs of the sizes asked for; requests go through HTTP
like anybody's. `cpu_ms` is what the server's process spent (user and system), a mean over the repetitions;
`queries` are counted in a second process that answers the same request without a socket. The peers' figures
for such actions stand in SECURITY of the product's specification; they are not measured here.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.surfaces.served import Served, environment, served  # noqa: E402

_FILL = """
import sys
from milepost.surfaces.cli import house
house.settings()
from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.operation import Acting
from milepost.domain.analysis.operations import tasks
from milepost.domain.programs.operations import programs, projects
from milepost.domain.programs.queries import programs as found
for size in map(int, sys.argv[1:]):
    slug = f"p{size}"
    programs.open_program(Acting(SYSTEM, ORGANISATION), name=slug, slug=slug)
    acting = Acting(SYSTEM, found.named(SYSTEM, slug=slug))
    for project in range(4):
        number = projects.add(acting, name=f"Project {project}").value
        rows = [{"name": f"Phase {n}", "level": 1} if n % 20 == 0 else
                {"name": f"Task {project}-{n}", "level": 2, "id": n, "duration": f"{1 + n % 9}d",
                 **({"predecessors": str(n - 1)} if n % 20 > 1 else {})}
                for n in range(size // 4)]
        tasks.paste(acting, project=number, rows=rows)
"""
_QUERIES = """
import json, sys
from milepost.surfaces.cli import house
house.settings()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
token, requests = sys.argv[1], json.loads(sys.argv[2])
client, counts = Client(headers={"Authorization": f"Bearer {token}", "If-Match": "*"}), []
for method, path, body in requests:
    client.get("/readyz")
    with CaptureQueriesContext(connection) as seen:
        client.generic(method, path, json.dumps(body) if body else "", content_type="application/json")
    counts.append(len(seen))
print(json.dumps(counts))
"""

Request = tuple[str, str, Any]


def main() -> None:
    """Serve, measure, print one JSON document (or a table)."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--sizes", default="1000,10000", help="tasks of each program")
    asked.add_argument("--repetitions", type=int, default=15)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as house:
        subprocess.run(
            [sys.executable, "-c", _FILL, *map(str, sizes)], env=environment(house.data), check=True
        )
        _settle(house, sizes)
        results = [_measured(house, name, make, options.repetitions) for name, make in _actions(house, sizes)]
        counts = _queries(house, [make(0) for _, make in _actions(house, sizes)])
    for result, count in zip(results, counts, strict=True):
        result["queries"] = count
    _print({"machine": _machine(), "results": results}, as_json=options.json)


def _actions(house: Served, sizes: list[int]) -> list[tuple[str, Callable[[int], Request]]]:
    """What people and scripts do, by name; each gives the request of its n-th repetition."""
    actions: list[tuple[str, Callable[[int], Request]]] = []
    for size in sizes:
        base = f"/api/v1/programs/p{size}"
        number = _get(house, f"{base}/tasks?limit=50").json()["items"][40]["number"]

        def edit(at: int, base: str = base, number: int = number) -> Request:
            return "PATCH", f"{base}/tasks/{number}", {"duration": f"{2 + at % 7}d"}

        actions += [
            (f"plan data, {size} tasks", lambda _, base=base: ("GET", f"{base}/sheet", None)),
            (f"100 tasks as JSON, of {size}", lambda _, base=base: ("GET", f"{base}/tasks?limit=100", None)),
            (
                f"one task as JSON, of {size}",
                lambda _, base=base, number=number: ("GET", f"{base}/tasks/{number}", None),
            ),
            (f"edit with dates recalculated, {size} tasks", edit),
        ]
    return actions


def _measured(house: Served, name: str, make: Callable[[int], Request], repetitions: int) -> dict[str, Any]:
    walls, size = [], 0
    for at in range(3):
        _send(house, make(at))
    before = _cpu_seconds(house)
    for at in range(repetitions):
        began = time.perf_counter()
        answer = _send(house, make(at + 3))
        walls.append((time.perf_counter() - began) * 1000)
        size = len(gzip.compress(answer.content, 6))
    walls.sort()
    return {
        "name": name,
        "cpu_ms": round((_cpu_seconds(house) - before) * 1000 / repetitions, 1),
        "wall_ms_p50": round(statistics.median(walls), 1),
        "wall_ms_p95": round(walls[int(len(walls) * 0.95)], 1),
        "bytes_gz": size,
    }


def _settle(house: Served, sizes: list[int]) -> None:
    """Until the kernels are compiled and each program was worked out once: what comes after is steady."""
    for size in sizes:
        _get(house, f"/api/v1/programs/p{size}/sheet")
    spent = _cpu_seconds(house)
    while True:
        time.sleep(3)
        now = _cpu_seconds(house)
        if now - spent < 0.3:
            return
        spent = now


def _send(house: Served, request: Request) -> httpx.Response:
    method, path, body = request
    headers = {"Authorization": f"Bearer {house.token}", "If-Match": "*", "Milepost-Answer": "sheet"}
    answer = _client.request(method, house.address + path, json=body, headers=headers)
    answer.raise_for_status()
    return answer


def _get(house: Served, path: str) -> httpx.Response:
    return _send(house, ("GET", path, None))


def _cpu_seconds(house: Served) -> float:
    """What the server has spent so far, all its threads."""
    fields = Path(f"/proc/{house.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _queries(house: Served, requests: list[Request]) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", _QUERIES, house.token, json.dumps(requests)],
        env=environment(house.data),
        capture_output=True,
        text=True,
        check=True,
    )
    counts: list[int] = json.loads(done.stdout.splitlines()[-1])
    return counts


def _machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "cpus": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(told))
        return
    for result in told["results"]:
        print(
            "  ".join(f"{value:>8}" if name != "name" else f"{value:<40}" for name, value in result.items())
        )


_client = httpx.Client(timeout=120)

if __name__ == "__main__":
    main()
