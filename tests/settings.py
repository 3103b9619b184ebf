"""The product's settings with a small room for tests of base, and a data folder of their own."""

import atexit
import os
import shutil
import tempfile

if "MILEPOST_DATA" not in os.environ:
    os.environ["MILEPOST_DATA"] = tempfile.mkdtemp(prefix="milepost-tests-")
    atexit.register(shutil.rmtree, os.environ["MILEPOST_DATA"], ignore_errors=True)

from milepost.config.settings import *  # noqa: F403
from milepost.config.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.workshop"]

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

if "MILEPOST_TEST_COMMITS" not in os.environ:
    # In a test everything happens inside one transaction, which a second connection could not see into.
    DATABASES.pop("reading", None)
