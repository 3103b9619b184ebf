"""Opening the house for a command: settings, tables, static files, and what runs beside a server.

Commands that need none of it never import this module's Django.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.base.identity import Actor
from milepost.base.refusal import Refusal

if TYPE_CHECKING:
    from milepost.base.jobs import Worker
    from milepost.base.operation import Acting


class WhoAsks(Refusal):
    """A command that acts for somebody was not told for whom."""


def settings(data: Path | None = None) -> None:
    """Make the product's settings and tables known to this process; nothing is opened yet."""
    if data is not None:
        os.environ["MILEPOST_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    import django

    django.setup(set_prefix=False)


def settings_without_a_house() -> None:
    """The same for a command that speaks to a server elsewhere: no data folder, no key of its own."""
    os.environ.setdefault("MILEPOST_SECRET_KEY", secrets.token_urlsafe(48))
    settings()


def prepare() -> None:
    """Bring tables and static files to what this version needs; nothing to do costs milliseconds."""
    if not _is_migrated():
        from django.core.management import call_command

        from milepost.base import backup

        backup.set_aside()
        call_command("migrate", interactive=False, verbosity=0)
    _collect_static()


def application() -> Any:
    """The ASGI application, named by the settings because the floor above makes it."""
    from django.conf import settings as django_settings
    from django.utils.module_loading import import_string

    return import_string(django_settings.ASGI_APPLICATION)


def end_streams() -> None:
    """Let go of those who watch for changes: a server that stops waits for what it is answering."""
    import_module("milepost.surfaces.api.events").watch.end()


def ways_in(address: str, *, with_sample: bool) -> list[str]:
    """Lines that tell how to get in: the sample's people, or the link that makes the owner."""
    from django.urls import reverse

    from milepost.base.identity import SYSTEM
    from milepost.domain.accounts.operations import links
    from milepost.domain.accounts.queries import people

    if with_sample:
        secrets_by_label = {
            label: links.make("sign_in", person=person, by=SYSTEM) for label, person in _sample()
        }
        return [
            f"{label}: {address}{reverse('web:enter', args=[secret])}"
            for label, secret in secrets_by_label.items()
        ]
    if people.has_owner(SYSTEM):
        return []
    secret = links.make("owner", person=None, by=SYSTEM)
    return [f"Create the owner (once, within a day): {address}{reverse('web:start_owner', args=[secret])}"]


def _sample() -> list[tuple[str, int]]:
    """The sample program, brought in if this Milepost is empty, and its people's ways in.

    It is named by text because it stands a floor above: it does what a person would do at the doors.
    """
    sample = import_module("milepost.config.sample.loading")
    if not sample.is_loaded():
        sample.load()
    return list(sample.sign_ins())


def person(email: str) -> int:
    """The number of the active person with this address.

    Raises: NotFound.
    """
    from milepost.base.identity import SYSTEM
    from milepost.base.refusal import NotFound
    from milepost.domain.accounts.queries import people

    for row in people.people(SYSTEM):
        if row.email == email.strip().lower():
            return row.number
    raise NotFound(f"Nobody here has the address {email}. `milepost user list` shows who there is.")


def actor(email: str | None) -> Actor:
    """Who a command on this machine acts as: the person named, or the only one there is.

    Raises: NotFound, WhoAsks.
    """
    from milepost.base.identity import SYSTEM
    from milepost.domain.accounts.operations import recognition
    from milepost.domain.accounts.queries import people

    known = people.people(SYSTEM)
    if email is None and len(known) != 1:
        raise WhoAsks("Say who you are: --as E-MAIL of somebody here, or MILEPOST_AS.")
    number = known[0].number if email is None else person(email)
    found = recognition.acting_as(number, session=f"c-{number}", door="cli")
    if found is None:
        raise WhoAsks(f"{email} cannot act here any more.")
    return found


def acting(somebody: Actor, program: str | None = None) -> Acting:
    """Somebody acting on a program, by its name in addresses, or else on the organisation.

    Raises: NotFound.
    """
    from milepost.base.identity import ORGANISATION
    from milepost.base.operation import Acting
    from milepost.domain.programs.queries import programs

    return Acting(somebody, ORGANISATION if program is None else programs.named(somebody, slug=program))


def worker() -> Worker:
    """What does jobs, recurring work and the outbox, not started yet."""
    from milepost.base.jobs import Worker

    return Worker()


def warm_up(stopping: threading.Event) -> None:
    """Make the compiled kernels ready in the background.

    A process of its own compiles them if need be, at the lowest priority: doing it here would make the
    first visitor wait half a minute.
    """
    warming = import_module("milepost.engine.warming")
    command = [sys.executable, "-m", warming.__name__]
    with subprocess.Popen(command) as compiling:  # noqa: S603 (our own module)
        os.setpriority(os.PRIO_PROCESS, compiling.pid, 19)
        while compiling.poll() is None:
            if stopping.wait(0.2):
                compiling.terminate()
                return
    warming.warm_up()


def _is_migrated() -> bool:
    """Whether the database has applied every migration there is.

    Django's own plan imports all of them (0.3 s); names in a folder and names in a table say the same.
    """
    from django.apps import apps
    from django.db import DatabaseError, connection

    there = {
        (app.label, path.stem)
        for app in apps.get_app_configs()
        for path in Path(app.path, "migrations").glob("[0-9]*.py")
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return there <= set(cursor.fetchall())
    except DatabaseError:
        return False


def _collect_static() -> None:
    """Static files under hashed names, compressed once, when any of them is newer than the last time."""
    from django.conf import settings as django_settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    newest = max(
        (
            storage_modified
            for finder in get_finders()
            for path, storage in finder.list([])
            for storage_modified in [Path(storage.path(path)).stat().st_mtime]
        ),
        default=0.0,
    )
    stamp = Path(str(django_settings.STATIC_ROOT), ".collected")
    if stamp.exists() and float(stamp.read_text()) >= newest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(str(newest))
