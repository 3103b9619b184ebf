"""Commands that keep an installation sound: verify, backup, restore, doctor.

They work on the database directly, without rights: whoever can run them can read the files anyway.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from milepost.surfaces.cli import house, output

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command()
@AS_JSON
def verify(as_json: bool) -> None:
    """Check every journal chain, every row against its history, references and anchors."""
    house.settings()
    _refuse_empty()
    from milepost.base import verification

    checks = []
    for checked in verification.verify():
        checks.append(asdict(checked))
        if not as_json:
            click.echo(f"{'wrong' if checked.wrong else 'ok':6}{checked.what}")
            for wrong in checked.wrong:
                click.echo(f"      {wrong}")
    is_sound = not any(check["wrong"] for check in checks)
    output.answer({"sound": is_sound, "checks": checks}, as_json=as_json, lines=())
    if not is_sound:
        raise click.exceptions.Exit(output.REFUSED)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@AS_JSON
def backup(file: Path, as_json: bool) -> None:
    """Write everything into FILE: rows, history, attachments. Milepost may go on running."""
    house.settings()
    _refuse_empty()
    from milepost.base import backup as backups

    manifest = backups.backup(file)
    rows, attachments = sum(manifest.rows.values()), len(manifest.attachments)
    output.answer(
        _summary(manifest),
        as_json=as_json,
        lines=[f"{file}: {rows} rows, {attachments} attachments, export {manifest.digest[:12]}"],
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", is_flag=True, help="Keep it only if it is exactly what was backed up.")
@AS_JSON
def restore(file: Path, verify: bool, as_json: bool) -> None:
    """Bring everything in FILE back into an empty installation."""
    house.settings()
    from django.core.management import call_command

    from milepost.base import backup as backups

    call_command("migrate", verbosity=0)
    manifest = backups.restore(file, verify=verify)
    proved = ", exactly as they were backed up" if verify else ""
    output.answer(
        _summary(manifest) | {"verified": verify},
        as_json=as_json,
        lines=[f"{sum(manifest.rows.values())} rows of {manifest.made_at[:16]} are back{proved}."],
    )


@click.command()
@AS_JSON
def doctor(as_json: bool) -> None:
    """Print what is in force, and what is wrong with it."""
    house.settings()
    from milepost.base import doctor as doctors

    findings = list(doctors.examine())
    width = max(len(finding.subject) for finding in findings)
    output.answer(
        {"findings": [asdict(finding) for finding in findings]},
        as_json=as_json,
        lines=[
            f"{f.subject:{width}}  {f.in_force}" + (f"\n{'':{width}}  → {f.advice}" if f.advice else "")
            for f in findings
        ],
    )
    if any(finding.advice for finding in findings):
        raise click.exceptions.Exit(output.REFUSED)


def _summary(manifest: Any) -> dict[str, Any]:
    return {
        "version": manifest.version,
        "made_at": manifest.made_at,
        "digest": manifest.digest,
        "rows": sum(manifest.rows.values()),
        "attachments": len(manifest.attachments),
    }


def _refuse_empty() -> None:
    """Refuse where Milepost was never set up, rather than fail on the first table."""
    from django.db import connection

    from milepost.base.models import Ledger
    from milepost.base.refusal import Refusal

    if Ledger._meta.db_table not in connection.introspection.table_names():
        raise Refusal("There is no Milepost here yet. Run `milepost init`, or set MILEPOST_DATA.")
