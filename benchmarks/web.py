"""What a page and an edit cost on the server: `./run bench web [--sizes 1000,10000] [--json]`.

A Milepost is served in a process of its own with programs of the sizes asked for; requests go through HTTP
like anybody's. `cpu_ms` is what the server's threads spent, a mean over the repetitions. Edits of every kind
are made in the largest program (`benchmarks.sheet_edits`), each saved, worked out and answered at once.
`queries` are counted in a second process that answers the same request without a socket. The peers' figures
for such actions stand in SECURITY of the product's specification; they are not measured here.
"""

from __future__ import annotations

import argparse
import gzip
import json
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

from benchmarks import sheet_edits  # noqa: E402
from benchmarks.served_programs import fill, tell  # noqa: E402
from benchmarks.sheet_edits import LAST, Request, Step  # noqa: E402

_WARM = 3
"""Rounds that are not counted."""
_QUERIES = """
import json, sys
from milepost.surfaces.cli import house
house.settings()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
token, requests, marker = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
headers = {"Authorization": f"Bearer {token}", "If-Match": "*", "Milepost-Answer": "sheet, dates apart"}
client, counts, last = Client(headers=headers), [], None
for method, path, body in requests:
    said = json.dumps(body).replace(f'"{marker}"', str(last)) if body else ""
    client.get("/readyz")
    with CaptureQueriesContext(connection) as seen:
        path = path.replace(marker, str(last))
        answer = client.generic(method, path, said, content_type="application/json")
    assert answer.status_code < 300, answer.content
    counts.append(len(seen))
    last = answer.json().get("result", last) if method != "GET" else last
print(json.dumps(counts))
"""


def main() -> None:
    """Serve, measure, print one JSON document (or a table)."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--sizes", default="1000,10000", help="tasks of each program")
    asked.add_argument("--repetitions", type=int, default=15)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    # The server would do it at the lowest priority, which on a busy machine takes for ever.
    subprocess.run([sys.executable, "-m", "milepost.engine.warming"], env=environment(ROOT), check=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as house:
        fill(environment(house.data), {f"p{size}": size for size in sizes}, projects=4)
        _settle(house, sizes)
        actions = [*_actions(house, sizes), *_edits(house, max(sizes))]
        results = [line for steps in actions for line in _measured(house, steps, options.repetitions)]
        counts = _queries(house, [make(0) for steps in actions for _, make in steps])
    for result, count in zip(results, counts, strict=True):
        result["queries"] = count
    tell(results, as_json=options.json)


def _actions(house: Served, sizes: list[int]) -> list[list[Step]]:
    """What people and scripts do with plans of each size."""
    actions: list[Step] = []
    for size in sizes:
        base = f"/api/v1/programs/p{size}"
        number = _get(house, f"{base}/tasks?limit=50").json()["items"][40]["number"]

        def edit(at: int, base: str = base, number: int = number) -> Request:
            return "PATCH", f"{base}/tasks/{number}", {"duration": f"{2 + at % 7}d"}

        actions += [
            (f"plan data, {size} tasks", _reading(f"{base}/sheet")),
            (f"100 tasks as JSON, of {size}", _reading(f"{base}/tasks?limit=100")),
            (f"one task as JSON, of {size}", _reading(f"{base}/tasks/{number}")),
            (f"edit with dates recalculated, {size} tasks", edit),
        ]
    return [[step] for step in actions]


def _reading(path: str) -> Callable[[int], Request]:
    return lambda _: ("GET", path, None)


def _edits(house: Served, size: int) -> list[list[Step]]:
    """Every kind of edit, in a plan of this size."""
    base = f"/api/v1/programs/p{size}"
    _send(house, ("POST", f"{base}/calendars", {"name": "Second"}))
    sheet = _get(house, f"{base}/sheet").json()
    edits = sheet_edits.steps(base, sheet_edits.chosen(sheet, sheet["calendars"][-1]["number"]))
    return [[(f"edit of {size} tasks: {name}", make) for name, make in steps] for steps in edits]


def _measured(house: Served, steps: list[Step], repetitions: int) -> list[dict[str, Any]]:
    """A line for each of some steps, taken in turn; the first rounds only warm up."""
    seen: dict[str, list[tuple[float, float, int]]] = {name: [] for name, _ in steps}
    last = None
    for at in range(_WARM + repetitions):
        for name, make in steps:
            spent, began = _cpu_seconds(house), time.perf_counter()
            answer = _send(house, make(at), last)
            wall, cpu = time.perf_counter() - began, _cpu_seconds(house) - spent
            seen[name].append((cpu * 1000, wall * 1000, len(gzip.compress(answer.content, 6))))
            last = answer.json().get("result") if len(steps) > 1 else None
    return [_line(name, figures[_WARM:]) for name, figures in seen.items()]


def _line(name: str, figures: list[tuple[float, float, int]]) -> dict[str, Any]:
    walls = sorted(wall for _, wall, _ in figures)
    return {
        "name": name,
        "cpu_ms": round(statistics.mean(cpu for cpu, _, _ in figures), 1),
        "wall_ms_p50": round(statistics.median(walls), 1),
        "wall_ms_p95": round(walls[int(len(walls) * 0.95)], 1),
        "bytes_gz": figures[-1][2],
    }


def _settle(house: Served, sizes: list[int]) -> None:
    """Until the kernels are compiled and each program was worked out once: what comes after is steady."""
    for size in sizes:
        _get(house, f"/api/v1/programs/p{size}/sheet")
    spent = _cpu_seconds(house)
    while True:
        time.sleep(3)
        now = _cpu_seconds(house)
        # Kernels are compiled by a process of their own, while the server itself does nothing.
        if now - spent < 0.3 and not _children(house):
            return
        spent = now


def _children(house: Served) -> str:
    """The processes the server has begun and not seen the end of."""
    threads = Path(f"/proc/{house.process.pid}/task").glob("*/children")
    return " ".join(thread.read_text() for thread in threads).strip()


def _send(house: Served, request: Request, last: Any = None) -> httpx.Response:
    """One request, with `LAST` in it replaced by the number the one before was answered with."""
    method, path, body = request
    said = None if body is None else json.dumps(body).replace(f'"{LAST}"', str(last))
    headers = {
        "Authorization": f"Bearer {house.token}",
        "If-Match": "*",
        "Milepost-Answer": "sheet, dates apart",
    }
    headers["Content-Type"] = "application/json"
    address = house.address + path.replace(LAST, str(last))
    answer = _client.request(method, address, content=said, headers=headers)
    answer.raise_for_status()
    return answer


def _get(house: Served, path: str) -> httpx.Response:
    return _send(house, ("GET", path, None))


def _cpu_seconds(house: Served) -> float:
    """What the server has spent so far, threads that have ended included."""
    # The processor clock of another process, as `clock_getcpuclockid` numbers it on Linux.
    return time.clock_gettime((~house.process.pid << 3) | 2)


def _queries(house: Served, requests: list[Request]) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", _QUERIES, house.token, json.dumps(requests), LAST],
        env=environment(house.data),
        capture_output=True,
        text=True,
        check=True,
    )
    counts: list[int] = json.loads(done.stdout.splitlines()[-1])
    return counts


_client = httpx.Client(timeout=120)

if __name__ == "__main__":
    main()
