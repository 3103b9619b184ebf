"""What benchmarks of a served Milepost share: programs to serve, and how results are told."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

_FILL = """
import json, sys
from milepost.surfaces.cli import house
house.settings()
from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.operation import Acting
from milepost.domain.analysis.operations import tasks
from milepost.domain.programs.operations import programs, projects
from milepost.domain.programs.queries import programs as found
each = int(sys.argv[2])
for slug, size in json.loads(sys.argv[1]).items():
    programs.open_program(Acting(SYSTEM, ORGANISATION), name=slug, slug=slug)
    acting = Acting(SYSTEM, found.named(SYSTEM, slug=slug))
    for project in range(each):
        number = projects.add(acting, name=f"Project {project}").value
        rows = [{"name": f"Phase {n}", "level": 1} if n % 20 == 0 else
                {"name": f"Task {project}-{n}", "level": 2, "id": n, "duration": f"{1 + n % 9}d",
                 **({"predecessors": str(n - 1)} if n % 20 > 1 else {})}
                for n in range(size // each)]
        tasks.paste(acting, project=number, rows=rows)
"""


def fill(environment: Mapping[str, str], sizes: Mapping[str, int], *, projects: int) -> None:
    """Programs of so many tasks by their names in addresses, each of so many projects."""
    words = [sys.executable, "-c", _FILL, json.dumps(sizes), str(projects)]
    subprocess.run(words, env=environment, check=True)


def tell(results: list[dict[str, Any]], *, as_json: bool) -> None:
    """One JSON document with the machine, or a line for each result."""
    machine = {
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    if as_json:
        print(json.dumps({"machine": machine, "results": results}))
        return
    for result in results:
        print(
            "  ".join(f"{value:>8}" if name != "name" else f"{value:<44}" for name, value in result.items())
        )
