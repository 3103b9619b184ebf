"""What history costs: edits, imports and their undo, the past, the proof. Prints one JSON document.

It runs on the database at MILEPOST_DATABASE_URL, by default a SQLite file in a temporary folder, with the
small tables of the tests: jobs of 16 fields and the steps between them.
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
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

JOBS = 10_000
STEPS = 25_000
EDITS = 1_000


def main() -> None:
    """Measure in a database of its own and print the document."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="for uniformity; JSON is all it prints")
    arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="milepost-journal-") as folder:
        os.environ.setdefault("MILEPOST_DATABASE_URL", f"sqlite:///{folder}/milepost.sqlite3")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        machine = {
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "database": connection.vendor,
        }
        print(json.dumps({"machine": machine, "results": results()}, indent=1))


def results() -> list[dict[str, Any]]:
    """Every figure, in the order things happen to a program."""
    from tests.workshop import operations as workshop
    from tests.workshop.models import Job, Step

    from milepost.base import chain, fork, journal, undo
    from milepost.base.identity import SYSTEM
    from milepost.base.models import Ledger
    from milepost.base.operation import Acting

    ledger = workshop.open_program(Acting(SYSTEM, 1), name="Benchmark").value
    acting = Acting(SYSTEM, ledger)

    def bring_in(site: str) -> Any:
        jobs = [{"name": f"job {n}", "length": 480, "notes": f"what job {n} is about"} for n in range(JOBS)]
        steps = [(n % (JOBS - 1), n % (JOBS - 1) + 1) for n in range(STEPS)]
        return workshop.bring_in(acting, site=site, jobs=jobs, steps=steps)

    def edit() -> None:
        for at in range(EDITS):
            workshop.edit(acting, number=numbers[at * 7 % JOBS], length=1000 + at)

    def look_back() -> int:
        past = journal.rows_at(ledger, revision)
        return len(past.rows(Job)) + len(past.rows(Step))

    imports: list[Any] = []
    found = [measured(f"import of {JOBS + STEPS} rows", 1, lambda: imports.append(bring_in("Quarry")))]
    numbers = imports[0].value
    workshop.edit(acting, number=numbers[-1], length=1)
    revision = Ledger.objects.get(pk=ledger).revision
    found.append(measured("edit of one field", EDITS, edit))
    found.append(measured(f"rows as of {EDITS} edits ago", 1, look_back))
    found.append(
        measured(f"a ledger as of {EDITS} edits ago", 1, lambda: fork.as_of_ledger(ledger, revision))
    )
    found.append(measured("the same again", 1, lambda: fork.as_of_ledger(ledger, revision)))
    found.append(measured("fork", 1, lambda: fork.fork(ledger, slug="what-if", name="What if")))
    found.append(measured("proof of the chain", 1, lambda: chain.verify(ledger)))
    entry = bring_in("Pit").entry
    found.append(measured(f"undo of {JOBS + STEPS} rows", 1, lambda: undo.undo(acting, entry=entry)))
    return found


def measured(name: str, times: int, work: Callable[[], object]) -> dict[str, Any]:
    """One figure: wall and processor milliseconds for each of `times` repetitions inside `work`."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return {
        "name": name,
        "wall_ms": round(wall / times * 1000, 2),
        "cpu_ms": round(processor / times * 1000, 2),
    }


if __name__ == "__main__":
    main()
