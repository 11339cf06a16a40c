"""Log lines: JSON with a request id and no personal data, of Django's loggers and of structlog's alike."""

from typing import Any

import structlog

from core.logs.privacy import mask_personal_data

SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.StackInfoRenderer(),
]


def logging_settings(*, level: str, as_text: bool) -> dict[str, Any]:
    """Django's `LOGGING`, from `level` on; `as_text` for a person at a terminal."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    mask_personal_data,
                    structlog.dev.ConsoleRenderer(colors=False)
                    if as_text
                    else structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": [*SHARED, structlog.processors.format_exc_info],
            }
        },
        "filters": {"route_for_path": {"()": "core.logs.privacy.RouteForPath"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["route_for_path"],
            },
            "alerts": {"class": "core.logs.alerts.AlertHandler", "level": "ERROR"},
        },
        "root": {"handlers": ["console", "alerts"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            # Wagtail's own small jobs, several for each thing that is saved.
            "django_tasks": {"level": "WARNING"},
            # Each table of a font that is cut (`core.bundles`).
            "fontTools": {"level": "WARNING"},
            # What it says of 4xx answers, the line at the end of the request says too, with its id.
            "django.request": {"level": "ERROR"},
        },
    }


def configure_structlog() -> None:
    """What is logged by `structlog.get_logger` goes the same way."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
