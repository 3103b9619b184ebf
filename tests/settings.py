"""The product's settings with a small room for tests of what is under the rooms."""

from milepost.config.settings import *  # noqa: F403
from milepost.config.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.workshop"]

# In a test everything happens inside one transaction, which a second connection could not see into.
DATABASES.pop("reading", None)
