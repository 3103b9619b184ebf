"""How fast networks are worked out, beside MPXJ's engines, and how fast an edit is answered.

    ./run bench schedule --sizes 1000,10000,100000 --json

Where TaskJuggler is installed (`apt-get install tj3`), plans of up to 1,000 tasks are given to it as well.

Ours is measured on a compiled plan, as MPXJ is on its own file in memory: order, dates, floats. Both are
warm, and repetitions alternate over sizes; MPXJ runs in a process of its own, because its Java machine
takes over signals and standard output. Seconds are those the calculating thread was at work, so that a busy
machine does not decide; the Java machine's garbage collector works in other threads and is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks import plans
from benchmarks.peers import taskjuggler
from milepost.engine import critical, network, present, sorting
from milepost.engine.analysis import analyse
from milepost.engine.edits import LivePlan
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.engine.kernels import compiled, layout
from milepost.engine.plan import Plan

SEED = 1
REPEATS = 7
EDITS = 1000
DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
JUGGLED = 1000
"""Tasks TaskJuggler is given at most: its time grows faster than the plan."""
PEERS = {"msproject": "MPXJ MicrosoftScheduler", "p6": "MPXJ PrimaveraScheduler"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rules", default="msproject", choices=sorted(PEERS))
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    results = [row for size in sizes for row in _of_size(size, options.rules, peer=not options.without_peer)]
    document = {"machine": _machine(), "results": results}
    print(json.dumps(document, indent=None if options.json else 2))


def _of_size(size: int, rules: str, *, peer: bool) -> list[dict[str, Any]]:
    plan = plans.network(size, seed=SEED, rules=rules)
    before = _memory()
    compiled_plan, compile_seconds = _timed(lambda: network.compile_network(plan))
    fast = compiled.fast()
    critical.solve(compiled_plan, fast)
    ours = [_timed(lambda: _order_and_solve(compiled_plan))[1] for _ in range(REPEATS)]
    solution = critical.solve(compiled_plan, fast)
    result: dict[str, Any] = {
        "name": "network",
        "tasks": size,
        "links": len(plan.links),
        "ours_seconds": float(np.median(ours)),
        "compile_seconds": compile_seconds,
        # Kept numbers of the network and what was found; the plan itself is the caller's.
        "ours_mb": (compiled_plan.array.nbytes + np.asarray(solution.found).nbytes) / 2**20,
        "process_growth_mb": _memory() - before,
    }
    if peer:
        result |= _against_mpxj(size, rules, present.schedule(solution), result["ours_seconds"])
    beside = _against_taskjuggler(size) if peer and size <= JUGGLED and taskjuggler.program() else []
    return [result, *beside, *_edits(plan)]


def _order_and_solve(compiled_plan: network.Network) -> None:
    """What is counted: the topological order anew, then every date and float."""
    nodes = compiled_plan.nodes
    links = compiled_plan.array[nodes * layout.NODE_WIDTH :][: len(compiled_plan.arcs) * layout.LINK_WIDTH]
    table = links.reshape(-1, layout.LINK_WIDTH)
    froms = np.ascontiguousarray(table[:, layout.LINK_FROM])
    tos = np.ascontiguousarray(table[:, layout.LINK_TO])
    sorting.topological(froms, tos, nodes, compiled.fast())
    critical.solve(compiled_plan, compiled.fast())


def _against_mpxj(size: int, rules: str, schedule: Any, ours_seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        dates = Path(folder) / "dates.npy"
        command = [sys.executable, "-m", "benchmarks.peers.mpxj", "--tasks", str(size), "--seed", str(SEED)]
        command += ["--rules", rules, "--repeat", str(REPEATS), "--dates", str(dates)]
        root = Path(__file__).parents[1]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root)))}
        ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
        told = json.loads(ran.stderr.strip().splitlines()[-1])
        theirs = np.load(dates)
    found = np.column_stack([getattr(schedule, name) for name in DATES])
    peer_seconds = float(np.median(told["seconds"][1:]))
    return {
        "peer": PEERS[rules],
        "peer_seconds": peer_seconds,
        "ratio": peer_seconds / ours_seconds,
        "dates_equal_percent": 100 * float((found == theirs).mean()),
        "peer_mb": told["growth_mb"],
    }


def _against_taskjuggler(size: int) -> list[dict[str, Any]]:
    """Both from the plan as stated to its dates, compiling and reading included."""
    plan = plans.plain(size, seed=SEED)
    analysis, ours = _timed(lambda: analyse(plan))
    with tempfile.TemporaryDirectory() as folder:
        theirs, finishes = taskjuggler.seconds_and_finishes(plan, Path(folder))
    return [
        {
            "name": "network in one working week",
            "tasks": size,
            "links": len(plan.links),
            "ours_seconds": ours,
            "peer": "TaskJuggler",
            "peer_seconds": theirs,
            "ratio": theirs / ours,
            "dates_equal_percent": 100 * float((analysis.schedule.finish == np.array(finishes)).mean()),
        }
    ]


def _edits(plan: Plan) -> list[dict[str, Any]]:
    """One duration changed at a time, at random places."""
    live = LivePlan(plan, compiled.fast())
    random = np.random.default_rng(SEED)
    results = []
    for name, floats in (("edit dates", False), ("edit dates and floats", True)):
        seconds = []
        for at in random.integers(0, len(plan.tasks), EDITS).tolist():
            task = live.task(plan.tasks[at].id)
            edited = replace(task, duration=int(random.integers(1, 81)) * TICKS_PER_HOUR)
            seconds.append(_timed(partial(live.edit, [edited], floats=floats))[1])
        live.edit([live.task(plan.tasks[0].id)])
        results.append(
            {
                "name": name,
                "tasks": len(plan.tasks),
                "edits": EDITS,
                "p50_seconds": float(np.percentile(seconds, 50)),
                "p95_seconds": float(np.percentile(seconds, 95)),
            }
        )
    return results


def _timed(action: Callable[[], Any]) -> tuple[Any, float]:
    """What an action gives, and the seconds its thread was at work, whatever else the machine did."""
    began = time.thread_time()
    result = action()
    return result, time.thread_time() - began


def _memory() -> float:
    """Megabytes this process has used at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _machine() -> dict[str, Any]:
    return {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}


if __name__ == "__main__":
    main()
