"""What a served Milepost acknowledged over HTTP is there, however often it is killed, and there once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import an_empty_database

ROOT = Path(__file__).parents[3]


@pytest.mark.timeout(3600)
def test_what_was_acknowledged_over_http_survives_kills(
    tmp_path: Path, pytestconfig: pytest.Config, is_long: bool
) -> None:
    kills = 500 if is_long else 50
    with an_empty_database(
        tmp_path, on_postgresql=pytestconfig.getoption("--database") == "postgresql"
    ) as url:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        done = subprocess.run(
            [sys.executable, "-m", "tests.surfaces.api.endurance", str(kills)],
            env=kept
            | {
                "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
                "MILEPOST_DATABASE_URL": url,
                "MILEPOST_DATA": str(tmp_path),
                "MILEPOST_LOG_LEVEL": "ERROR",
                "MILEPOST_TOKEN_RATE": "1000000",
                "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    print(told)

    assert told["kills"] == kills
    assert told["acknowledged"] > kills
    assert (told["lost"], told["doubled"], told["wrong"]) == (0, 0, [])
