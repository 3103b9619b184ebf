"""How long bringing a plan file in takes, step by step, and taking it back: `./run bench imports [--file F]`.

Generated files of MS Project, and any file that is named, are read, worked out and held against their own
dates, stored as one entry with the original beside them, and undone. The database is that of
MILEPOST_DATABASE_URL, by default a SQLite file in a temporary folder. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

SIZES = (1_000, 4_500)
SEED = 1
T = TypeVar("T")


def main() -> None:
    """Measure in a database and a data folder of its own and print the document."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="for uniformity; JSON is all it prints")
    arguments.add_argument(
        "--file", action="append", type=Path, default=[], help="a plan file more to bring in"
    )
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="milepost-imports-") as folder:
        os.environ.setdefault("MILEPOST_DATABASE_URL", f"sqlite:///{folder}/milepost.sqlite3")
        os.environ["MILEPOST_DATA"] = folder
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.MILEPOST_ATTACHMENTS = Path(folder) / "attachments"
        call_command("migrate", verbosity=0)
        files = [*_generated(Path(folder)), *asked.file]
        machine = {
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "database": connection.vendor,
        }
        results = [_brought(file) for file in files]
        print(json.dumps({"machine": machine, "results": results}, indent=1))


def _generated(folder: Path) -> list[Path]:
    from benchmarks import project_files

    files = []
    for tasks in SIZES:
        files.append(folder / f"generated-{tasks}.xml")
        project_files.write(files[-1], tasks, seed=SEED)
    return files


def _brought(file: Path) -> dict[str, Any]:
    """One file from its bytes into a program and out of it again, in wall seconds."""
    from milepost.base import undo
    from milepost.base.identity import ORGANISATION, SYSTEM
    from milepost.base.operation import Acting
    from milepost.domain.programs.operations import programs
    from milepost.domain.programs.queries import programs as program_queries
    from milepost.interop import reading
    from milepost.interop.load import bring
    from milepost.interop.load.preview.examine import examine

    slug = programs.open_program(Acting(SYSTEM, ORGANISATION), name=f"Import {file.name}").value
    acting = Acting(SYSTEM, program_queries.named(SYSTEM, slug=slug))
    exchange, read = _timed(lambda: reading.read(file))
    examined, analysed = _timed(lambda: examine(exchange))
    plan = bring.PlanFile(file.name, exchange, examined.planned, file)
    written, stored = _timed(lambda: bring.into_program(acting, plan))
    _, undone = _timed(lambda: undo.undo(acting, entry=written.entry or 0))
    return {
        "name": file.name,
        "tasks": examined.report.tasks,
        "dates_equal": f"{examined.report.equal} of {examined.report.compared}",
        "read_seconds": read,
        "analyse_seconds": analysed,
        "store_seconds": stored,
        "import_seconds": round(read + analysed + stored, 2),
        "undo_seconds": undone,
    }


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    value = work()
    return value, round(time.perf_counter() - began, 2)


if __name__ == "__main__":
    main()
