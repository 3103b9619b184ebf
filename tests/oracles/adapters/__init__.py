"""One adapter a suite: it puts a case's inputs into the product's types and compares what comes back.

Adapters compute nothing themselves. `SUITES` is what the tests find them by; a suite without an adapter
is skipped and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.oracles.adapters import dated_networks, files, networks, progress, quality, trends

Case = dict[str, Any]

SUITES: dict[str, Callable[[Case], None]] = {
    "cpm_datetime_mpxj": dated_networks.check,
    "cpm_paths": networks.check_paths,
    "cpm_progress": progress.check_out_of_sequence,
    "cpm_textbook": networks.check_textbook,
    "dcma14": quality.check,
    "mspdi": files.check_mspdi,
    "mspdi_file": files.check_mspdi_file,
    "mta": trends.check,
    "percent_complete": progress.check_percent,
    "pert": networks.check_pert,
    "spreadsheet": files.check_spreadsheet,
    "xer_file": files.check_xer_file,
}
