"""What the house writes down about itself: one line an event, readable on a terminal, JSON elsewhere.

Secrets never get here: requests are named by the pattern of their address, not by the address (a one-time
link is one), and neither headers, bodies nor query strings are written.
"""

from __future__ import annotations

import logging.config
import sys
from collections.abc import Mapping
from typing import Any

import structlog


def configure(options: Mapping[str, Any]) -> None:
    """Set logging up for this process, as the `LOGGING` setting has it.

    `level` is the least that is written, `form` is `json`, `text`, or empty: text on terminals.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    is_text = options["form"] == "text" or (not options["form"] and sys.stderr.isatty())
    drawn = structlog.dev.ConsoleRenderer() if is_text else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            drawn,
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
            # A refused request is told to whoever sent it; here it would only be noise.
            "loggers": {
                "django.request": {"level": "ERROR"},
                "django.security": {"level": "ERROR"},
                "mcp": {"level": "WARNING"},
                # On a terminal a line for each request would push away the address and what went wrong.
                "milepost.http": {"level": "WARNING" if is_text else options["level"]},
            },
        }
    )
