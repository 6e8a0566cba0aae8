"""Structured logs: one JSON line an event on stdout. Names, notes and query strings never go in."""

import logging.config
import re
from typing import Any

import structlog

_VALUES = re.compile(r"^(?:DETAIL|CONTEXT|LINE \d+):.*\n?(?:\s*\^\n?)?|(?<=: )\".*\"$", re.M)


class _RouteForAddress(logging.Filter):
    """Django's own lines end with the address asked for, which holds prison numbers: its route stands there instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and record.args:
            match = getattr(request, "resolver_match", None)
            record.args = (*record.args[:-1], match.route if match else "(none)")
        return True


def _without_values(logger: object, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """PostgreSQL quotes the values of what it refuses: they are taken out of the traceback."""
    if "exception" in event:
        event["exception"] = _VALUES.sub("", event["exception"])
    return event


def configure(config: dict[str, str]) -> None:
    """Set up logging for every process; called by Django with `LOGGING`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        _without_values,
                        structlog.processors.JSONRenderer(),
                    ],
                    "foreign_pre_chain": shared,
                }
            },
            "filters": {"route": {"()": _RouteForAddress}},
            "handlers": {
                "stdout": {
                    "class": "logging.StreamHandler",
                    "formatter": "json",
                    "filters": ["route"],
                    "stream": "ext://sys.stdout",
                }
            },
            "root": {"handlers": ["stdout"], "level": config.get("level", "INFO")},
            "loggers": {
                "django.request": {"level": "ERROR"},
                "django.server": {"level": "WARNING"},
                "procrastinate": {"level": "WARNING"},
                "psycopg.pool": {"level": "CRITICAL"},
            },
        }
    )
